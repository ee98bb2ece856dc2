"""An access export as a paper: every value of the view, under its label, in its order."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeGuard

from services.intake.domain.people.sheet import Section, Sheet
from services.intake.domain.people.sheet_codes import CODES
from services.intake.domain.people.sheet_labels import LABELS
from services.intake.entrypoints.people.erasure_views import AccessView
from shared.calendar.zone import CST

Told = Mapping[str, object]
Lines = Iterator[tuple[str, str]]


def sheet_of(view: AccessView, at: datetime) -> Sheet:
    """Return the export as it is printed; `at` is when it was made.

    Nothing is chosen: what the view comes to show later stands on the paper too. What it leaves
    empty has no line.
    """
    told = view.model_dump()
    person = str(told.pop("ref"))
    sections = (one for name, value in told.items() for one in _sections(name, value))
    return Sheet(person, at, tuple(sections))


def _sections(name: str, value: object) -> Iterator[Section]:
    heading = LABELS.get(name, name)
    if _is_several(value):
        for n, one in enumerate(value, start=1):
            yield Section(f"{heading}（{n}/{len(value)}）", tuple(_members(one, name)))
    elif isinstance(value, Mapping):
        yield Section(heading, tuple(_members(value, name)))
    else:
        yield Section(heading, tuple(_lines(LABELS["orgunit"], value, name)))


def _members(told: Told, place: str, before: str = "") -> Lines:
    for name, value in told.items():
        yield from _lines(before + _label(name, place), value, f"{place}.{name}")


def _label(name: str, place: str) -> str:
    if place.endswith(_ANSWERS):
        return name  # a form's questions have codes of their own, which may look like names of ours
    _, _, within = place.rpartition(".")
    return LABELS.get(f"{within}.{name}", LABELS.get(name, name))


def _lines(label: str, value: object, place: str) -> Lines:
    """Yield the lines of a member: one, or one for each record where it holds several.

    The members of a record stand below one another in the words of its line.
    """
    if _is_empty(value):
        return
    if _is_several(value):
        for n, one in enumerate(value, start=1):
            yield from _lines(f"{label} {n}", one, place)
    elif isinstance(value, Mapping) and not _is_limit(value):
        flat = {name: one for name, one in value.items() if not _is_deep(one)}
        deep = {name: one for name, one in value.items() if _is_deep(one)}
        if said := "\n".join(f"{name}：{text}" for name, text in _members(flat, place)):
            yield label, said
        yield from _members(deep, place, f"{label}·")
    else:
        yield label, _text(value, place)


def _text(value: object, place: str) -> str:
    if isinstance(value, tuple | list):
        return "、".join(_text(one, place) for one in value)
    if _is_limit(value):
        return f"{_text(value['amount'], place)} {_text(value['unit'], f'{place}.unit')}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value.astimezone(CST):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return _coded(str(value), place)


def _coded(code: str, place: str) -> str:
    """Return the words of a code with the code behind them; what is no code, as it is."""
    if f"{_ANSWERS}." in place:
        return code
    fitting = (words for where, words in CODES.items() if f".{place}".endswith(f".{where}"))
    words = next(fitting, {})
    return f"{words[code]}（{code}）" if code in words else code


_ANSWERS = ".answers"


def _is_several(value: object) -> TypeGuard[Sequence[Told]]:
    """Tell whether it is several records, each with members of its own."""
    return isinstance(value, tuple | list) and any(isinstance(one, Mapping) for one in value)


def _is_limit(value: object) -> TypeGuard[Told]:
    return isinstance(value, Mapping) and value.keys() == {"amount", "unit"}


def _is_deep(value: object) -> bool:
    return _is_several(value) or (isinstance(value, Mapping) and not _is_limit(value))


def _is_empty(value: object) -> bool:
    return value is None or value in ("", (), [], {})
