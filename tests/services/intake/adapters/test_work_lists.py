"""Which index serves which query (ADR 20): the server itself says how it would answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.intake.adapters.case.mongo_cases import stored_work
from services.intake.adapters.exchange.exchange_lists import changes_listing
from services.intake.adapters.exchange.partner_lists import waiting_listing
from services.intake.adapters.mongo import INDEXES
from services.intake.adapters.people.retention_lists import (
    GUESTS,
    guests_listing,
    retention_listing,
)
from services.intake.adapters.work.work_lists import (
    queue_listing,
    queues_listing,
    search_listing,
)
from services.intake.application.work.searching import Desk as At
from services.intake.application.work.searching import Sought
from services.intake.domain.people.guests import Guest
from services.intake.domain.work.queues import MINE, OVERDUE, QUEUES, TO_CHECK
from shared.storage.listing import Listing, Place
from shared.storage.mongo import MongoStore, ensure_indexes
from shared.storage.mongo_lists import count_command, find_command
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import COMMUNITY, STREET, Desk

UNITS = (COMMUNITY, STREET, "150602013004")
TAKEN = 6
NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
AT = At(STREET, "stf_c0001", NOW + timedelta(days=60))
FROM: dict[str, Any] = {
    "received_from": NOW - timedelta(days=1),
    "received_to": NOW + timedelta(days=1),
}


def questions() -> list[Listing]:
    """Every list there is."""
    names = (QUEUES[0].name, MINE, OVERDUE, TO_CHECK)
    queues = [queue_listing(AT, name, UNITS) for name in names]
    queues += [queue_listing(replace(AT, point="hub"), QUEUES[0].name, UNITS)]
    wanted = [
        Sought(),
        Sought(item_code="elder-allowance", state="accepted", **FROM),
        Sought(state="accepted"),
        Sought(state="accepted", point="hub"),
        Sought(claimed_by="stf_c0001", **FROM),
        Sought(applicant="per_a"),
        Sought(**FROM),
    ]
    kept = retention_listing(UNITS, NOW + timedelta(days=1))
    changed = changes_listing(UNITS, NOW + timedelta(days=1))
    return [*queues, kept, changed, *(search_listing(some, UNITS) for some in wanted)]


def stages(plan: Any) -> Iterator[str]:
    """Return the names of all stages of a plan."""
    if isinstance(plan, dict):
        if isinstance(plan.get("stage"), str):
            yield plan["stage"]
        for inner in plan.values():
            yield from stages(inner)
    if isinstance(plan, list):
        for inner in plan:
            yield from stages(inner)


async def explained(store: MongoStore, command: dict[str, Any]) -> tuple[set[str], dict[str, Any]]:
    told = await store.database.command({"explain": command, "verbosity": "executionStats"})
    planner = told["queryPlanner"]["winningPlan"]
    return {*stages(planner)}, told["executionStats"]


@pytest.fixture
async def indexed(real_store: MongoStore) -> MongoStore:
    """A real store with intake's indexes and some applications in two states."""
    await ensure_indexes(real_store, INDEXES)
    desk = Desk(store=real_store)
    for _ in range(TAKEN // 2):
        await apply(desk, "elder-allowance", "id-card", "household-register")
        await apply(desk, "elder-allowance")
    return real_store


async def lists_are_walks_along_their_index(indexed: MongoStore) -> None:
    for listing in questions():
        number = int(NOW.timestamp() * 1000)
        for after in (None, Place(number if listing.by == "hlc" else NOW, "case_a")):
            command = find_command("cases", listing, after, 51)
            found, stats = await explained(indexed, command)
            assert not found & {"COLLSCAN", "SORT"}, (listing, found)
            assert "IXSCAN" in found, listing
            # All were received at one instant: what stands there before the place is passed over.
            assert stats["totalKeysExamined"] <= TAKEN + len(UNITS), listing


async def organisations_are_read_in_one_step_each(indexed: MongoStore) -> None:
    command = {"distinct": "cases", "key": "orgunit"}
    found, stats = await explained(indexed, command)
    assert "DISTINCT_SCAN" in found
    assert stats["totalDocsExamined"] == 0


async def hand_overs_are_too(indexed: MongoStore) -> None:
    day: dict[str, Any] = {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=1)}
    for listing in (
        waiting_listing("real-estate"),
        Listing("handed_at", "handed", {"partner": "real-estate"}, **day),
        Listing("answered_at", "answered", {"partner": "real-estate"}, **day),
    ):
        found, _ = await explained(indexed, find_command("handovers", listing, None, 51))
        assert "IXSCAN" in found, listing
        assert not found & {"COLLSCAN", "SORT"}, listing


async def guests_are_too(indexed: MongoStore) -> None:
    # With enough guests of both kinds that a plan which reads all would show.
    rows = [Guest(f"per_{n}", 0, STREET, NOW + timedelta(days=n)) for n in range(-TAKEN, TAKEN)]
    await indexed.database["guests"].insert_many([GUESTS.encode(row) for row in rows])
    for after in (None, Place(NOW - timedelta(days=2), "per_-2")):
        command = find_command("guests", guests_listing(UNITS, NOW), after, 51)
        found, stats = await explained(indexed, command)
        assert "IXSCAN" in found
        assert not found & {"COLLSCAN", "SORT"}
        assert stats["totalKeysExamined"] <= TAKEN + len(UNITS)
        assert stats["nReturned"] == (TAKEN if after is None else 1)


async def ratings_that_changed_are_too(indexed: MongoStore) -> None:
    listing = changes_listing(UNITS, NOW + timedelta(days=1))
    found, _ = await explained(indexed, find_command("ratings", listing, None, 51))
    assert "IXSCAN" in found
    assert not found & {"COLLSCAN", "SORT"}


async def counts_are_read_from_the_index_alone(indexed: MongoStore) -> None:
    for at in (AT, replace(AT, point="hub")):
        names = [queue.name for queue in QUEUES]
        counted = [(queues_listing(at, names, UNITS), "queue")]
        views = (queue_listing(at, view, UNITS) for view in (MINE, OVERDUE, TO_CHECK))
        counted += [(view, "orgunit") for view in views]
        for listing, field in counted:
            command = count_command("cases", listing, field)
            told = await indexed.database.command(
                {"explain": command, "verbosity": "executionStats"}
            )
            assert "IXSCAN" in {*stages(told)}, listing
            assert not {*stages(told)} & {"COLLSCAN", "FETCH"}, listing


async def the_remaining_questions_use_their_indexes_too(indexed: MongoStore) -> None:
    asked = {
        "state_1__id_1": {"state": "accepted"},
        "running_1__id_1": {"running": True},
    }
    for name, equals in asked.items():
        command = {"find": "cases", "filter": equals, "sort": {"_id": 1}, "limit": 51}
        found, _ = await explained(indexed, command)
        assert not found & {"COLLSCAN", "SORT"}, name


async def test_no_question_is_answered_by_a_scan_or_a_sort_in_memory(indexed: MongoStore) -> None:
    # One store for all of them: to make its indexes is what costs.
    await lists_are_walks_along_their_index(indexed)
    await organisations_are_read_in_one_step_each(indexed)
    await counts_are_read_from_the_index_alone(indexed)
    await the_remaining_questions_use_their_indexes_too(indexed)
    await hand_overs_are_too(indexed)
    await ratings_that_changed_are_too(indexed)
    await guests_are_too(indexed)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Sought(state="in-review", item_code="elder-allowance", point="hub"), "search_state"),
        (Sought(state="archived", item_code="elder-allowance", point="hub"), "search_item"),
        (Sought(state="archived", point="hub"), "search_point"),
        (Sought(state="archived"), "search_state"),
    ],
)
def test_a_search_goes_by_what_fewest_have(wanted: Sought, index: str) -> None:
    assert search_listing(wanted, UNITS).index == index


async def test_memory_and_mongodb_agree_on_queues_and_search(indexed: MongoStore) -> None:
    memory = Desk()
    for _ in range(3):
        await apply(memory, "elder-allowance", "id-card", "household-register")
        await apply(memory, "elder-allowance")
    real, fake = (stored_work(s, lambda: ("portal",)) for s in (indexed, memory.store))
    names = [queue.name for queue in QUEUES] + [OVERDUE, MINE, TO_CHECK]
    assert await real.counts(AT, names) == await fake.counts(AT, names)
    for wanted in (Sought(), Sought(state="correction"), Sought(**FROM)):
        found = [await w.search(STREET, wanted, after=None, limit=9) for w in (real, fake)]
        assert [c.project_no for c in found[0]] == [c.project_no for c in found[1]] != []
    (case,) = await real.by_number(STREET, "20260907000001")
    assert case.origin.reference is not None
    assert await real.by_number(STREET, case.origin.reference) == [case]
    assert await real.by_number("150602012000", case.project_no) == []
