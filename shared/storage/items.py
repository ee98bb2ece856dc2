"""What a unit of work is given, and what it says became of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from shared.storage.kinds import Kind
from shared.storage.ports import Cause
from shared.storage.work import Stage

W = TypeVar("W", bound=Stage)
Act = Callable[[W], Awaitable[Any]]


@dataclass(frozen=True)
class Item(Generic[W]):
    """One message for the unit of work.

    Args:
        cause: why it runs.
        act: the use case, closed over its event or command.
        inbox: the key under which a repetition is recognised; None: never.
        place: where it was read, for the inbox and for operators.
        needs: keys to fetch beforehand, by kind, where a rehearsal could not find them out.
        instead: what to record when `act` was refused or is broken; None: the caller is told.
        again: what to record when the message was handled before, elsewhere.
    """

    cause: Cause
    act: Act[W]
    inbox: str | None = None
    place: str = ""
    needs: Mapping[Kind[Any], Sequence[str]] = field(default_factory=dict)
    instead: Callable[[Exception], Act[W]] | None = None
    again: Act[W] | None = None


@dataclass(frozen=True)
class Done:
    """The use case returned; its changes are durable."""

    value: Any


@dataclass(frozen=True)
class Repeated:
    """It had been handled before; nothing was changed."""


@dataclass(frozen=True)
class Refused:
    """It was refused or broke; none of its changes exist, `instead` was recorded."""

    error: Exception


Outcome = Done | Repeated | Refused
