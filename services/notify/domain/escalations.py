"""The escalation: somebody must acknowledge, and the next one is told until somebody does."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self, cast

from services.notify.domain.chains import Chain, Rung
from services.notify.domain.facts import Fact
from services.notify.domain.notifications import Notification
from shared.calendar import Calendar, DeadlineClock
from shared.values import StateTable


class State(StrEnum):
    """Where an escalation stands; it cannot be exhausted: the duty holder is told again."""

    RAISED = "raised"
    STEPPED = "stepped"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Command(StrEnum):
    """What can happen to an escalation."""

    STEP = "step"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"


TABLE = StateTable(
    {
        (State.RAISED, Command.STEP): State.STEPPED,
        (State.STEPPED, Command.STEP): State.STEPPED,
        (State.RAISED, Command.ACKNOWLEDGE): State.ACKNOWLEDGED,
        (State.STEPPED, Command.ACKNOWLEDGE): State.ACKNOWLEDGED,
        (State.RAISED, Command.CLOSE): State.CLOSED,
        (State.STEPPED, Command.CLOSE): State.CLOSED,
    }
)
OPEN = frozenset({State.RAISED, State.STEPPED})


@dataclass(frozen=True)
class Escalation:
    """One telling that must be acknowledged, with its own copy of the chain.

    `origin` is the first notification; `step` counts how often it was passed on; `due_at` is when
    it is passed on next, by the calendar of version `calendar`. Of a matter with several parts,
    `part` is the one that it is about, which events name in their member `part_member`.
    """

    id: str
    version: int
    origin: str
    rule: str
    about: str
    orgunit: str
    chain: str
    rungs: tuple[Rung, ...]
    until: tuple[str, ...]
    due_at: datetime
    calendar: str
    raised_at: datetime
    state: State = State.RAISED
    step: int = 0
    acknowledged_by: str | None = None
    ended_at: datetime | None = None
    part_member: str | None = None
    part: str | None = None

    @classmethod
    def begun(
        cls,
        id_: str,
        origin: Notification,
        chain: Chain,
        rungs: tuple[Rung, ...],
        now: datetime,
        calendar: Calendar,
        part: str | None = None,
    ) -> Self:
        """Return a new one; the time of those who are told first runs from now."""
        return cls(
            id=id_,
            version=0,
            origin=origin.id,
            rule=origin.rule,
            about=origin.about,
            orgunit=origin.orgunit,
            chain=chain.id,
            rungs=rungs,
            until=chain.until,
            due_at=_due(rungs[0], now, calendar),
            calendar=calendar.version,
            raised_at=now,
            part_member=chain.part,
            part=part,
        )

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN

    @property
    def rung(self) -> Rung:
        """Whose turn it is; the last one's for ever."""
        return self.rungs[min(self.step, len(self.rungs) - 1)]

    def is_moot_by(self, fact: Fact) -> bool:
        """Tell whether this event ends it; what names another part of the matter does not."""
        of = fact.part(self.part_member)
        return fact.type in self.until and (of is None or of == self.part)

    def stepped(self, now: datetime, calendar: Calendar) -> Self:
        """Return it passed on; the time of whose turn it is now runs from now."""
        state = TABLE.next(self.state, Command.STEP)
        passed = replace(self, state=state, step=self.step + 1, calendar=calendar.version)
        return replace(passed, due_at=_due(passed.rung, now, calendar))

    def acknowledged(self, staff: str, now: datetime) -> Self:
        """Return it as acknowledged by somebody."""
        state = TABLE.next(self.state, Command.ACKNOWLEDGE)
        return replace(self, state=state, acknowledged_by=staff, ended_at=now)

    def closed(self, now: datetime) -> Self:
        """Return it as moot."""
        return replace(self, state=TABLE.next(self.state, Command.CLOSE), ended_at=now)


@dataclass(frozen=True)
class Watch:
    """The open escalations about one matter, whose id it has."""

    id: str
    version: int
    escalations: tuple[str, ...] = ()


def _due(rung: Rung, now: datetime, calendar: Calendar) -> datetime:
    # A clock that never stands still has an instant at which it is due.
    return cast("datetime", DeadlineClock.begun("ack", rung.within, now, calendar).due_at)
