"""What every store promises about what falls due, shown on the fake and on MongoDB."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.storage.agenda import DueCount
from shared.storage.mongo import MongoStore, ensure_indexes
from shared.storage.ports import Store, Write
from shared.testing.stores import opened
from tests.contracts.test_store import doc, write

NINE = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
MINUTES = {"a": ("sign", 30), "b": ("sign", 10), "c": ("other", 20), "d": ("sign", 70)}


async def seed(store: Store) -> None:
    rows = [
        Write(key, doc(key, 1, kind=kind, due_at=NINE + timedelta(minutes=minutes)), 0)
        for key, (kind, minutes) in MINUTES.items()
    ]
    await write(store, *rows, collection="timers")


def keys(rows: list[dict[str, Any]]) -> list[str]:
    return [row["_id"] for row in rows]


async def test_what_is_due_comes_by_kind_and_in_order(store: Store) -> None:
    await seed(store)
    half_past = NINE + timedelta(minutes=30)
    assert keys(await store.due("timers", "sign", half_past, 10)) == ["b", "a"]
    assert keys(await store.due("timers", "sign", None, 10)) == ["b", "a", "d"]
    assert keys(await store.due("timers", "sign", half_past, 1)) == ["b"]
    assert keys(await store.due("timers", "sign", NINE, 10)) == []


async def test_the_due_are_counted_to_a_limit(store: Store) -> None:
    await seed(store)
    half_past = NINE + timedelta(minutes=30)
    counts = [await store.count_due("timers", half_past, limit) for limit in (10, 2)]
    assert counts == [3, 2]
    assert await store.estimate("timers") == 4


async def test_the_due_are_counted_by_hour_and_kind(store: Store) -> None:
    await seed(store)
    assert await store.due_by_hour("timers", NINE + timedelta(minutes=70)) == [
        DueCount(NINE, "other", 1),
        DueCount(NINE, "sign", 2),
    ]


async def test_the_time_is_the_servers_and_goes_on(store: Store) -> None:
    first, second = await store.now(), await store.now()
    assert first <= second
    assert first.utcoffset() == timedelta(0)


async def test_no_question_leaves_the_index(database: tuple[str, str]) -> None:
    async with opened(*database) as store:
        await ensure_indexes(store, {})
        await seed(store)
        for question in questions():
            plan = await explained(store, question)
            assert plan["totalDocsExamined"] <= plan["nReturned"], question
            assert plan["totalKeysExamined"] <= 4, question


def questions() -> list[dict[str, Any]]:
    due = {"kind": "sign", "due_at": {"$lte": NINE + timedelta(minutes=30)}}
    first = {"find": "timers", "sort": {"due_at": 1}, "limit": 1}
    return [
        {**first, "filter": due, "limit": 10},
        {**first, "filter": {"kind": "sign"}},
    ]


async def explained(store: MongoStore, question: dict[str, Any]) -> dict[str, Any]:
    asked = {"explain": question, "verbosity": "executionStats"}
    stats: dict[str, Any] = (await store.database.command(asked))["executionStats"]
    return stats
