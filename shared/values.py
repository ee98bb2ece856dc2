"""Pure values and refusals: the one shared module that a domain may import."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

S = TypeVar("S", bound=StrEnum)
C = TypeVar("C", bound=StrEnum)

_ORG_LEVELS = (12, 9, 6, 4, 2)

LARGEST_WHOLE = 2**53 - 1
"""The largest whole number that every reader of JSON gets right (RFC 8259, 6)."""


class Refusal(Exception):  # noqa: N818 - the field says "refused"; a refusal is an answer, not a fault
    """A rule said no and nothing was changed.

    Args:
        code: a stable slug for machines, such as ``not-in-this-state``.
        zh: one plain sentence for staff, saying what to do next.
        en: the same in English.
        field: the input member that is at fault, if one is.
    """

    status: ClassVar[int] = 409
    final: ClassVar[bool] = False  # whether waiting cannot help

    def __init__(self, code: str, zh: str, en: str, field: str | None = None) -> None:
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en
        self.field = field


class Final(Refusal):
    """A rule said no for good: it came too late, or it has happened already."""

    final = True


class NotFound(Refusal):
    """The thing named is not here."""

    status = 404


class NotAllowed(Refusal):
    """This person or system may not do this."""

    status = 403


class Invalid(Refusal):
    """The input breaks a rule; `field` names where."""

    status = 422


class Stale(Refusal):
    """The caller decided on an older version."""

    status = 412


class StateTable(Generic[S, C]):
    """A state machine as data: (state, command) → state.

    Args:
        rows: every allowed transition; whatever is absent is refused.
    """

    def __init__(self, rows: Mapping[tuple[S, C], S]) -> None:
        self.rows = dict(rows)

    def allows(self, state: S, command: C) -> bool:
        """Tell whether the command is allowed in this state."""
        return (state, command) in self.rows

    def next(self, state: S, command: C) -> S:
        """Return the state that follows.

        Raises:
            Refusal: ``not-in-this-state``; `Final` when no later state allows the command either.
        """
        if (state, command) in self.rows:
            return self.rows[state, command]
        refusal = Refusal if self._may_come(state, command) else Final
        possible = sorted(c.value for s, c in self.rows if s == state)
        zh, en = "、".join(possible) or "—", ", ".join(possible) or "none"
        raise refusal(
            "not-in-this-state",
            f"当前状态为“{state.value}”，不能执行“{command.value}”；可以执行：{zh}。",
            f"'{command.value}' is not possible in state '{state.value}'; possible: {en}.",
        )

    def _may_come(self, state: S, command: C) -> bool:
        reached, open_ = {state}, [state]
        while open_:
            here = open_.pop()
            following = {to for (at, _), to in self.rows.items() if at == here} - reached
            reached |= following
            open_ += following
        return any((later, command) in self.rows for later in reached)


@dataclass(frozen=True)
class Point:
    """A place in degrees, CGCS2000 (equal to WGS 84 at this accuracy)."""

    lng: float
    lat: float


def covers(scope: str, unit: str) -> bool:
    """Tell whether an organisation's scope holds a unit.

    Both are 12-digit codes (GB/T 2260 + 3 + 3); trailing zero groups mean "all below".
    """
    return any(scope[n:] == "0" * (12 - n) and unit.startswith(scope[:n]) for n in _ORG_LEVELS)
