"""Of all replicas one fires, and one that only believes it leads changes nothing."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from shared.storage.kinds import TIMERS
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.testing.waiting import until
from tests.shared.storage.toy import ToyWork, cause
from tests.shared.timers.house import Replica, set_timer, totals

MINUTE = timedelta(minutes=1)


class Sleepy(MemoryStore):
    """Lets one reader sleep after it has read what is due."""

    def __init__(self, clock: SetClock) -> None:
        super().__init__(clock)
        self.has_read = asyncio.Event()
        self.may_go_on = asyncio.Event()

    async def due(
        self, collection: str, kind: str, until: datetime | None, limit: int
    ) -> list[dict[str, Any]]:
        rows = await super().due(collection, kind, until, limit)
        if rows and not self.has_read.is_set():
            self.has_read.set()
            await self.may_go_on.wait()
        return rows


async def test_a_leader_that_slept_past_its_lease_fires_nothing_again() -> None:
    clock = SetClock()
    store = Sleepy(clock)
    sleeper, heir = Replica(store, clock), Replica(store, clock)
    for key in "abc":
        await set_timer(sleeper, key, clock.now())
    async with (
        sleeper.running(sleeper.timers.serve),
        heir.running(),
        asyncio.timeout(10),
    ):
        await store.has_read.wait()
        clock.advance(MINUTE)
        assert await store.lease("timers", "the heir", 3000) == 2
        await heir.timers.fire_due()
        assert await totals(store) == {"a": 1, "b": 1, "c": 1}
        await set_timer(heir, "b", clock.now() + MINUTE)
        store.may_go_on.set()
        await asyncio.wait_for(_lead_is_lost(sleeper), 10)
    assert await totals(store) == {"a": 1, "b": 1, "c": 1}
    assert await store.count("timers", {}) == 1
    assert sleeper.told("timers_fired_total", kind="due") == 0


async def test_one_that_stands_by_fires_nothing() -> None:
    clock = SetClock()
    store = MemoryStore(clock)
    await store.lease("timers", "another", 60_000)
    replica = Replica(store, clock)
    await set_timer(replica, "a", clock.now())
    async with replica.running(replica.timers.serve):
        await set_timer(replica, "b", clock.now())
        await asyncio.sleep(0)
        assert not replica.timers.leads
    assert await totals(store) == {}


async def test_one_that_ends_leaves_the_lead_to_the_next() -> None:
    clock = SetClock()
    store = MemoryStore(clock)
    first = Replica(store, clock)

    async def leads() -> bool:
        return first.timers.leads

    async with first.running(first.timers.serve):
        await until(leads)
    clock.advance(timedelta(milliseconds=1))
    assert await store.lease("timers", "the next", 3000) == 2


async def test_of_a_firing_and_a_cancellation_one_wins() -> None:
    clock = SetClock()
    store = MemoryStore(clock)
    replica = Replica(store, clock)
    for n in range(20):
        await set_timer(replica, f"k{n}", clock.now())
    async with replica.running():
        firing = asyncio.create_task(replica.timers.fire_due())
        ends = await asyncio.gather(*(_cancel(replica, f"k{n}") for n in range(20)))
        await firing
    fired = await totals(store)
    assert {key for key, cancelled in ends if not cancelled} == fired.keys()
    assert await store.count("timers", {}) == 0


async def _cancel(replica: Replica, key: str) -> tuple[str, bool]:
    """Cancel a timer; tell whether it was still there, by the transaction that decided it."""

    async def act(work: ToyWork) -> bool:
        there = await work.repository(TIMERS).find(f"due:{key}") is not None
        work.cancel_timer("due", key)
        return there

    return key, await replica.commands.run(act, cause(f"cancel-{key}"))


async def _lead_is_lost(replica: Replica) -> None:
    async def lost() -> bool:
        replica.timers.wake()
        return not replica.timers.leads

    await until(lost)
