"""One replica of a service: a process that is started, killed, stopped and resumed."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable
from types import coroutine
from typing import Any, TypeVar

from tests.faults.simulated.faults import Fault, Faults
from tests.faults.simulated.loop import Killed, SimulatedLoop
from tests.faults.simulated.world import World, WorldClock

T = TypeVar("T")
Body = Callable[["Replica"], Iterable[Coroutine[Any, Any, None]]]
SESSION_SECONDS = 0.5
_LONGEST_STOP = 1.2
_LONGEST_RESTART = 0.3


class Replica:
    """A process and its machine's clock; every call out of it goes through `call`.

    Args:
        world: where it lives.
        name: how traces name it.
        faults: what happens at its points of waiting.
        away: switches the store or the bus off for a while.
        body: makes the coroutines of a new life.
        gone: called with a member's name when its group has heard nothing for a session.
    """

    def __init__(
        self,
        world: World,
        name: str,
        faults: Faults,
        away: Callable[[Fault], None],
        body: Body,
        gone: Callable[[str], None],
    ) -> None:
        self.world = world
        self.name = name
        self.clock = WorldClock(world, _skew(world))
        self.ends: list[BaseException] = []
        self._faults = faults
        self._away = away
        self._body = body
        self._gone = gone
        self._lives = 0
        self.start()

    @property
    def member(self) -> str:
        """Its name in the consumer group, a new one in each life."""
        return f"{self.name}#{self._lives}"

    def start(self) -> None:
        self._lives += 1
        self.world.note(self.name, "starts")
        self.loop = SimulatedLoop(self.world.time)
        self.world.loops.append(self.loop)
        self._lifelong = [self.loop.create_task(task) for task in self._body(self)]

    async def call(
        self, what: str, away: type[Exception], act: Callable[..., Awaitable[T]], *args: Any
    ) -> T:
        """Make one call that changes something: it may fail when it is done all the same."""
        result = await self.ask(what, away, act, *args)
        await self.point("done", away)
        return result

    async def ask(
        self, what: str, away: type[Exception], act: Callable[..., Awaitable[T]], *args: Any
    ) -> T:
        """Make one call whose loss is the same before and after: the next point is as good."""
        await self.point(what, away)
        return await act(*args)

    async def point(self, what: str, away: type[Exception]) -> None:
        """Wait, as every call to the outside does; here anything may happen to the process."""
        if self.loop.dead:
            raise Killed
        self.world.note(self.name, what)
        if (fault := self._faults.here()) is not None:
            await self._suffer(fault, away)
        latency = self._latency()
        await (asyncio.sleep(latency) if latency else _turn())

    def end(self) -> None:
        """Let go of everything, and keep what its tasks died of."""
        self.ends += [
            error
            for task in self._lifelong
            if task.done() and not task.cancelled() and (error := task.exception()) is not None
        ]
        self.loop.kill()
        self.world.loops.remove(self.loop)

    async def _suffer(self, fault: Fault, away: type[Exception]) -> None:
        self.world.incident(self.name, fault)
        if fault is Fault.KILL:
            self.world.doomed = self._kill
            await self.loop.create_future()
        elif fault is Fault.STOP:
            self._stop()
        elif fault is Fault.FAIL:
            raise away("failed by a fault")
        else:
            self._away(fault)

    def _kill(self) -> None:
        self.end()
        member, chance = self.member, self.world.random
        self.world.after(SESSION_SECONDS, lambda: self._gone(member))
        self.world.after(chance.uniform(0.01, _LONGEST_RESTART), self.start)

    def _stop(self) -> None:
        seconds = self.world.random.uniform(0.02, _LONGEST_STOP)
        loop, member = self.loop, self.member
        loop.asleep = True
        if seconds > SESSION_SECONDS:
            self.world.after(SESSION_SECONDS, lambda: self._gone(member))
        self.world.after(seconds, lambda: self._resume(loop))

    def _resume(self, loop: SimulatedLoop) -> None:
        loop.asleep = False
        loop.let_fall_due(self.world.now)
        self.world.incident(self.name, "resumes")

    def _latency(self) -> float:
        drawn = self.world.random.random()
        if drawn < 0.7:
            return 0
        return drawn * 0.004 if drawn < 0.97 else drawn * 0.02


@coroutine
def _turn() -> Generator[None, None, None]:
    """Let others run; whoever is ready may come before this one comes again."""
    yield


def _skew(world: World) -> float:
    """Half of the machines are wrong by up to five minutes."""
    return world.random.choice((0.0, world.random.uniform(-300, 300)))
