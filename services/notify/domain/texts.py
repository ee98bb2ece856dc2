"""Templates: ``((field))`` is replaced, once, by what the event says; nothing is interpreted.

``((paper_name|paper))`` is the first of these members that says something.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property

FIELD = re.compile(r"\(\(([a-z_]+(?:\|[a-z_]+)*)\)\)")
SUBJECT_LONGEST = 80
BODY_LONGEST = 2000
_IN_SUBJECT_LONGEST = 40
_BEIJING = timezone(timedelta(hours=8))
# Line ends and other control characters: a header must not gain a second line through a value.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_NOTHING = "—"

Words = Mapping[str, Mapping[str, str]]
"""What codes mean to staff: field → value → zh-CN."""


@dataclass(frozen=True)
class Text:
    """A filled template; `subject` is one line."""

    subject: str
    body: str


@dataclass(frozen=True)
class Template:
    """A subject line and a body."""

    id: str
    subject: str
    body: str

    @cached_property
    def fields(self) -> frozenset[str]:
        """The members of the event that it speaks of."""
        written = FIELD.findall(f"{self.subject}\n{self.body}")
        return frozenset(name for names in written for name in names.split("|"))

    def fill(self, fields: Mapping[str, object], words: Words) -> Text:
        """Return the text; raise KeyError for a member that the event does not have."""
        every = {name: shown(fields[name], words.get(name, {})) for name in self.fields}

        def said(names: str) -> str:
            each = (every[name] for name in names.split("|"))
            return next((text for text in each if text != _NOTHING), _NOTHING)

        line = FIELD.sub(lambda m: one_line(said(m[1]), _IN_SUBJECT_LONGEST), self.subject)
        body = FIELD.sub(lambda m: said(m[1]), self.body)
        return Text(one_line(line, SUBJECT_LONGEST), cut(body, BODY_LONGEST))


def shown(value: object, words: Mapping[str, str]) -> str:
    """Return a value as staff read it: instants in Beijing time, codes in words."""
    if value is None or value == ():
        return _NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        local = value.astimezone(_BEIJING)
        return f"{local.month}月{local.day}日 {local:%H:%M}"
    if isinstance(value, tuple | list):
        return "、".join(shown(part, words) for part in value)
    return _CONTROL.sub(" ", words.get(str(value), str(value)))


def one_line(text: str, longest: int) -> str:
    """Return the text as one line that fits a mail header."""
    return cut(_CONTROL.sub(" ", text.replace("\n", " ")).strip(), longest)


def cut(text: str, longest: int) -> str:
    """Return at most `longest` characters, with a sign that something was left out."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
