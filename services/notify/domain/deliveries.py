"""A delivery: one notification by one channel, told truly even when nobody knows how it ended."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from services.notify.domain.outcomes import Accepted, Outcome, Rejected, Retry, Unknown
from services.notify.domain.rules import Channel
from shared.values import StateTable

BACKOFF = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600))
MOST_ATTEMPTS = len(BACKOFF) + 1


class State(StrEnum):
    """Where a delivery stands; DOUBTFUL awaits its one marked repetition."""

    PENDING = "pending"
    SENDING = "sending"
    DOUBTFUL = "doubtful"
    REPEATING = "repeating"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class Command(StrEnum):
    """What can happen to a delivery."""

    CLAIM = "claim"
    ACCEPT = "accept"
    REJECT = "reject"
    POSTPONE = "postpone"
    LOSE = "lose"


TABLE = StateTable(
    {
        (State.PENDING, Command.CLAIM): State.SENDING,
        (State.SENDING, Command.ACCEPT): State.ACCEPTED,
        (State.SENDING, Command.REJECT): State.REJECTED,
        (State.SENDING, Command.POSTPONE): State.PENDING,
        (State.SENDING, Command.LOSE): State.DOUBTFUL,
        (State.DOUBTFUL, Command.CLAIM): State.REPEATING,
        (State.REPEATING, Command.ACCEPT): State.ACCEPTED,
        # A repetition that fails does not tell what became of the first mail.
        (State.REPEATING, Command.REJECT): State.UNKNOWN,
        (State.REPEATING, Command.POSTPONE): State.DOUBTFUL,
        (State.REPEATING, Command.LOSE): State.UNKNOWN,
    }
)
UNDER_WAY = frozenset({State.SENDING, State.REPEATING})
WAITING = frozenset({State.PENDING, State.DOUBTFUL})
_TOLD = {
    State.ACCEPTED: "accepted",
    State.REJECTED: "rejected",
    State.DOUBTFUL: "unknown",
    State.UNKNOWN: "unknown",
}


@dataclass(frozen=True)
class Delivery:
    """One channel's delivery.

    `outcome` is what was last told (accepted, rejected, unknown, or None so far), `ended_at`
    when, unless a further attempt began; `next_at` when the next attempt is due or, while one is
    under way, when it counts as lost.
    """

    id: str
    version: int
    notification: str
    channel: Channel
    recipient: str
    orgunit: str
    rule: str
    about: str
    state: State
    event_time: datetime
    created_at: datetime
    message_id: str | None = None
    attempts: int = 0
    outcome: str | None = None
    next_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def repeats(self) -> bool:
        """Whether what is sent now may reach somebody twice and must say so."""
        return self.state in {State.DOUBTFUL, State.REPEATING}

    def claimed(self, until: datetime) -> Self:
        """Return it with an attempt under way, which counts as lost after `until`."""
        state = TABLE.next(self.state, Command.CLAIM)
        return replace(self, state=state, attempts=self.attempts + 1, next_at=until, ended_at=None)

    def concluded(self, outcome: Outcome, now: datetime) -> Self:
        """Return it after an attempt; five refusals for the time being are a rejection."""
        command = self._command(outcome)
        state = TABLE.next(self.state, command)
        if command is Command.POSTPONE:
            wait = BACKOFF[self.attempts - 1]
            return replace(self, state=state, next_at=now + wait)
        again = now if state in WAITING else None
        return replace(self, state=state, outcome=_TOLD[state], next_at=again, ended_at=now)

    def _command(self, outcome: Outcome) -> Command:
        match outcome:
            case Accepted():
                return Command.ACCEPT
            case Rejected():
                return Command.REJECT
            case Retry():
                return Command.POSTPONE if self.attempts < MOST_ATTEMPTS else Command.REJECT
            case Unknown():
                return Command.LOSE


@dataclass(frozen=True)
class Attempt:
    """One try, written before it is made; id is ``<delivery>:<number, 3 digits>``.

    `outcome` is sending, accepted, rejected, retry or unknown; `marked` when it was sent as a
    possible repetition.
    """

    id: str
    version: int
    delivery: str
    number: int
    began_at: datetime
    until: datetime
    marked: bool = False
    outcome: str = "sending"
    reason: str | None = None
    ended_at: datetime | None = None

    def concluded(self, outcome: Outcome, now: datetime) -> Self:
        """Return it with its outcome."""
        word = type(outcome).__name__.lower()
        return replace(self, outcome=word, reason=getattr(outcome, "reason", None), ended_at=now)


@dataclass(frozen=True)
class Due:
    """A delivery's place in the mail queue: it is there as long as something is to be done."""

    id: str
    version: int
    recipient: str
    at: datetime
    attempts: int
    orgunit: str
    correlation: str


def attempt_id(delivery: str, number: int) -> str:
    """Return the id of an attempt."""
    return f"{delivery}:{number:03d}"
