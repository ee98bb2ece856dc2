"""A toy service whose orders can be refused, come late or break, with its ledger and retrier."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from shared.events.base import Envelope
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.entries import Entries
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import Ledger, LedgerEntry
from shared.messaging.mending import discard
from shared.messaging.partners import Partners
from shared.messaging.replaying import Replays
from shared.messaging.retrier import Retrier
from shared.observability.metrics import Metrics
from shared.service.tasks import cancelled
from shared.storage.group_commit import Commands
from shared.storage.ports import Store
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import SetClock
from shared.values import Final, Refusal
from tests.shared.messaging.toy import KEYRING, PARTNERS, TOPIC, order, record
from tests.shared.storage.toy import Note, ToyWork, cause, no_rest, raise_tally

PER_SECOND = 1_000_000.0


class Town:
    """One replica: `mood` says of an event's id what its use case does instead of working."""

    def __init__(
        self,
        store: Store,
        clock: SetClock | None = None,
        mood: dict[str, str] | None = None,
        partners: Partners = PARTNERS,
    ) -> None:
        self.store = store
        self.clock = clock or SetClock()
        self.mood = {} if mood is None else mood
        self.metrics = Metrics("grid")
        self.unit_of_work = UnitOfWork("grid", store, ToyWork, self.clock, self.metrics, no_rest)
        self.commands = Commands(self.unit_of_work)
        self.ledger = Ledger(KEYRING)
        self.hearing = Hearing(
            "grid",
            self.unit_of_work,
            [Handler(HotlineOrderPlaced, self._on_order)],
            partners,
            self.ledger,
            self.clock,
            self.metrics,
        )
        self.replays = Replays(self.hearing, self.ledger, store, self.commands, PER_SECOND)
        self.retrier = Retrier(store, self.replays, self.clock)
        self.entries = Entries(store)

    async def _on_order(self, event: Envelope[HotlineOrderPlaced], work: ToyWork) -> None:
        match self.mood.get(event.id):
            case "refuse":
                raise Refusal("not-yet", "还不能办理。", "Not yet.")
            case "late":
                raise Final("too-late", "来晚了。", "Too late.")
            case "break":
                raise ZeroDivisionError
        await raise_tally(event.subject, 1, work)
        note = await work.notes.find(event.subject) or Note(event.subject, 0, "")
        work.notes.save(replace(note, text=f"{note.text}{event.id} "))

    async def hear(self, *ids: str, subject: str = "order-1", first: int = 0) -> list[str]:
        """Hear one order an id, in one batch; return the outcomes."""
        batch = [record(order(id_, subject=subject), n) for n, id_ in enumerate(ids, first)]
        return [result.outcome for result in await self.hearing.hear(batch)]

    async def later(self, seconds: float) -> None:
        """Let time pass and try what falls due, until nothing does."""
        self.clock.advance(timedelta(seconds=seconds))
        while await self.retrier.retry_due() == 0:
            pass

    async def discard(self, offset: int) -> None:
        """End what was read at an offset, as an operator does."""
        await self.commands.run(
            lambda work: discard(place(offset), "no longer wanted", lambda _: None, work),
            cause(f"discard-{offset}"),
        )

    async def fate(self, offset: int) -> str:
        """Return the fate of what was read at an offset."""
        return (await self.entry(offset)).fate

    async def entry(self, offset: int) -> LedgerEntry:
        """Return the entry of what was read at an offset."""
        return await self.entries.one(place(offset))

    async def order_of(self, subject: str = "order-1") -> list[str]:
        """Return the ids in the order in which they took effect."""
        row = (await self.store.load("notes", [subject])).get(subject)
        return row["text"].split() if row else []

    async def lanes(self) -> int:
        """Return how many lanes there are."""
        return await self.store.count("lanes", {})


def place(offset: int) -> str:
    return f"{TOPIC}:0:{offset}"


@asynccontextmanager
async def serving(*towns: Town) -> AsyncIterator[None]:
    """Let the replicas commit their commands until the block ends."""
    tasks = [asyncio.create_task(town.commands.serve()) for town in towns]
    try:
        yield
    finally:
        await cancelled(tasks)
