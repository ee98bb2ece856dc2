"""A timer that fails is tried again, ever more rarely; it is never lost and holds nobody up."""

from datetime import timedelta

from shared.storage.kinds import TIMERS
from shared.storage.ports import Poison
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore, MemoryTransaction
from shared.testing.waiting import until
from tests.shared.storage.toy import ToyWork
from tests.shared.timers.house import Replica, on_due, set_timer, totals

MINUTE = timedelta(minutes=1)


async def on_broken(subject: str, work: ToyWork) -> None:
    raise ZeroDivisionError(subject)


async def test_the_pauses_grow_and_end_at_an_hour() -> None:
    clock = SetClock()
    store = MemoryStore(clock)
    replica = Replica(store, clock, broken=on_broken)
    await set_timer(replica, "x", clock.now(), "broken", payload="kept")
    pauses = []
    async with replica.running():
        for _ in range(9):
            await replica.timers.fire_due()
            (row,) = await store.due("timers", "broken", None, 1)
            pauses.append((row["due_at"] - clock.now()) // MINUTE)
            clock.move(row["due_at"])
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert TIMERS.decode(row).payload == "kept"
    assert replica.told("timers_failed_total", kind="broken") == 9


async def test_one_that_heals_fires_and_begins_with_a_clean_record() -> None:
    clock = SetClock()
    store, ill = MemoryStore(clock), [True]

    async def recovering(subject: str, work: ToyWork) -> None:
        if ill:
            raise ZeroDivisionError(ill.pop())
        await on_due(subject, work)
        work.set_timer("recovering", subject, work.now + MINUTE)

    replica = Replica(store, clock, recovering=recovering)
    await set_timer(replica, "x", clock.now(), "recovering")
    async with replica.running():
        await replica.timers.fire_due()
        clock.advance(MINUTE)
        await replica.timers.fire_due()
    (row,) = await store.due("timers", "recovering", None, 1)
    assert (await totals(store), row["failures"]) == ({"x": 1}, 0)


async def test_hundreds_that_fail_hold_up_nobody() -> None:
    clock = SetClock()
    store = MemoryStore(clock)
    replica = Replica(store, clock, broken=on_broken)
    for n in range(250):
        await set_timer(replica, f"x{n:03}", clock.now(), "broken")
    await set_timer(replica, "a", clock.now() + timedelta(seconds=1))
    clock.advance(MINUTE)
    async with replica.running():
        await replica.timers.fire_due()
    assert await totals(store) == {"a": 1}


class Refusing(MemoryStore):
    """Refuses for good whatever is written about timers, until it is mended."""

    mended = False

    async def begin(self) -> MemoryTransaction:
        transaction = await super().begin()
        write = transaction.write

        async def refused(changes: object) -> None:
            if not self.mended and "timers" in changes.writes:  # type: ignore[attr-defined]
                raise Poison("too large")
            await write(changes)  # type: ignore[arg-type]

        transaction.write = refused  # type: ignore[method-assign]
        return transaction


async def test_what_the_store_refuses_does_not_end_the_worker() -> None:
    clock = SetClock()
    store = Refusing(clock)
    replica = Replica(store, clock)
    store.mended = True
    await set_timer(replica, "a", clock.now())
    store.mended = False

    async def failed() -> bool:
        return replica.told("timers_failed_total", kind="due") >= 1

    async def fired() -> bool:
        # It may have been put off just after the store was mended.
        clock.advance(MINUTE)
        replica.timers.wake()
        return await totals(store) == {"a": 1}

    async with replica.running(replica.timers.serve):
        await until(failed)
        store.mended = True
        await until(fired)
