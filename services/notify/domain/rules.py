"""Rules: which event, under which conditions, tells whom, by which text and channels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.notify.domain.chains import Chain
from services.notify.domain.facts import Fact

Scalar = str | int | bool


class Channel(StrEnum):
    """Ways to a member of staff."""

    INBOX = "inbox"
    EMAIL = "email"


class Priority(StrEnum):
    """How a screen should show it."""

    HIGH = "high"
    NORMAL = "normal"


class Ask(StrEnum):
    """What a condition asks of one member of the event's data."""

    EQUALS = "equals"
    IN = "in"
    NOT_IN = "not_in"
    PRESENT = "present"
    STARTING = "starting"
    NOT_STARTING = "not_starting"


def _present(value: object, wanted: tuple[Scalar, ...]) -> bool:
    return (value is not None and value != ()) == wanted[0]


def _starting(value: object, wanted: tuple[Scalar, ...]) -> bool:
    return str(value).startswith(tuple(str(prefix) for prefix in wanted))


def _not_starting(value: object, wanted: tuple[Scalar, ...]) -> bool:
    return not _starting(value, wanted)


_ASKED: Mapping[Ask, Callable[[object, tuple[Scalar, ...]], bool]] = {
    Ask.EQUALS: lambda value, wanted: value == wanted[0],
    Ask.IN: lambda value, wanted: value in wanted,
    Ask.NOT_IN: lambda value, wanted: value not in wanted,
    Ask.PRESENT: _present,
    Ask.STARTING: _starting,
    Ask.NOT_STARTING: _not_starting,
}


@dataclass(frozen=True)
class Condition:
    """One test on one member."""

    field: str
    ask: Ask
    wanted: tuple[Scalar, ...]

    def holds(self, fact: Fact) -> bool:
        """Tell whether the event passes."""
        return _ASKED[self.ask](fact.fields.get(self.field), self.wanted)


@dataclass(frozen=True)
class Audience:
    """Who is told: the staff that a field names, or a role within the event's unit.

    Never those whom the field `apart` names, whoever stands in.
    """

    staff_field: str | None = None
    role: str | None = None
    apart: str | None = None


@dataclass(frozen=True)
class Rule:
    """One rule; raise `version` whenever its meaning changes, for ids are derived from it.

    What a rule with a `chain` tells must be acknowledged.
    """

    id: str
    version: int
    event: str
    audience: Audience
    template: str
    channels: tuple[Channel, ...]
    priority: Priority = Priority.NORMAL
    conditions: tuple[Condition, ...] = field(default=())
    chain: Chain | None = None

    def matches(self, fact: Fact) -> bool:
        """Tell whether it speaks about this event: every condition must hold."""
        return fact.type == self.event and all(c.holds(fact) for c in self.conditions)
