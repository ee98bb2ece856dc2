"""The worker: sleeps until the next row is due, then fires it as any other command."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Generic, TypeVar

from shared.clock import Clock
from shared.observability.metrics import Metrics
from shared.observability.pulse import Pulse
from shared.storage.group_commit import Commands
from shared.storage.kinds import TIMERS, Timer
from shared.storage.lease import Lease
from shared.storage.ports import Store, StoreAway
from shared.storage.work import Stage
from shared.timers.firing import Firing, OnTimer
from shared.timers.present import Present
from shared.timers.turns import turns

W = TypeVar("W", bound=Stage)

_log = logging.getLogger("jiedao.timers")
_BATCH = 200
_LONGEST_SLEEP = 1.0
_SHORTEST_SLEEP = 0.001
_COUNTED = 10_000
_NEVER = datetime.min.replace(tzinfo=UTC)


class Timers(Generic[W]):
    """Fires the timers of one service; of all replicas, the one that holds the lease.

    What is due is decided by the server's time, so that a replica whose own clock is wrong fires
    neither early nor late.

    Args:
        store: where the rows are.
        commands: runs the use cases, batch by batch, so that others get their turn between.
        on: what each kind of timer does.
        clock: the service's, which tells what it shows at an instant of the server's.
        metrics: the service's.
        lease_ms: how long a leader that fell silent is waited for.
    """

    def __init__(
        self,
        store: Store,
        commands: Commands[W],
        on: Mapping[str, OnTimer[W]],
        clock: Clock,
        metrics: Metrics,
        lease_ms: int = 5000,
    ) -> None:
        self.pulse = Pulse()
        self._store = store
        self.kinds = tuple(on)
        self._firing = Firing(commands, on, metrics)
        self._clock = clock
        self._metrics = metrics
        self._lease = Lease(store, "timers", lease_ms)
        self._planned: datetime | None = None
        self._wake = asyncio.Event()

    @property
    def leads(self) -> bool:
        """Whether this replica fires now."""
        return self._lease.is_held

    def wake(self, due_at: datetime | None = None) -> None:
        """Say that a row was set, due at that instant; None: any may have been."""
        if due_at is None or self._planned is None or due_at < self._planned:
            self._wake.set()

    async def serve(self) -> None:
        """Fire what falls due while this replica leads, for as long as the service lives."""
        try:
            while True:
                with self.pulse.beat():
                    pause = await self._turn()
                if pause > 0:
                    await self._sleep(pause)
        finally:
            await self._lease.leave()

    async def fire_due(self) -> float:
        """Fire a bounded number of the rows that are due; return the seconds until the next look.

        Raises StoreAway.
        """
        self._planned = None
        present = await Present.look(self._store, self._clock)
        due = await asyncio.gather(*(self._first(k, present.at, _BATCH) for k in self.kinds))
        for batch in turns(due, _BATCH):
            await self._firing.fire(batch, present)
        return 0.0 if any(due) else await self._until_next(present)

    async def measure(self) -> None:
        """Set the gauges, from estimates and the index alone; raise `StoreAway`."""
        present = await Present.look(self._store, self._clock)
        due = await self._store.count_due(TIMERS.name, present.at, _COUNTED)
        self._metrics.set("timers_due", due)
        self._metrics.set("timers_pending", await self._store.estimate(TIMERS.name))
        self._metrics.set("timers_leader", 1 if self.leads else 0)

    async def _turn(self) -> float:
        try:
            if await self._lease.hold():
                return await self.fire_due()
        except StoreAway as error:
            _log.warning("timers wait for the store: %s", error)
            return _LONGEST_SLEEP
        except Exception:  # noqa: BLE001
            # What is due stays, and a service whose timers ended would look alive.
            _log.exception("a batch of timers broke; it is tried again")
            return _LONGEST_SLEEP
        self._planned = _NEVER
        return self._lease.patience

    async def _first(self, kind: str, until: datetime | None, limit: int) -> list[Timer]:
        rows = await self._store.due(TIMERS.name, kind, until, limit)
        return [TIMERS.decode(row) for row in rows]

    async def _until_next(self, present: Present) -> float:
        heads = await asyncio.gather(*(self._first(kind, None, 1) for kind in self.kinds))
        self._planned = min((head[0].due_at for head in heads if head), default=None)
        away = present.seconds_to(self._planned) if self._planned else None
        if away is None:
            return _LONGEST_SLEEP
        # Without a plan any row is news; and other replicas set rows without a word.
        return min(max(away, _SHORTEST_SLEEP), _LONGEST_SLEEP)

    async def _sleep(self, seconds: float) -> None:
        # Not `wait_for`, which in Python 3.11 forgets a cancellation that comes with the wake.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()
