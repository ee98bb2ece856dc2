"""What every store promises, shown on the fake and on MongoDB."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.storage.ports import BLIND, Changes, Conflict, Poison, Store, Write


def doc(key: str, version: int, **fields: Any) -> dict[str, Any]:
    return {"_id": key, "version": version, "hlc": 1, **fields}


async def write(store: Store, *writes: Write, collection: str = "things") -> None:
    transaction = await store.begin()
    try:
        await transaction.write(Changes({collection: writes}))
        await transaction.commit()
    except Exception:
        await transaction.abort()
        raise


async def test_what_was_committed_is_read_back_to_the_millisecond(store: Store) -> None:
    at = datetime(2026, 9, 7, 1, 2, 3, 4000, tzinfo=UTC)
    await write(store, Write("a", doc("a", 1, at=at, words="网格"), 0))
    assert (await store.load("things", ["a", "b"])) == {"a": doc("a", 1, at=at, words="网格")}


async def test_a_second_insert_of_a_key_is_a_conflict(store: Store) -> None:
    await write(store, Write("a", doc("a", 1), 0))
    with pytest.raises(Conflict):
        await write(store, Write("a", doc("a", 1), 0))


async def test_a_write_on_an_older_version_is_a_conflict_and_leaves_no_trace(store: Store) -> None:
    await write(store, Write("a", doc("a", 1), 0))
    await write(store, Write("a", doc("a", 2), 1))
    with pytest.raises(Conflict):
        await write(store, Write("b", doc("b", 1), 0), Write("a", doc("a", 2, late=True), 1))
    assert await store.load("things", ["a", "b"]) == {"a": doc("a", 2)}


async def test_of_two_transactions_on_one_document_one_wins(store: Store) -> None:
    await write(store, Write("a", doc("a", 1), 0))
    first, second = await store.begin(), await store.begin()
    await first.write(Changes({"things": [Write("a", doc("a", 2, by="first"), 1)]}))
    await first.commit()
    with pytest.raises(Conflict):
        await second.write(Changes({"things": [Write("a", doc("a", 2, by="second"), 1)]}))
    await second.abort()
    assert (await store.load("things", ["a"]))["a"]["by"] == "first"


async def test_an_aborted_transaction_leaves_no_trace(store: Store) -> None:
    transaction = await store.begin()
    await transaction.write(Changes({"things": [Write("a", doc("a", 1), 0)]}))
    await transaction.abort()
    assert await store.load("things", ["a"]) == {}


async def test_a_query_inside_sees_what_the_transaction_wrote(store: Store) -> None:
    transaction = await store.begin()
    await transaction.write(Changes({"things": [Write("a", doc("a", 1, state="open"), 0)]}))
    assert [d["_id"] for d in await transaction.where("things", {"state": "open"}, 10)] == ["a"]
    assert await store.page("things", {"state": "open"}, after=None, limit=10) == []
    await transaction.commit()
    assert len(await store.page("things", {"state": "open"}, after=None, limit=10)) == 1


async def test_a_removal_is_guarded_by_version(store: Store) -> None:
    await write(store, Write("a", doc("a", 1), 0))
    with pytest.raises(Conflict):
        await write(store, Write("a", None, 7))
    await write(store, Write("a", None, 1))
    assert await store.count("things", {}) == 0


async def test_a_blind_write_replaces_and_removes_whatever_is_there(store: Store) -> None:
    await write(store, Write("a", doc("a", 5), BLIND))
    await write(store, Write("a", doc("a", 3), BLIND), Write("b", None, BLIND))
    assert await store.load("things", ["a"]) == {"a": doc("a", 3)}
    await write(store, Write("a", None, BLIND))
    assert await store.count("things", {}) == 0


async def test_pages_follow_the_keys(store: Store) -> None:
    await write(store, *(Write(k, doc(k, 1, even=i % 2 == 0), 0) for i, k in enumerate("abcdef")))
    first = await store.page("things", {"even": True}, after=None, limit=2)
    second = await store.page("things", {"even": True}, after="c", limit=2)
    assert [d["_id"] for d in (*first, *second)] == ["a", "c", "e"]


async def test_the_earliest_come_first(store: Store) -> None:
    rows = [Write(k, doc(k, 1, due=d), 0) for k, d in (("a", 3), ("b", 1), ("c", 2))]
    await write(store, *rows)
    assert [d["_id"] for d in await store.earliest("things", "due", 2)] == ["b", "c"]
    await store.remove("things", ["b"])
    assert [d["_id"] for d in await store.earliest("things", "due", 2)] == ["c", "a"]


async def test_a_lease_has_one_holder_and_an_epoch(store: Store) -> None:
    assert await store.lease("relay", "one", 60_000) == 1
    assert await store.lease("relay", "two", 60_000) is None
    assert await store.lease("relay", "one", 60_000) == 1


async def test_an_expired_lease_passes_on_with_the_next_epoch(store: Store) -> None:
    assert await store.lease("relay", "one", -1000) == 1
    assert await store.lease("relay", "two", 60_000) == 2
    assert await store.lease("relay", "one", 60_000) is None


async def test_a_document_that_is_too_large_is_poison(store: Store) -> None:
    with pytest.raises(Poison):
        await write(store, Write("a", doc("a", 1, text="x" * 17_000_000), 0))


async def test_the_store_answers(store: Store) -> None:
    await store.ping()
