"""A mended and replayed event reaches the state that it would have reached at first."""

import json
from typing import Any

from shared.messaging.mending import mend
from shared.messaging.settling import By
from shared.storage.mongo import MongoStore
from shared.testing.stores import opened
from tests.shared.messaging.mending_toy import Town, place, serving
from tests.shared.messaging.toy import order, record
from tests.shared.storage.toy import ToyWork, cause

# What tells when and how a document came about, not what it says.
_CIRCUMSTANCE = {"hlc", "at"}
_BOOKS = {"ledger", "lanes", "leases", "outbox"}


async def state(store: MongoStore) -> dict[str, Any]:
    """Return every document but the books of delivery itself, and every event, in order."""
    names = sorted(set(await store.database.list_collection_names()) - _BOOKS)
    rows = {name: await store.page(name, {}, after=None, limit=1000) for name in names}
    documents = {
        f"{name}/{row['_id']}": {k: v for k, v in row.items() if k not in _CIRCUMSTANCE}
        for name, some in rows.items()
        for row in some
    }
    return {**documents, "announced": await announced(store)}


async def announced(store: MongoStore) -> list[dict[str, Any]]:
    sent = await store.earliest("outbox", "_id", 1000)
    events = [json.loads(event["body"]) for row in sent for event in row["events"]]
    return [{k: v for k, v in event.items() if k != "time"} for event in events]


async def test_a_mended_event_and_three_that_wait_reach_the_state_of_a_day_without_faults(
    database: tuple[str, str],
) -> None:
    url, name = database
    async with opened(url, f"{name}-a") as faulty, opened(url, f"{name}-b") as well:
        await _a_day_with_faults(faulty)
        await _a_day_without(well)
        assert await state(faulty) == await state(well)
        await faulty.database.client.drop_database(f"{name}-a")
        await well.database.client.drop_database(f"{name}-b")


async def _a_day_without(store: MongoStore) -> None:
    town = Town(store)
    async with serving(town):
        assert await town.hear("b", "c", "d", "e", "a") == ["handled"] * 5


async def _a_day_with_faults(store: MongoStore) -> None:
    town = Town(store, mood={"b": "break"})
    async with serving(town):
        right = order("a")
        await town.hearing.hear([record({**right, "data": {"kind": "?"}}, 4)])
        assert await town.hear("b", "c", "d", "e") == ["parked", "waiting", "waiting", "waiting"]
        town.mood.clear()
        await town.later(1)
        assert [await town.fate(n) for n in range(4)] == ["replayed"] * 4
        entry = await town.entry(4)
        assert entry.fate == "quarantined"
        await _mended(town, right)


async def _mended(town: Town, event: dict[str, Any]) -> None:
    async def act(work: ToyWork) -> None:
        await mend(
            place(4), event, "added the text", lambda _: None, work, town.hearing, town.ledger
        )

    await town.commands.run(act, cause("mend"))
    assert (await town.replays.one(place(4), By("stf_o0001"))).outcome == "replayed"
