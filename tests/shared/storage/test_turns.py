"""Turns save work between writers that would throw it away; they never hold anybody up for good."""

import asyncio

from shared.storage.ports import StoreAway
from shared.storage.turns import Turns
from shared.testing.memory import MemoryStore


async def test_who_met_nobody_asks_for_no_turn() -> None:
    store = MemoryStore()
    other = Turns(store)
    other.met()
    async with other.taken(), Turns(store).taken():
        pass


async def test_of_two_that_met_one_waits_for_the_other() -> None:
    store, order = MemoryStore(), list[str]()
    first, second = Turns(store), Turns(store)
    first.met()
    second.met()

    async def wait() -> None:
        async with second.taken():
            order.append("second")

    async with first.taken():
        waiting = asyncio.create_task(wait())
        done, _ = await asyncio.wait({waiting}, timeout=0.1)
        assert not done
        order.append("first")
    await waiting
    assert order == ["first", "second"]


async def test_a_turn_that_cannot_be_given_back_ends_by_itself() -> None:
    class Leaving(MemoryStore):
        async def lease(self, name: str, owner: str, ttl_ms: int) -> int | None:
            if ttl_ms == 0:
                raise StoreAway("gone")
            return await super().lease(name, owner, ttl_ms)

    turns = Turns(Leaving())
    turns.met()
    async with turns.taken():
        pass
    async with turns.taken():
        pass
