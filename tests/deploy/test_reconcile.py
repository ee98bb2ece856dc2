from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deploy.sandbox.books import percentile
from deploy.sandbox.reckoning import Reckoning
from deploy.sandbox.reconcile import Books, reconcile
from deploy.sandbox.sightings import Sighting, sighting_of
from shared.events.base import envelope_of
from shared.events.codec import encode
from shared.events.grid import IncidentRegistered

PLACES = [f"jiedao.partner.hotline:0:{n}" for n in range(4)]
FIRST = Sighting(
    "jiedao.grid.events",
    0,
    0,
    0,
    id="inc_1.1",
    source="urn:jiedao:grid",
    type="jiedao.grid.incident.reported.v1",
    subject="inc_1",
    sequence=1,
    causation="urn:partner:hotline|a",
    digest="1",
)
SECOND = replace(FIRST, offset=1, id="inc_1.2", sequence=2, digest="2", causation="b")
GRID = Books(
    inbox={"h|0": PLACES[0]},
    ledger={PLACES[1]: "quarantined", PLACES[2]: "repeated", PLACES[3]: "parked"},
)
NOTIFY = Books(inbox={FIRST.key: FIRST.place, SECOND.key: SECOND.place})
BOOKS = {"grid": GRID, "notify": NOTIFY}
HEARD = {"notify": frozenset({FIRST.type})}


def reckon(
    published: list[str] = PLACES,
    announced: tuple[Sighting, ...] = (FIRST, SECOND),
    books: dict[str, Books] = BOOKS,
    *,
    whole: bool = True,
) -> Reckoning:
    return reconcile(published, announced, books, HEARD, whole=whole)


def test_every_record_handled_quarantined_or_skipped_is_clean() -> None:
    found = reckon()
    assert (found.published, found.handled, found.quarantined, found.skipped) == (4, 1, 1, 2)
    assert (found.lost, found.doubled, found.reordered) == (0, 0, 0)
    assert found.clean


def test_a_record_without_any_trace_is_lost() -> None:
    found = reckon([*PLACES, "jiedao.partner.hotline:0:9"])
    assert found.lost == 1
    assert not found.clean


def test_what_still_stands_in_an_outbox_is_lost() -> None:
    assert reckon(books={**BOOKS, "grid": replace(GRID, outbox=2)}).lost == 1


def test_an_event_that_its_hearer_never_heard_is_lost() -> None:
    assert reckon(books={"grid": GRID, "notify": Books()}).lost == 2


def test_an_event_that_its_hearer_refused_is_accounted_for() -> None:
    ledger = {FIRST.place: "parked", SECOND.place: "quarantined"}
    assert reckon(books={"grid": GRID, "notify": Books(ledger=ledger)}).clean


@pytest.mark.parametrize("fate", ["waiting", "refused", "discarded"])
def test_what_waits_or_was_given_up_is_skipped(fate: str) -> None:
    grid = replace(GRID, ledger={**GRID.ledger, PLACES[3]: fate})
    found = reckon(books={**BOOKS, "grid": grid})
    assert (found.skipped, found.clean) == (2, True)


def test_what_was_replayed_is_handled_once() -> None:
    grid = replace(
        GRID,
        inbox={**GRID.inbox, "h|3": PLACES[3]},
        ledger={**GRID.ledger, PLACES[3]: "replayed"},
    )
    found = reckon(books={**BOOKS, "grid": grid})
    assert (found.handled, found.skipped, found.doubled) == (2, 1, 0)
    assert found.clean


@pytest.mark.parametrize("place", [PLACES[1], FIRST.place, "jiedao.partner.hotline:3:8"])
def test_a_crash_of_our_own_is_never_clean(place: str) -> None:
    crashed = replace(GRID, ledger={**GRID.ledger, place: "dead"})
    found = reckon(books={**BOOKS, "grid": crashed})
    assert found.dead == 1
    assert any(place in words for words in found.findings)
    assert not found.clean


def test_an_own_event_on_which_its_hearer_crashed_is_dead_and_not_lost() -> None:
    ledger = {FIRST.place: "dead"}
    inbox = {SECOND.key: SECOND.place}
    found = reckon(books={"grid": GRID, "notify": Books(inbox=inbox, ledger=ledger)})
    assert (found.lost, found.dead) == (0, 1)


def test_an_own_event_that_is_only_known_as_missed_is_lost() -> None:
    books = Books(inbox={SECOND.key: SECOND.place}, ledger={FIRST.place: "missed"})
    assert not reckon(books={"grid": GRID, "notify": books}).clean


@pytest.mark.parametrize("kind", ["lost", "doubled", "exposed"])
def test_what_others_found_beside_the_books_is_not_clean(kind: str) -> None:
    found = reckon().with_more(**{kind: ["something"]})
    assert getattr(found, kind) == 1
    assert found.findings == ("something",)
    assert not found.clean


def test_an_event_sent_twice_by_the_relay_is_known_by_its_id() -> None:
    again = [replace(FIRST, offset=2), replace(SECOND, offset=3)]
    assert reckon(announced=(FIRST, SECOND, *again)).clean


def test_a_missing_version_is_lost_unless_the_bus_is_younger_than_the_matter() -> None:
    third = replace(SECOND, offset=2, id="inc_1.3", sequence=3)
    assert reckon(announced=(FIRST, third)).lost >= 1
    books = {"grid": GRID, "notify": Books(inbox={SECOND.key: SECOND.place})}
    assert reckon(announced=(SECOND,), books=books, whole=False).clean
    assert not reckon(announced=(SECOND,), books=books).clean


def test_records_that_the_broker_dropped_unread_are_lost() -> None:
    ledger = {**GRID.ledger, "missed:jiedao.partner.hotline:0:7": "missed"}
    assert reckon(books={**BOOKS, "grid": replace(GRID, ledger=ledger)}).lost == 1


@pytest.mark.parametrize("fate", ["parked", "dead"])
def test_a_record_accounted_twice_is_doubled(fate: str) -> None:
    both = replace(GRID, ledger={**GRID.ledger, PLACES[0]: fate})
    assert reckon(books={**BOOKS, "grid": both}).doubled == 1
    assert reckon(books={**BOOKS, "intake": Books(ledger={PLACES[0]: fate})}).doubled == 1


def test_one_version_with_two_contents_is_doubled() -> None:
    assert reckon(announced=(FIRST, SECOND, replace(SECOND, offset=2, digest="x"))).doubled == 1


def test_two_incidents_of_one_report_are_doubled() -> None:
    twin = replace(FIRST, offset=2, subject="inc_2", id="inc_2.1", digest="3")
    books = {"grid": GRID, "notify": Books(inbox={**NOTIFY.inbox, twin.key: twin.place})}
    assert reckon(announced=(FIRST, SECOND, twin), books=books).doubled == 1
    other = replace(twin, parties="another recipient")
    assert reckon(announced=(FIRST, SECOND, other), books=books).clean


def test_a_later_version_before_its_first_earlier_one_is_reordered() -> None:
    found = reckon(announced=(replace(SECOND, offset=0), replace(FIRST, offset=1)))
    assert found.reordered == 1
    assert not found.clean


def test_a_sighting_holds_no_content() -> None:
    data = IncidentRegistered(incident_no="G1", category="noise", category_name="噪声")
    event = envelope_of(
        data,
        subject="inc_1",
        sequence=2,
        time=datetime(2026, 9, 7, tzinfo=UTC),
        orgunit="150602013000",
        source="urn:jiedao:grid",
        correlation="c",
        causation="d",
    )
    seen = sighting_of("jiedao.grid.events", 3, 7, 0, encode(event))
    assert (seen.place, seen.key) == ("jiedao.grid.events:3:7", "urn:jiedao:grid|inc_1.2")
    assert "噪声" not in repr(seen)


def test_percentiles_are_of_nearest_rank() -> None:
    assert [percentile(range(1, 101), share) for share in (0.5, 0.99)] == [50, 99]
    assert percentile([], 0.5) == 0
