"""Lanes: what waits in order, one a sender's aggregate; one exists only while something waits.

The first of a lane failed and is tried again; those behind it are not tried before it is settled.
Every change goes through the lane's version, so that a consumer, the retrier of each replica and
an operator cannot act on different states of it: who comes second decides again.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from shared.events.base import AnyEnvelope
from shared.messaging.fates import Behind, Fate
from shared.messaging.ledger import LEDGER, LedgerEntry
from shared.storage.ports import Conflict, Repository
from shared.storage.work import Kind, Stage

BACKOFF = tuple(timedelta(seconds=s) for s in (1, 5, 30, 120, 600))
"""How long the head waits after each failed try; then it is given up or left to the operators."""

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Lane:
    """The turns that wait, `head` to `tail`; id is ``<source>|<subject>``.

    `tries` are those of the head; `held` says that only an operator moves it.
    """

    id: str
    version: int
    head: int
    tail: int
    tries: int
    retry_at: datetime
    held: bool = False

    @classmethod
    def opened(cls, id_: str, now: datetime) -> Self:
        """Return a lane with one message, which was tried once."""
        return cls(id_, 0, 1, 1, 1, now + BACKOFF[0])

    def longer(self) -> Self:
        """Return it with one more message at its end."""
        return replace(self, tail=self.tail + 1)

    def tried(self, now: datetime) -> Self:
        """Return it after another failure of its head."""
        tries = self.tries + 1
        return replace(self, tries=tries, retry_at=now + BACKOFF[min(tries, len(BACKOFF)) - 1])

    @property
    def exhausted(self) -> bool:
        """Whether the head was tried often enough."""
        return self.tries > len(BACKOFF)

    def stopped(self) -> Self:
        """Return it held until an operator acts."""
        return replace(self, held=True, retry_at=_NEVER)

    def advanced(self, now: datetime) -> Self | None:
        """Return it with the next message at its head; None when there is none."""
        if self.head == self.tail:
            return None
        return replace(self, head=self.head + 1, tries=0, retry_at=now, held=False)


LANES = Kind("lanes", Lane, announced=False, sparse=True)


def lane_of(event: AnyEnvelope) -> str:
    """Return the id of the lane of an event's aggregate."""
    return f"{event.source}|{event.subject}"


async def must_be_free(event: AnyEnvelope, work: Stage) -> None:
    """Raise `Behind` while earlier messages of the same aggregate wait."""
    if await work.repository(LANES).find(lane_of(event)) is not None:
        raise Behind


async def queued(entry: LedgerEntry, work: Stage) -> LedgerEntry:
    """Return the entry at the end of its lane, which is opened where there is none."""
    lanes = work.repository(LANES)
    id_ = str(entry.lane)
    lane = await lanes.find(id_)
    saved = lanes.save(lane.longer() if lane else Lane.opened(id_, work.now))
    return replace(entry, turn=saved.tail, fate=Fate.WAITING if lane else Fate.PARKED)


async def left(entry: LedgerEntry, work: Stage) -> LedgerEntry:
    """Return the entry out of its lane; when it was the head, the next one moves up."""
    if entry.turn:
        lanes = work.repository(LANES)
        lane = await lanes.find(str(entry.lane))
        if lane is not None and lane.head == entry.turn:
            advance(lane, lanes, work.now)
    return replace(entry, turn=0)


def advance(lane: Lane, lanes: Repository[Lane], now: datetime) -> None:
    """Move a lane on by one; the last one removes it."""
    following = lane.advanced(now)
    if following is None:
        lanes.remove(lane)
    else:
        lanes.save(following)


async def record(entry: LedgerEntry, work: Stage) -> None:
    """Keep an entry, once for its place; what is parked or waits takes a turn in its lane."""
    entries = work.repository(LEDGER)
    if (known := await entries.find(entry.id)) is not None:
        await _must_agree(known, work)
        return
    if entry.fate in {Fate.PARKED, Fate.WAITING}:
        entry = await queued(entry, work)
    entries.save(entry)


async def _must_agree(known: LedgerEntry, work: Stage) -> None:
    # The entry stands in a lane that was not there when the lanes were read: another replica wrote
    # both in between. What follows in this batch would pass what waits, so it is decided again.
    if known.turn and await work.repository(LANES).find(str(known.lane)) is None:
        raise Conflict(known.id)
