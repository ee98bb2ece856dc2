"""The worker sleeps until something is due, and no longer."""

import asyncio
from datetime import timedelta
from typing import Any

from shared.clock import ScaledClock, SystemClock
from shared.testing.clock import MONDAY_MORNING, SetClock
from shared.testing.memory import MemoryStore
from shared.testing.waiting import until
from tests.shared.timers.house import Replica, set_timer, totals

HOUR = timedelta(hours=1)


class Counting(MemoryStore):
    """Counts the questions after what is due."""

    asked = 0

    async def due(self, *question: Any) -> list[dict[str, Any]]:
        self.asked += 1
        return await super().due(*question)


async def test_a_commit_that_sets_an_earlier_one_wakes_it_and_a_later_one_does_not() -> None:
    clock = SystemClock()
    store = Counting(clock)
    replica = Replica(store, clock)
    await set_timer(replica, "later", clock.now() + HOUR)

    async def rests() -> bool:
        return store.asked >= 2

    async def fired() -> bool:
        return bool(await totals(store))

    async with replica.running(replica.timers.serve):
        await until(rests)
        await asyncio.sleep(0)
        before = store.asked
        for n in range(50):
            await set_timer(replica, f"k{n}", clock.now() + 2 * HOUR)
        assert store.asked <= before + 2
        set_at = asyncio.get_running_loop().time()
        await set_timer(replica, "now", clock.now())
        await until(fired)
        assert asyncio.get_running_loop().time() - set_at < 0.5


async def test_on_a_scaled_clock_weeks_pass_in_seconds_and_lateness_is_real() -> None:
    real = SystemClock()
    clock = ScaledClock(MONDAY_MORNING, 1_000_000, real.now())
    store = MemoryStore(real)
    replica = Replica(store, clock)
    await set_timer(replica, "a", clock.now() + timedelta(days=7))

    async def fired() -> bool:
        return bool(await totals(store))

    async with replica.running(replica.timers.serve):
        await until(fired, 10)
    assert clock.now() >= MONDAY_MORNING + timedelta(days=7)
    assert replica.told("timer_lateness_seconds_sum") < 5


async def test_the_gauges_say_how_many_wait_and_how_many_are_due() -> None:
    clock = SetClock()
    replica = Replica(MemoryStore(clock), clock)
    await set_timer(replica, "a", clock.now())
    await set_timer(replica, "b", clock.now() + HOUR)
    await replica.timers.measure()
    assert (replica.told("timers_pending"), replica.told("timers_due")) == (2, 1)
    assert replica.told("timers_leader") == 0
