import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.storage.ports import Changes, Conflict, StoreAway
from shared.storage.unit_of_work import Done, Item, Refused, Repeated
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore, MemoryTransaction
from tests.shared.storage.toy import (
    Note,
    Raised,
    Tally,
    ToyWork,
    cause,
    raise_tally,
    raising,
    unit_of_work,
)


async def total(store: MemoryStore, key: str) -> int:
    return int((await store.load("tallies", [key]))[key]["total"])


async def announced(store: MemoryStore) -> list[dict[str, Any]]:
    rows = await store.earliest("outbox", "_id", 1000)
    return [json.loads(bytes(event["body"])) for row in rows for event in row["events"]]


async def test_a_batch_on_one_aggregate_is_decided_one_after_the_other() -> None:
    store = MemoryStore()
    outcomes = await unit_of_work(store).run([raising("a", n, f"c{n}") for n in (1, 2, 3)])
    assert [o.value.total for o in outcomes if isinstance(o, Done)] == [1, 3, 6]
    assert await total(store, "a") == 6
    assert [(e["subject"], e["sequence"]) for e in await announced(store)] == [
        ("a", 1),
        ("a", 2),
        ("a", 3),
    ]


async def test_a_batch_is_one_row_of_the_outbox() -> None:
    store = MemoryStore()
    await unit_of_work(store).run([raising(key, 1, key) for key in "abc"])
    assert await store.count("outbox", {}) == 1


async def test_a_message_is_handled_once_however_often_it_comes() -> None:
    store = MemoryStore()
    uow = unit_of_work(store)
    first = await uow.run([raising("a", 1, "p1", "src|1"), raising("a", 1, "p2", "src|1")])
    second = await uow.run([raising("a", 1, "p1", "src|1")])
    assert [type(o) for o in (*first, *second)] == [Done, Repeated, Repeated]
    assert await total(store, "a") == 1


async def test_a_repetition_from_elsewhere_is_recorded_and_a_redelivery_is_not() -> None:
    store = MemoryStore()
    uow = unit_of_work(store)

    async def noted(work: ToyWork) -> None:
        work.notes.save(Note("again", 0, "seen"))

    await uow.run([raising("a", 1, "p1", "src|1")])
    await uow.run([replace(raising("a", 1, "p1", "src|1"), again=noted)])
    assert await store.count("notes", {}) == 0
    await uow.run([replace(raising("a", 1, "p9", "src|1"), again=noted)])
    assert await store.count("notes", {}) == 1


async def test_another_replicas_write_is_seen_and_decided_on_again() -> None:
    store = MemoryStore()
    await unit_of_work(store).run([raising("a", 1)])
    interfered = False

    async def late(work: ToyWork) -> Tally:
        nonlocal interfered
        tally = await work.tallies.get("a")
        if not interfered:
            interfered = True
            await unit_of_work(store).run([raising("a", 10, "other")])
        saved = work.tallies.save(replace(tally, total=tally.total + 100))
        work.announce(Raised(by=100), about=saved)
        return saved

    outcome = (await unit_of_work(store).run([Item(cause("late"), late)]))[0]
    assert isinstance(outcome, Done)
    assert outcome.value.total == 111
    assert [e["sequence"] for e in await announced(store)] == [1, 2, 3]


async def test_a_later_version_sorts_later_even_when_its_writers_clock_is_behind() -> None:
    store, ahead, behind = MemoryStore(), SetClock(), SetClock()
    behind.advance(timedelta(minutes=-5))
    await unit_of_work(store, ahead).run([raising("a", 1, "one")])
    await unit_of_work(store, behind).run([raising("a", 1, "two")])
    assert [e["sequence"] for e in await announced(store)] == [1, 2]


async def test_what_a_query_flushed_early_still_sorts_after_everything_the_batch_touched() -> None:
    store, ahead, behind = MemoryStore(), SetClock(), SetClock()
    ahead.advance(timedelta(minutes=5))
    await unit_of_work(store, ahead).run([raising("old", 1, "old")])

    async def query_then_touch(work: ToyWork) -> None:
        await work.tallies.where(owner="nobody", limit=1)
        await raise_tally("old", 1, work)

    await unit_of_work(store, behind).run(
        [raising("new", 1, "n1"), Item(cause("q"), query_then_touch)]
    )
    await unit_of_work(store, behind).run([raising("new", 1, "n2")])
    sequences = [e["sequence"] for e in await announced(store) if e["subject"] == "new"]
    assert sequences == [1, 2]


async def test_a_query_sees_what_earlier_messages_of_the_batch_changed() -> None:
    store = MemoryStore()

    async def count(work: ToyWork) -> int:
        return len(await work.tallies.where(owner="nobody"))

    outcomes = await unit_of_work(store).run([raising("a", 1), Item(cause("q"), count)])
    assert outcomes[1] == Done(1)


async def test_removing_and_making_again_in_one_batch_leaves_the_new_one() -> None:
    store = MemoryStore()
    uow = unit_of_work(store)

    async def write(work: ToyWork) -> None:
        work.notes.save(Note("n", 0, "old"))

    async def rewrite(work: ToyWork) -> None:
        work.notes.remove(await work.notes.get("n"))

    async def renew(work: ToyWork) -> None:
        assert await work.notes.find("n") is None
        work.notes.save(Note("n", 0, "new"))

    await uow.run([Item(cause("1"), write)])
    await uow.run([Item(cause("2"), rewrite), Item(cause("3"), renew)])
    assert (await store.load("notes", ["n"]))["n"]["text"] == "new"


async def test_saving_without_an_event_is_a_defect_that_writes_nothing() -> None:
    store = MemoryStore()

    async def silent(work: ToyWork) -> None:
        work.tallies.save(Tally("a", 0))

    outcome = (await unit_of_work(store).run([Item(cause(), silent)]))[0]
    assert isinstance(outcome, Refused)
    assert await store.count("tallies", {}) == 0


async def test_a_transaction_that_fails_is_halved_down_to_its_culprit() -> None:
    store = MemoryStore()

    async def huge(work: ToyWork) -> None:
        work.notes.save(Note("huge", 0, "x" * 17_000_000))

    async def noted(work: ToyWork) -> None:
        work.notes.save(Note("buried", 0, "too large"))

    items = [raising(str(n), 1, f"c{n}") for n in range(6)]
    items.insert(3, Item(cause("huge"), huge, instead=lambda _: noted))
    outcomes = await unit_of_work(store).run(items)
    assert [type(o) for o in outcomes] == [Done, Done, Done, Refused, Done, Done, Done]
    assert await store.count("tallies", {}) == 6
    assert await store.count("notes", {}) == 1


async def test_a_store_that_is_away_is_told_and_nothing_is_written() -> None:
    store = MemoryStore()
    store.away = True
    with pytest.raises(StoreAway):
        await unit_of_work(store).run([raising("a", 1)])
    store.away = False
    await unit_of_work(store).run([raising("a", 1)])
    assert await total(store, "a") == 1


async def test_ids_of_a_retry_are_the_same() -> None:
    store = MemoryStore()
    seen: list[str] = []

    async def mint(work: ToyWork) -> None:
        seen.extend((work.new_id("inc"), work.new_id("inc")))

    uow = unit_of_work(store)
    await uow.run([Item(cause("x"), mint)])
    await uow.run([Item(cause("x"), mint)])
    assert seen[:2] == seen[2:]
    assert seen[0] != seen[1]


class Contested(MemoryTransaction):
    async def write(self, changes: Changes) -> None:
        raise Conflict(str(len(changes.writes)))


class ContestedStore(MemoryStore):
    """Every commit meets somebody who wrote first."""

    async def begin(self) -> MemoryTransaction:
        return Contested(self)


async def test_a_conflict_without_end_is_told_and_not_repeated_for_ever() -> None:
    outcome = (await unit_of_work(ContestedStore()).run([raising("a", 1)]))[0]
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.error, Conflict)
