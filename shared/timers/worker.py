"""The worker: sleeps until the next row is due, then fires it as any other command."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Generic, TypeVar

from shared.clock import Clock
from shared.observability.metrics import Metrics
from shared.observability.pulse import Pulse
from shared.storage.group_commit import Commands
from shared.storage.ports import Cause, Store, StoreAway
from shared.storage.work import TIMERS, Stage, Timer

W = TypeVar("W", bound=Stage)
OnTimer = Callable[[str, W], Awaitable[Any]]

_log = logging.getLogger("jiedao.timers")
_ROWS = 50
_LONGEST_SLEEP = 1.0


class Timers(Generic[W]):
    """Fires the timers of one service; any number of replicas may run it.

    A firing removes its row in the transaction of its use case, guarded by version, so that of two
    replicas, or of a firing and a cancellation, exactly one wins.
    """

    def __init__(
        self,
        store: Store,
        commands: Commands[W],
        on: Mapping[str, OnTimer[W]],
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._store = store
        self._commands = commands
        self._on = on
        self._clock = clock
        self._metrics = metrics
        self.pulse = Pulse()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Say that a row may have been set."""
        self._wake.set()

    async def serve(self) -> None:
        """Fire what falls due, for as long as the service lives."""
        while True:
            try:
                with self.pulse.beat():
                    pause = await self.fire_due()
            except StoreAway as error:
                _log.warning("timers wait for the store: %s", error)
                pause = _LONGEST_SLEEP
            if pause > 0:
                await self._sleep(pause)

    async def fire_due(self) -> float:
        """Fire the rows that are due, earliest first; return the seconds until the next one."""
        rows = await self._store.earliest(TIMERS.name, "due_at", _ROWS)
        timers = [TIMERS.decode(row) for row in rows]
        due = [timer for timer in timers if timer.due_at <= self._clock.now()]
        # Together, so that they share a transaction; in due order, which the queue keeps.
        await asyncio.gather(*(self._fire(timer) for timer in due))
        if due or not timers:
            return 0 if due else _LONGEST_SLEEP
        wait = (timers[0].due_at - self._clock.now()).total_seconds()
        return min(max(wait, 0.001), _LONGEST_SLEEP)

    async def _fire(self, timer: Timer) -> None:
        async def act(work: W) -> bool:
            rows = work.repository(TIMERS)
            current = await rows.find(timer.id)
            if current is None or current.version != timer.version:
                return False
            rows.remove(current)
            await self._on[timer.kind](timer.subject, work)
            return True

        try:
            fired = await self._commands.run(act, _cause(timer))
        except StoreAway:
            raise
        except Exception:  # noqa: BLE001
            _log.exception("timer %s failed; it is tried again in a minute", timer.id)
            await self._commands.run(self._postponed(timer), _cause(timer))
            return
        if fired:
            late = (self._clock.now() - timer.due_at).total_seconds()
            self._metrics.observe("timer_lateness_seconds", max(late, 0.0))
            self._metrics.count("timers_fired_total", kind=timer.kind)

    def _postponed(self, timer: Timer) -> Callable[[W], Awaitable[None]]:
        async def act(work: W) -> None:
            # A broken timer must not starve the others that are due after it.
            if await work.repository(TIMERS).find(timer.id) is not None:
                work.set_timer(timer.kind, timer.subject, work.now + timedelta(minutes=1))

        return act

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._wake.clear()


def _cause(timer: Timer) -> Cause:
    return Cause(f"timer|{timer.id}|{timer.version}", timer.correlation, "system", timer.orgunit)
