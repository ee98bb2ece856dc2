"""One question to the store serves a whole batch; a rehearsal leaves nothing behind."""

import asyncio
import gc
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from shared.storage.items import Act, Done, Item, Refused
from shared.storage.kinds import Kind
from shared.storage.ports import Document, Scalar
from shared.testing.memory import MemoryStore, MemoryTransaction
from shared.values import Refusal
from tests.shared.storage.toy import NOTES, Note, ToyWork, cause, raise_tally, unit_of_work


class AskedStore(MemoryStore):
    """Keeps which keys each question was for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []

    async def begin(self) -> MemoryTransaction:
        return _AskedTransaction(self)


class _AskedTransaction(MemoryTransaction):
    def __init__(self, store: AskedStore) -> None:
        super().__init__(store)
        self._asked = store.asked

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        self._asked.append((collection, len(keys)))
        return await super().load(collection, keys)

    async def where(
        self, collection: str, equals: Mapping[str, Scalar], limit: int
    ) -> list[Document]:
        self._asked.append((f"{collection}?", limit))
        return await super().where(collection, equals, limit)


def item(name: str, act: Act[ToyWork]) -> Item[ToyWork]:
    return Item(cause(name), act, inbox=name, place=name)


async def follow_note(note: str, work: ToyWork) -> None:
    await raise_tally((await work.notes.get(note)).text, 1, work)


async def test_a_batch_asks_once_for_its_inbox_and_once_for_what_it_reads() -> None:
    store = AskedStore()
    items = [item(f"m{n}", partial(raise_tally, f"t{n}", 1)) for n in range(100)]
    await unit_of_work(store).run(items)
    assert store.asked == [("inbox", 100), ("tallies", 100)]


async def test_a_query_is_asked_once_and_its_answer_follows_what_the_batch_does() -> None:
    store = AskedStore()
    uow = unit_of_work(store)
    await uow.run([item(name, partial(raise_tally, name, 1)) for name in "ab"])

    async def totals(work: ToyWork) -> list[int]:
        return [tally.total for tally in await work.tallies.where(owner="nobody", limit=9)]

    raised = item("c", partial(raise_tally, "a", 5))
    outcomes = await uow.run([item("q1", totals), raised, item("q2", totals)])
    assert (outcomes[0], outcomes[2]) == (Done([1, 1]), Done([6, 1]))
    assert [asked for asked in store.asked if asked[0] == "tallies?"] == [("tallies?", 9)]


async def test_what_one_read_leads_to_is_asked_for_together_too() -> None:
    store = AskedStore()
    uow = unit_of_work(store)
    for n in range(50):

        async def note(work: ToyWork, n: int = n) -> None:
            work.notes.save(Note(f"n{n}", 0, f"t{n}"))

        await uow.run([Item(cause(f"c{n}"), note)])
    store.asked.clear()
    await uow.run([item(f"m{n}", partial(follow_note, f"n{n}")) for n in range(50)])
    assert store.asked == [("inbox", 50), ("notes", 50), ("tallies", 50)]


async def test_what_follows_from_a_query_is_asked_for_together_once_one_has_asked_it() -> None:
    store = AskedStore()
    uow = unit_of_work(store)
    await uow.run([item("t", partial(raise_tally, "t", 1))])
    store.asked.clear()

    async def note_each(n: int, work: ToyWork) -> None:
        (tally,) = await work.tallies.where(owner="nobody", limit=9)
        if await work.notes.find(f"{tally.id}{n}") is None:
            work.notes.save(Note(f"{tally.id}{n}", 0, ""))

    await uow.run([item(f"m{n}", partial(note_each, n)) for n in range(50)])
    assert store.asked == [("inbox", 50), ("tallies?", 9), ("notes", 50)]


async def test_a_long_answer_is_not_gone_through_again_to_foresee_what_follows() -> None:
    store = AskedStore()
    uow = unit_of_work(store)
    await uow.run([item(f"t{n}", partial(raise_tally, f"t{n}", 1)) for n in range(201)])
    store.asked.clear()
    looked: list[str] = []

    async def look(name: str, work: ToyWork) -> None:
        await work.tallies.where(owner="nobody", limit=900)
        looked.append(name)
        await work.notes.find(name)

    await uow.run([item(name, partial(look, name)) for name in "abc"])
    assert looked == ["a", "b", "c"]


async def test_several_keys_are_one_question() -> None:
    store = AskedStore()
    uow = unit_of_work(store)
    await uow.run([item(name, partial(raise_tally, name, 1)) for name in "ab"])
    store.asked.clear()

    async def found(work: ToyWork) -> list[str]:
        return sorted(await work.tallies.several(["a", "b", "c"]))

    assert await uow.run([item("q", found)]) == [Done(["a", "b"])]
    assert store.asked == [("inbox", 1), ("tallies", 3)]


async def test_a_long_batch_is_foreseen_to_its_end() -> None:
    store = AskedStore()

    async def by_note(n: int, work: ToyWork) -> None:
        if await work.notes.find(f"n{n}") is None:
            work.notes.save(Note(f"n{n}", 0, f"t{n // 2}"))
        await raise_tally(f"t{n // 2}", 1, work)

    await unit_of_work(store).run([item(f"m{n}", partial(by_note, n)) for n in range(1500)])
    assert len(store.asked) < 20


async def test_what_a_rehearsal_did_is_gone_and_each_message_is_decided_in_order() -> None:
    store = MemoryStore()

    async def double(work: ToyWork) -> None:
        work.count("events_announced_total", type="rehearsed")
        tally = await work.tallies.get("a")
        saved = work.tallies.save(replace(tally, total=tally.total * 2))
        await raise_tally("b", saved.total, work)
        raise Refusal("no", "不行。", "No.")

    uow = unit_of_work(store)
    outcomes = await uow.run(
        [
            item("1", partial(raise_tally, "a", 3)),
            item("2", double),
            item("3", partial(raise_tally, "a", 4)),
        ]
    )
    assert [type(outcome) for outcome in outcomes] == [Done, Refused, Done]
    assert (await store.load("tallies", ["a"]))["a"]["total"] == 7
    assert await store.load("tallies", ["b"]) == {}


async def test_a_message_that_breaks_when_rehearsed_breaks_alone_when_decided() -> None:
    async def broken(_: ToyWork) -> None:
        raise ZeroDivisionError

    items = [item(f"m{n}", partial(raise_tally, f"t{n}", 1)) for n in range(10)]
    outcomes = await unit_of_work(MemoryStore()).run([*items[:5], item("b", broken), *items[5:]])
    assert [type(outcome) for outcome in outcomes].count(Done) == 10


async def test_an_empty_sparse_kind_is_asked_for_once_and_not_by_key() -> None:
    store = AskedStore()
    sparse = Kind("notes", Note, announced=False, sparse=True)

    async def look(key: str, work: ToyWork) -> None:
        assert await work.repository(sparse).find(key) is None
        if key == "n3":
            work.repository(sparse).save(Note("n4", 0, "left by an earlier message"))

    async def see(work: ToyWork) -> None:
        assert (await work.repository(sparse).get("n4")).version == 1

    looks = [item(f"m{n}", partial(look, f"n{n}")) for n in range(4)]
    outcomes = await unit_of_work(store).run([*looks, item("see", see)])
    assert {type(outcome) for outcome in outcomes} == {Done}
    assert store.asked == [("inbox", 5), ("notes?", 1)]


async def test_a_sparse_kind_that_holds_something_is_read_like_any_other() -> None:
    store = MemoryStore()
    sparse = Kind(NOTES.name, Note, announced=False, sparse=True)
    uow = unit_of_work(store)

    async def write(work: ToyWork) -> None:
        work.repository(sparse).save(Note("n", 0, "here"))

    async def read(work: ToyWork) -> str:
        return (await work.repository(sparse).get("n")).text

    await uow.run([item("w", write)])
    assert (await uow.run([item("r", read)]))[0] == Done("here")


async def test_a_use_case_that_asks_somebody_else_is_not_rehearsed_twice() -> None:
    asked: list[str] = []

    async def ask_the_map(name: str, work: ToyWork) -> None:
        asked.append(name)
        await asyncio.get_running_loop().run_in_executor(None, asked.append, "answered")
        await raise_tally(name, 1, work)

    items = [item(f"m{n}", partial(ask_the_map, f"t{n}")) for n in range(5)]
    outcomes = await unit_of_work(MemoryStore()).run(items)
    assert {type(outcome) for outcome in outcomes} == {Done}
    assert [name for name in asked if name != "answered"] == ["t0", "t1", "t1", "t2", "t3", "t4"]


async def test_nothing_of_a_batch_is_left_in_memory_once_it_is_done() -> None:
    uow = unit_of_work(MemoryStore())
    kept: list[weakref.ref[ToyWork]] = []

    async def watched(name: str, work: ToyWork) -> None:
        kept.append(weakref.ref(work))
        await raise_tally(name, 1, work)

    gc.disable()
    try:
        await uow.run([item(f"m{n}", partial(watched, f"t{n}")) for n in range(10)])
        assert [ref for ref in kept if ref() is not None] == []
    finally:
        gc.enable()
