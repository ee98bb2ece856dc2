"""Determinants: conditions over the answers of a form. A closed set of pure values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

Value: TypeAlias = bool | int | float | str
"""An answer: yes or no, a number, the code of a choice, or a date as ``yyyy-mm-dd``."""
Answers: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True)
class Equals:
    """The answer is this value."""

    field: str
    value: Value


@dataclass(frozen=True)
class OneOf:
    """The answer is one of these values."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Greater:
    """The answer, a number or a date, is beyond this one."""

    field: str
    value: Value


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition: TypeAlias = Equals | OneOf | Greater | All | AnyOf | Not


def holds(condition: Condition | None, answers: Answers) -> bool | None:
    """Tell whether a condition holds; None where the answers given do not decide it.

    No condition always holds. What is undecided does not apply: nothing may be asked of somebody
    on the strength of an answer that was not given (XKF 30, 31).
    """
    match condition:
        case None:
            return True
        case Not(part):
            inner = holds(part, answers)
            return None if inner is None else not inner
        case All(parts):
            found = {holds(part, answers) for part in parts}
            return False if False in found else None if None in found else True
        case AnyOf(parts):
            found = {holds(part, answers) for part in parts}
            return True if True in found else None if None in found else False
        case Equals() | OneOf() | Greater():
            return _compared(condition, answers)


def _compared(condition: Equals | OneOf | Greater, answers: Answers) -> bool | None:
    if condition.field not in answers:
        return None
    answer = answers[condition.field]
    match condition:
        case Equals(_, value):
            return same(answer, value)
        case OneOf(_, values):
            return any(same(answer, value) for value in values)
        case Greater(_, value):
            return beyond(answer, value)


def same(left: Value, right: Value) -> bool:
    """Compare two values; yes is not the number 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def beyond(left: Value, right: Value) -> bool:
    """Tell whether a number is greater, or a date later; False for what has no order."""
    if isinstance(left, str) and isinstance(right, str):
        return left > right
    if isinstance(left, bool | str) or isinstance(right, bool | str):
        return False
    return left > right


def fields_of(condition: Condition | None) -> Iterator[tuple[str, Value]]:
    """Yield each field that a condition looks at, with each value that it is held against."""
    match condition:
        case None:
            return
        case Equals(field, value) | Greater(field, value):
            yield field, value
        case OneOf(field, values):
            yield from ((field, value) for value in values)
        case Not(part):
            yield from fields_of(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from fields_of(part)


def renamed(condition: Condition | None, names: Mapping[str, str]) -> Condition | None:
    """Return a condition over the same answers under other codes; one without a name keeps its."""
    return None if condition is None else _renamed(condition, names)


def _renamed(condition: Condition, names: Mapping[str, str]) -> Condition:
    match condition:
        case Not(part):
            return Not(_renamed(part, names))
        case All(parts):
            return All(tuple(_renamed(part, names) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_renamed(part, names) for part in parts))
        case Equals() | OneOf() | Greater():
            return replace(condition, field=names.get(condition.field, condition.field))
