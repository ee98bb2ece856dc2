import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.storage.unit_of_work import Item
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.timers import Timers
from tests.shared.storage.toy import ToyWork, cause, raise_tally, unit_of_work


async def on_due(subject: str, work: ToyWork) -> None:
    await raise_tally(subject, 1, work)


async def on_broken(subject: str, work: ToyWork) -> None:
    raise ZeroDivisionError(subject)


@asynccontextmanager
async def timers(store: MemoryStore, clock: SetClock) -> AsyncIterator[Timers[ToyWork]]:
    commands = Commands(unit_of_work(store, clock))
    task = asyncio.create_task(commands.serve())
    yield Timers(store, commands, {"due": on_due, "broken": on_broken}, clock, Metrics("grid"))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def setting(store: MemoryStore, clock: SetClock, kind: str, minutes: int, key: str) -> None:
    async def act(work: ToyWork) -> None:
        work.set_timer(kind, key, work.now + timedelta(minutes=minutes))

    await unit_of_work(store, clock).run([Item(cause(f"set-{key}-{minutes}"), act)])


async def cancelling(store: MemoryStore, clock: SetClock, key: str) -> None:
    async def act(work: ToyWork) -> None:
        work.cancel_timer("due", key)

    await unit_of_work(store, clock).run([Item(cause(f"cancel-{key}"), act)])


async def fired(store: MemoryStore) -> dict[str, int]:
    rows = await store.page("tallies", {}, after=None, limit=100)
    return {row["_id"]: row["total"] for row in rows}


async def test_a_timer_fires_when_it_is_due_and_once() -> None:
    store, clock = MemoryStore(), SetClock()
    await setting(store, clock, "due", 10, "a")
    async with timers(store, clock) as worker:
        await worker.fire_due()
        assert await fired(store) == {}
        clock.advance(timedelta(minutes=10))
        await worker.fire_due()
        await worker.fire_due()
    assert await fired(store) == {"a": 1}


async def test_a_cancelled_timer_does_not_fire() -> None:
    store, clock = MemoryStore(), SetClock()
    await setting(store, clock, "due", 10, "a")
    await cancelling(store, clock, "a")
    clock.advance(timedelta(hours=1))
    async with timers(store, clock) as worker:
        await worker.fire_due()
    assert await fired(store) == {}


async def test_setting_again_moves_the_timer() -> None:
    store, clock = MemoryStore(), SetClock()
    await setting(store, clock, "due", 10, "a")
    await setting(store, clock, "due", 60, "a")
    async with timers(store, clock) as worker:
        clock.advance(timedelta(minutes=30))
        await worker.fire_due()
        assert await fired(store) == {}
        clock.advance(timedelta(minutes=30))
        await worker.fire_due()
    assert await fired(store) == {"a": 1}


async def test_of_two_replicas_one_fires() -> None:
    store, clock = MemoryStore(), SetClock()
    await setting(store, clock, "due", 1, "a")
    clock.advance(timedelta(minutes=2))
    async with timers(store, clock) as one, timers(store, clock) as two:
        await asyncio.gather(one.fire_due(), two.fire_due())
    assert await fired(store) == {"a": 1}


async def test_a_broken_timer_stays_and_starves_nobody() -> None:
    store, clock = MemoryStore(), SetClock()
    await setting(store, clock, "broken", 1, "x")
    await setting(store, clock, "due", 2, "a")
    clock.advance(timedelta(minutes=5))
    async with timers(store, clock) as worker:
        await worker.fire_due()
    assert await fired(store) == {"a": 1}
    assert await store.count("timers", {}) == 1
