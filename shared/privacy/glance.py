"""The guard's first look: nearly every event is harmless, and that shows at little cost.

It may suspect what the close look (`shared.privacy.forbidden`) then clears, never the reverse.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from itertools import repeat
from operator import or_
from typing import Any

from shared.codes import REFUSED_OCCUPATION
from shared.privacy.numbers import has_id_number
from shared.privacy.vocabulary import (
    FIELD_LABELS,
    LABELS,
    VALUES,
    has_refused_label,
    is_label,
    is_personal_name,
    is_refused_name,
)

_SILENT = frozenset({float, bool, type(None)})
_SHORT = 10**16
# Objects have few shapes, so that what was found out about their keys is remembered; not for keys
# without end.
_MANY_KEYS = 2000
# What a key says, so that the keys of an object add up: a label counts beside a value.
_VALUE, _LABEL, _FIELD_LABEL, _NAMED = 1, 2, 4, 8
# Texts are searched in one go; no rule spans this character.
_BETWEEN = "\0"


def is_harmless(data: object) -> bool:
    """Tell whether data surely hold nothing forbidden or personal; False asks for a close look."""
    texts: list[str] = []
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        key, value = waiting.pop()
        if type(value) is dict:
            if _has_telling_keys(key, value):
                return False
            pairs: Iterable[tuple[str, Any]] = value.items()
        elif type(value) is list or type(value) is tuple:
            pairs = zip(repeat(key), value)
        else:
            return False
        if not _sorted_out(pairs, texts, waiting):
            return False
    return not _tells(_BETWEEN.join(texts))


def _sorted_out(
    pairs: Iterable[tuple[str, Any]], texts: list[str], waiting: list[tuple[str, Any]]
) -> bool:
    for pair in pairs:
        value = pair[1]
        kind = type(value)
        if kind is str:
            texts.append(value)
        elif kind is dict or kind is list or kind is tuple:
            if value:
                waiting.append(pair)
        elif kind is int:
            if value >= _SHORT or value <= -_SHORT:
                texts.append(str(value))
        elif kind not in _SILENT:
            return False
    return True


def _tells(text: str) -> bool:
    return has_refused_label(text) or REFUSED_OCCUPATION in text or has_id_number(text)


def _has_telling_keys(parent: str, row: Mapping[Any, Any]) -> bool:
    try:
        if len("".join(row)) > _MANY_KEYS:
            return True
    except TypeError:  # a key that is no text
        return True
    marks = _marks(parent, tuple(row))
    if marks < _LABEL | _VALUE:
        return False
    return marks >= _NAMED or is_label(row, _is_named)


@lru_cache(maxsize=1024)
def _marks(parent: str, keys: tuple[str, ...]) -> int:
    return reduce(or_, (_mark(parent, key) for key in keys), 0)


def _mark(parent: str, key: str) -> int:
    if _is_named(key) or is_personal_name(f"{parent}_{key}") or has_id_number(key):
        return _NAMED
    if not parent and key == "personal":
        return _NAMED
    small = key.lower()
    if small in FIELD_LABELS:
        return _FIELD_LABEL
    return _LABEL * (small in LABELS) or _VALUE * (small in VALUES)


def _is_named(name: str) -> bool:
    return is_refused_name(name) or is_personal_name(name)
