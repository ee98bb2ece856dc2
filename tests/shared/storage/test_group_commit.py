import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import pytest

from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.storage.ports import Conflict, StoreAway
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore, MemoryTransaction
from shared.values import Refusal
from tests.shared.storage.toy import ToyWork, cause, no_rest, raise_tally, unit_of_work


@asynccontextmanager
async def serving(store: MemoryStore) -> AsyncIterator[Commands[ToyWork]]:
    commands = Commands(unit_of_work(store))
    task = asyncio.create_task(commands.serve())
    yield commands
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_commands_that_wait_together_share_a_transaction() -> None:
    store = MemoryStore()
    async with serving(store) as commands:
        tallies = await asyncio.gather(
            *(commands.run(lambda w: raise_tally("a", 1, w), cause(f"c{n}")) for n in range(50))
        )
    assert sorted(t.total for t in tallies) == list(range(1, 51))
    assert await store.count("outbox", {}) < 50


async def test_a_refused_command_is_told_why_and_its_neighbours_are_done() -> None:
    async with serving(MemoryStore()) as commands:
        done, refused = await asyncio.gather(
            commands.run(lambda w: raise_tally("a", 1, w), cause("c1")),
            commands.run(lambda w: raise_tally("a", -1, w), cause("c2")),
            return_exceptions=True,
        )
    assert not isinstance(done, BaseException)
    assert isinstance(refused, Refusal)


async def test_when_the_store_is_away_every_caller_is_told() -> None:
    store = MemoryStore()
    store.away = True
    async with serving(store) as commands:
        with pytest.raises(StoreAway):
            await commands.run(lambda w: raise_tally("a", 1, w), cause())
        store.away = False
        assert (await commands.run(lambda w: raise_tally("a", 1, w), cause())).total == 1


async def test_whoever_looks_waits_for_no_transaction_and_sees_what_is_committed() -> None:
    store = MemoryStore()
    async with serving(store) as commands:
        await commands.run(lambda w: raise_tally("a", 3, w), cause("c1"))
    # Nobody serves the queue any more.
    seen = await commands.look(lambda w: w.tallies.get("a"), cause("c2"))
    assert seen.total == 3


async def test_what_changes_something_is_refused_where_it_is_only_looked_at() -> None:
    store = MemoryStore()
    async with serving(store) as commands:
        with pytest.raises(RuntimeError, match="looked at"):
            await commands.look(lambda w: raise_tally("a", 1, w), cause("c1"))
    assert await store.count("tallies", {}) == 0


async def test_whoever_looks_is_not_told_of_a_store_that_changes_its_first() -> None:
    commands, tries = Commands(unit_of_work(MemoryStore())), []

    async def broken_off(work: ToyWork) -> int:
        tries.append(work.now)
        if len(tries) < 3:
            raise Conflict("step-down")
        return len(tries)

    assert await commands.look(broken_off, cause("c1")) == 3


async def test_a_store_that_breaks_off_every_look_is_away() -> None:
    commands = Commands(unit_of_work(MemoryStore()))

    async def broken_off(_: ToyWork) -> None:
        raise Conflict("step-down")

    with pytest.raises(StoreAway):
        await commands.look(broken_off, cause("c1"))


async def test_a_look_that_cannot_begin_leaves_no_transaction_open() -> None:
    ended: list[str] = []

    class Ending(MemoryStore):
        async def begin(self) -> MemoryTransaction:
            transaction = await super().begin()
            transaction.abort = partial(self.end, transaction.abort)  # type: ignore[method-assign]
            return transaction

        async def end(self, abort: Callable[[], Awaitable[None]]) -> None:
            ended.append("abort")
            await abort()

    def broken(*_: object) -> ToyWork:
        raise ValueError("no stage")

    commands = Commands(
        UnitOfWork("grid", Ending(), broken, SetClock(), Metrics("grid"), rest=no_rest)
    )
    with pytest.raises(ValueError, match="no stage"):
        await commands.look(lambda w: w.tallies.get("a"), cause("c1"))
    assert ended == ["abort"]
