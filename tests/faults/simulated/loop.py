"""The event loop of one simulated process: it holds what is ready, and the world picks."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from heapq import heappop, heappush
from itertools import count
from typing import Any, cast

_TRIES_TO_DIE = 20


class Killed(BaseException):
    """Thrown into what a killed process was doing, so that nothing of it is left."""


class Handle:
    """One callback that is due, or will be."""

    __slots__ = ("args", "callback", "cancelled", "context")

    def __init__(
        self, callback: Callable[..., Any], args: tuple[Any, ...], context: Context | None
    ) -> None:
        self.callback = callback
        self.args = args
        self.context = context
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class SimulatedLoop:
    """What asyncio asks of a loop and no more; whatever else is asked for fails loudly."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.time = now
        self.ready: list[Handle] = []
        self.tasks: list[asyncio.Task[Any]] = []
        self.asleep = False
        self.dead = False
        self._timers: list[tuple[float, int, Handle]] = []
        self._numbers = count()

    @property
    def next_timer(self) -> float | None:
        while self._timers and self._timers[0][2].cancelled:
            heappop(self._timers)
        return self._timers[0][0] if self._timers else None

    def let_fall_due(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            self.ready.append(heappop(self._timers)[2])

    def run_one(self, chosen: float) -> None:
        """Run one ready callback, chosen by a number in [0, 1)."""
        ready = self.ready
        at = int(chosen * len(ready))
        handle, ready[at] = ready[at], ready[-1]
        ready.pop()
        if handle.cancelled:
            return
        asyncio._set_running_loop(cast("asyncio.AbstractEventLoop", self))
        if handle.context is None:
            handle.callback(*handle.args)
        else:
            handle.context.run(handle.callback, *handle.args)

    def kill(self) -> None:
        """End every task where it stands."""
        self.dead = True
        before = asyncio._get_running_loop()
        asyncio._set_running_loop(cast("asyncio.AbstractEventLoop", self))
        for task in self.tasks:
            if not task.done():
                task._log_destroy_pending = False  # type: ignore[attr-defined]
                _end(cast("Coroutine[Any, Any, Any]", task.get_coro()))
        asyncio._set_running_loop(before)
        self.ready.clear()
        self._timers.clear()

    def call_soon(
        self, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> Handle:
        handle = Handle(callback, args, context)
        if not self.dead:
            self.ready.append(handle)
        return handle

    def call_at(
        self, when: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> Handle:
        handle = Handle(callback, args, context)
        heappush(self._timers, (when, next(self._numbers), handle))
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> Handle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def create_future(self) -> "asyncio.Future[Any]":
        return asyncio.Future(loop=cast("asyncio.AbstractEventLoop", self))

    def create_task(
        self, coroutine: Coroutine[Any, Any, Any], *, name: str | None = None, context: Any = None
    ) -> "asyncio.Task[Any]":
        loop = cast("asyncio.AbstractEventLoop", self)
        task: asyncio.Task[Any] = asyncio.Task(coroutine, loop=loop, name=name, context=context)
        self.tasks.append(task)
        return task

    def get_debug(self) -> bool:
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Say nothing: what a task died of is found when the world is looked at."""


def _end(coroutine: Coroutine[Any, Any, Any]) -> None:
    for _ in range(_TRIES_TO_DIE):
        try:
            coroutine.throw(Killed())
        except BaseException:  # noqa: BLE001 - it is over, whatever it said last
            return
