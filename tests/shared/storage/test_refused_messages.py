"""A message that is refused, or breaks: what it leaves, and what stands in its place."""

from collections.abc import Awaitable, Callable
from typing import Any

from shared.observability.metrics import Metrics
from shared.storage.unit_of_work import Item, Refused, UnitOfWork
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.values import Refusal
from tests.shared.storage.test_unit_of_work import announced
from tests.shared.storage.toy import (
    Note,
    ToyWork,
    cause,
    no_rest,
    raise_tally,
    raising,
    unit_of_work,
)


async def test_a_refused_message_leaves_no_trace_and_stops_no_neighbour() -> None:
    store = MemoryStore()

    async def half(work: ToyWork) -> None:
        await raise_tally("a", 1, work)
        await raise_tally("b", -1, work)

    outcomes = await unit_of_work(store).run([Item(cause(), half), raising("c", 5, "c2")])
    assert isinstance(outcomes[0], Refused)
    assert isinstance(outcomes[0].error, Refusal)
    assert await store.count("tallies", {}) == 1
    assert [e["subject"] for e in await announced(store)] == ["c"]


async def test_a_broken_message_records_what_stands_instead() -> None:
    store = MemoryStore()

    async def broken(_: ToyWork) -> None:
        raise ZeroDivisionError

    async def noted(work: ToyWork) -> None:
        work.notes.save(Note("n", 0, "kept"))

    item: Item[ToyWork] = Item(cause(), broken, instead=lambda _: noted)
    assert isinstance((await unit_of_work(store).run([item]))[0], Refused)
    assert await store.count("notes", {}) == 1


async def test_what_is_recorded_of_a_refused_message_is_performed_like_any_use_case() -> None:
    performed: list[str] = []

    class Looking(ToyWork):
        async def perform(self, act: Callable[[Any], Awaitable[Any]]) -> Any:
            performed.append(self.cause.id)
            return await act(self)

    uow = UnitOfWork("grid", MemoryStore(), Looking, SetClock(), Metrics("grid"), rest=no_rest)
    refused: Item[Looking] = Item(
        cause("c1"),
        lambda work: raise_tally("a", -1, work),
        instead=lambda _: lambda work: raise_tally("b", 1, work),
    )
    await uow.run([refused])
    assert performed == ["c1", "c1"]
