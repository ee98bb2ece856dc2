"""What every store promises about long lists, shown on the fake and on MongoDB."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import IndexModel

from shared.storage.listing import Listing, Place
from shared.storage.mongo import MongoStore, ensure_indexes
from shared.storage.ports import Store, Write
from tests.contracts.test_store import doc, write

NINE = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
# Key: town, minutes after nine, whether it is listed at all.
ROWS = {"a": ("n", 30), "b": ("s", 10), "c": ("n", 10), "d": ("n", 10), "e": ("w", 20)}
INDEX = IndexModel([("town", 1), ("at", 1), ("_id", 1)], name="in_order")


@pytest.fixture
async def full(store: Store) -> Store:
    """A store with five things in three towns."""
    if isinstance(store, MongoStore):
        await ensure_indexes(store, {"things": [INDEX]})
    rows = [
        Write(key, doc(key, 1, town=town, at=NINE + timedelta(minutes=minutes)), 0)
        for key, (town, minutes) in ROWS.items()
    ]
    await write(store, *rows)
    return store


def listing(*towns: str, **more: Any) -> Listing:
    return Listing("at", "in_order", {"town": towns}, **more)


async def keys(store: Store, asked: Listing, after: Place | None = None, limit: int = 9) -> str:
    rows = await store.listed("things", asked, after=after, limit=limit)
    return "".join(row["_id"] for row in rows)


async def test_a_list_is_in_the_order_of_its_field_then_of_its_keys(full: Store) -> None:
    assert await keys(full, listing("n", "s")) == "bcda"
    assert await keys(full, listing("n", "s", newest=True)) == "adcb"
    assert await keys(full, listing("n", "s"), limit=2) == "bc"
    assert await keys(full, listing()) == ""


@pytest.mark.parametrize("newest", [False, True])
async def test_pages_leave_nothing_out_and_repeat_nothing(full: Store, newest: bool) -> None:
    asked, seen, after = listing("n", "s", "w", newest=newest), "", None
    while rows := await full.listed("things", asked, after=after, limit=2):
        seen += "".join(row["_id"] for row in rows)
        after = Place(rows[-1]["at"], rows[-1]["_id"])
    assert seen == ("aedcb" if newest else "bcdea")


async def test_a_list_and_its_count_keep_within_their_instants(full: Store) -> None:
    within = listing("n", "s", "w", since=NINE + timedelta(minutes=20))
    assert await keys(full, within) == "ea"
    assert await full.count_listed("things", within) == 2
    before = listing("n", "s", "w", until=NINE + timedelta(minutes=20))
    assert await keys(full, before, Place(NINE + timedelta(minutes=10), "b")) == "cd"
    assert await full.count_listed("things", before) == 3


async def test_a_list_leaves_the_trail_of_changes_out(full: Store) -> None:
    await write(full, Write("f", doc("f", 1, town="x", at=NINE, trail=[[1, ["town"]]]), 0))
    (row,) = await full.listed("things", listing("x"), after=None, limit=2)
    assert row == doc("f", 1, town="x", at=NINE)


async def test_a_list_is_counted_by_a_field_at_once(full: Store) -> None:
    assert await full.count_each("things", listing("n", "s", "x"), "town") == {"n": 3, "s": 1}
    late = listing("n", "s", "w", since=NINE + timedelta(minutes=20))
    assert await full.count_each("things", late, "town") == {"n": 1, "w": 1}


async def test_the_values_of_a_field_are_told_once(full: Store) -> None:
    assert list(await full.values("things", "town")) == ["n", "s", "w"]
