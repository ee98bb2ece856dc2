"""Words that are kept or announced do not name whom they are about (PIPL 6, 47)."""

import re

from shared.values import Invalid

_SHORTEST = 2
_APART = re.compile(r"[\s·•・.]")
_LETTER = "[0-9a-zß-öø-ɏ]"
"""What goes on a word in Latin letters. Chinese does not: it leaves no space around them."""


def must_not_name(text: str, name: str | None, field: str) -> None:
    """Raise `Invalid` (``name-in-words``) where a text holds this name.

    An event cannot be recalled from a log, so that no erasure would reach a name in it. A name of
    a single character is none: it would be found in any sentence.

    Args:
        text: in one spelling (`shared.codes.plain_text`), as are names in the sealed store.
        name: whose the text is not to hold; None where it is not known.
        field: the member at fault.
    """
    if name is None or not _holds(text, name):
        return
    raise Invalid(
        "name-in-words",
        "请不要在文字中写当事人的姓名（文字会进入事件日志，无法删除），写“申请人”即可。",
        "Leave the person's name out: these words are announced for good. Say 'the applicant'.",
        field=field,
    )


def _holds(text: str, name: str) -> bool:
    if name.isascii():
        # Spelled in letters, a name is a word: Li is not in "limit".
        words = re.escape(" ".join(name.split()).casefold())
        found = re.search(rf"(?<!{_LETTER}){words}(?!{_LETTER})", text.casefold())
        return len(name) >= _SHORTEST and found is not None
    bare = _APART.sub("", name).casefold()
    return len(bare) >= _SHORTEST and bare in _APART.sub("", text).casefold()
