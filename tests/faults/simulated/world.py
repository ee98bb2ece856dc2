"""The world: virtual time, one source of chance, and who may do the next step."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from tests.faults.simulated.loop import SimulatedLoop

START = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
_MOST_STEPS = 50_000


class World:
    """Runs one ready callback of one process at a time; time jumps when nobody has any."""

    def __init__(self, seed: int, *, tracing: bool = False) -> None:
        self.random = random.Random(seed)  # noqa: S311 - chance that can be had again
        self.now = 0.0
        self.steps = 0
        self.loops: list[SimulatedLoop] = []
        self.doomed: Callable[[], None] | None = None
        self.incidents: list[float] = []
        self.trace: list[str] | None = [] if tracing else None
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()

    def time(self) -> float:
        return self.now

    @property
    def has_plans(self) -> bool:
        """Whether something is still to happen to it from outside."""
        return bool(self._agenda)

    def after(self, delay: float, act: Callable[[], None]) -> None:
        heappush(self._agenda, (self.now + delay, next(self._numbers), act))

    def note(self, who: str, what: str) -> None:
        if self.trace is not None:
            self.trace.append(f"{self.now:8.4f} {who:10} {what}")

    def incident(self, who: str, what: str) -> None:
        """Keep the time of what may excuse a repetition."""
        self.incidents.append(self.now)
        self.note(who, f"*** {what}")

    def run(self, finished: Callable[[], bool], seconds: float) -> bool:
        """Run until it is finished; False when it is not within so many virtual seconds."""
        before = asyncio._get_running_loop()
        try:
            while self.now < seconds and self.steps < _MOST_STEPS:
                self._run_ready()
                if finished():
                    return True
                self._jump()
            return False
        finally:
            asyncio._set_running_loop(before)

    def _run_ready(self) -> None:
        chance = self.random.random
        while awake := [loop for loop in self.loops if loop.ready and not loop.asleep]:
            drawn = chance() * len(awake)
            chosen = int(drawn)
            awake[chosen].run_one(drawn - chosen)
            self.steps += 1
            if self.doomed is not None:
                doomed, self.doomed = self.doomed, None
                doomed()
            if self.steps >= _MOST_STEPS:
                return

    def _jump(self) -> None:
        awake = [loop for loop in self.loops if not loop.asleep]
        times = [time for loop in awake if (time := loop.next_timer) is not None]
        if self._agenda:
            times.append(self._agenda[0][0])
        self.now = max(self.now, min(times))
        while self._agenda and self._agenda[0][0] <= self.now:
            heappop(self._agenda)[2]()
        for loop in awake:
            loop.let_fall_due(self.now)


class WorldClock:
    """A machine's wall clock: the world's time, wrong by so many seconds."""

    def __init__(self, world: World, skew: float = 0.0) -> None:
        self._world = world
        self._skew = skew

    def now(self) -> datetime:
        return START + timedelta(seconds=self._world.now + self._skew)

    def of(self, server: datetime) -> datetime:
        return server
