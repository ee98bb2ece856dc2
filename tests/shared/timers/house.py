"""Replicas of one toy service with timers, on one store."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.observability.metrics import Metrics
from shared.service.tasks import cancelled
from shared.storage.group_commit import Commands
from shared.storage.ports import Store
from shared.storage.unit_of_work import Item, UnitOfWork
from shared.timers import OnTimer, Timers
from tests.shared.storage.toy import ToyWork, cause, no_rest, raise_tally

DUE = "due"


async def on_due(subject: str, work: ToyWork) -> None:
    await raise_tally(subject, 1, work)


class Skewed:
    """A machine's clock that is wrong by so much; it believes the server about its instants."""

    def __init__(self, real: Clock, by: timedelta) -> None:
        self._real = real
        self._by = by

    def now(self) -> datetime:
        return self._real.now() + self._by

    def of(self, server: datetime) -> datetime:
        return server


class Replica:
    """The moving parts of one process, those of timers alone."""

    def __init__(self, store: Store, clock: Clock, **on: OnTimer[ToyWork]) -> None:
        self.metrics = Metrics("grid")
        self.work = UnitOfWork("grid", store, ToyWork, clock, self.metrics, rest=no_rest)
        self.commands = Commands(self.work)
        handlers = {DUE: on_due, **on}
        self.timers = Timers(store, self.commands, handlers, clock, self.metrics, lease_ms=3000)
        self.work.after_timer(self.timers.wake)

    @asynccontextmanager
    async def running(self, *loops: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
        """Run the queue, and what else is named, until the block ends."""
        serving = [self.commands.serve, *loops]
        tasks = [asyncio.ensure_future(serve()) for serve in serving]
        try:
            yield
        finally:
            await cancelled(tasks)

    def told(self, name: str, **labels: str) -> float:
        """Return a figure of its metrics."""
        return self.metrics.registry.get_sample_value(f"jiedao_{name}", labels) or 0.0


async def set_timer(
    replica: Replica, key: str, due_at: datetime, kind: str = DUE, payload: str = ""
) -> None:
    """Set a timer as a use case of this replica does."""

    async def act(work: ToyWork) -> None:
        work.set_timer(kind, key, due_at, payload)

    await replica.work.run([Item(cause(f"set-{kind}-{key}-{due_at}"), act)])


async def totals(store: Store) -> dict[str, int]:
    """Return how often each subject's timer fired."""
    rows = await store.page("tallies", {}, after=None, limit=1000)
    return {row["_id"]: row["total"] for row in rows}
