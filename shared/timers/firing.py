"""What a due row becomes: its use case and its own removal, in one transaction."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.storage.items import Item, Refused
from shared.storage.kinds import TIMERS, Timer
from shared.storage.ports import Cause
from shared.storage.work import Stage
from shared.timers.present import Present

W = TypeVar("W", bound=Stage)
OnTimer = Callable[[str, W], Awaitable[Any]]

_log = logging.getLogger("jiedao.timers")
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=1)
_MOST_DOUBLINGS = 6


class Firing(Generic[W]):
    """Fires rows, and puts off those that break.

    The removal is guarded by the version that was read: of two replicas, of a leader and one that
    believes it still is, of a firing and a cancellation, exactly one wins.
    """

    def __init__(
        self, commands: Commands[W], on: Mapping[str, OnTimer[W]], metrics: Metrics
    ) -> None:
        self._commands = commands
        self._on = on
        self._metrics = metrics

    async def fire(self, timers: Sequence[Timer], present: Present) -> None:
        """Fire timers of known kinds, in order and together, so that they share a transaction.

        Raises:
            StoreAway: none is known to have fired; they are still there.
            Exception: the store refuses for good that one which broke is put off.
        """
        items = [_item(timer, self._act(timer, present.at)) for timer in timers]
        outcomes = await self._commands.run_all(items)
        broken = []
        for timer, outcome in zip(timers, outcomes, strict=True):
            if isinstance(outcome, Refused):
                self._metrics.count("timers_failed_total", kind=timer.kind)
                _log.error("timer %s failed: %s", timer.id, type(outcome.error).__name__)
                broken.append(timer)
            elif getattr(outcome, "value", False):
                self._metrics.count("timers_fired_total", kind=timer.kind)
                late = present.lateness(timer.due_at)
                self._metrics.observe("timer_lateness_seconds", late)
        await self._put_off(broken, present.at)

    def _act(self, timer: Timer, at: datetime) -> Callable[[W], Awaitable[bool]]:
        async def act(work: W) -> bool:
            rows = work.repository(TIMERS)
            current = await rows.find(timer.id)
            if current is None or current.version != timer.version:
                return False
            rows.remove(current)
            # The server's time, by which it is due: this machine's may still be before that.
            work.now, work.payload = at, current.payload
            await self._on[timer.kind](timer.subject, work)
            return True

        return act

    async def _put_off(self, timers: Sequence[Timer], at: datetime) -> None:
        outcomes = await self._commands.run_all([_item(t, _later(t, at)) for t in timers])
        for outcome in outcomes:
            if isinstance(outcome, Refused):
                raise outcome.error


def _later(timer: Timer, at: datetime) -> Callable[[Stage], Awaitable[None]]:
    pause = min(_FIRST_PAUSE * 2 ** min(timer.failures, _MOST_DOUBLINGS), _LONGEST_PAUSE)

    async def act(work: Stage) -> None:
        rows = work.repository(TIMERS)
        current = await rows.find(timer.id)
        if current is not None and current.version == timer.version:
            rows.save(replace(current, due_at=at + pause, failures=timer.failures + 1))

    return act


def _item(timer: Timer, act: Callable[[Any], Awaitable[Any]]) -> Item[Any]:
    # With the instant, so that whoever reads the event can tell that it was not early.
    id_ = f"timer|{timer.id}|{timer.due_at.isoformat(timespec='milliseconds')}|{timer.version}"
    cause = Cause(id_, timer.correlation, "system", timer.orgunit)
    return Item(cause, act, place=f"command:{id_}", needs={TIMERS: [timer.id]})
