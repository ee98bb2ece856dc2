"""Ratings, trails and outcomes on the real store, as they are in memory; nothing is scanned."""

from datetime import date, datetime
from typing import Any

import pytest

from services.intake.adapters.mongo import INDEXES
from services.intake.adapters.rating.mongo_ratings import StoredOutcomes, StoredRatings, StoredTrail
from services.intake.domain.history.kpis import count
from shared.storage.mongo import MongoStore, ensure_indexes
from tests.services.intake.application.bad_ratings import ended, mended, rated
from tests.services.intake.desk import STREET, Desk

FIRST, LAST = date(2025, 12, 15), date(2026, 10, 2)


async def lived(desk: Desk) -> dict[str, Any]:
    """Let applications end in two months and one be rated; return all that screens read."""
    case = await ended(desk)
    rating = await rated(desk, case, words="等了两个小时。")
    await mended(desk, rating.id)
    desk.clock.move(datetime.fromisoformat("2026-10-02T09:00:00+08:00"))
    await ended(desk)
    outcomes = StoredOutcomes(desk.store)
    chunks = [chunk async for chunk in outcomes.ended(STREET, FIRST, LAST)]
    ratings = await StoredRatings(desk.store).page(STREET, after=None, limit=9, state="rectified")
    steps = await StoredTrail(desk.store).of(case.id, after=None, limit=9)
    found = [one for chunk in chunks for one in chunk]
    return {
        "counts": count(found),
        "outcomes": [one.outcome for one in found],
        "rated": [(r.state, r.clocks, r.handling, r.details) for r in ratings],
        "steps": steps,
    }


async def test_what_screens_read_comes_back_from_mongodb_as_it_was_written(
    real_store: MongoStore,
) -> None:
    await ensure_indexes(real_store, INDEXES)
    real, memory = await lived(Desk(store=real_store)), await lived(Desk())
    assert real == memory
    assert (real["counts"]["closed"], real["counts"]["rectified"], len(real["steps"])) == (2, 1, 5)


QUERIES: list[tuple[str, dict[str, Any]]] = [
    ("outcomes", {"month": "2026-09", "_id": {"$gt": "case_a"}}),
    ("ratings", {"state": "verifying", "_id": {"$gt": "rating_a"}}),
    ("ratings", {"running": True}),
    ("ratings", {"orgunit": STREET}),
    ("trail", {"_id": {"$gt": "case_a:"}}),
]


@pytest.mark.parametrize(("collection", "criteria"), QUERIES)
async def test_no_screen_scans_a_collection(
    real_store: MongoStore, collection: str, criteria: dict[str, Any]
) -> None:
    await ensure_indexes(real_store, INDEXES)
    plan = await real_store.database[collection].find(criteria).sort("_id", 1).limit(9).explain()
    stages = str(plan["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in stages
    assert "'SORT'" not in stages
