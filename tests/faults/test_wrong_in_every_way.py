"""One row for each kind of wrong: where it ends, why, and that its neighbours notice nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from shared.events.codec import MAX_BYTES
from shared.events.partners import AgencyDecisionMade, ServiceApplicationSubmitted
from shared.messaging.hearing import HANDLED
from shared.messaging.ledger import LEDGER
from shared.messaging.records import Record
from tests.faults.houses import neighbour
from tests.faults.mutants import Event, message, record, topic_of, valid
from tests.services.intake.desk import Desk

TOPIC = topic_of(AgencyDecisionMade)


def decision(id_: str = "wrong", reference: str = "in-review", **changed: object) -> Record:
    event = {**valid(AgencyDecisionMade, id_, reference=reference), **changed}
    return record(TOPIC, 7, message(event))


def decided_twice() -> Record:
    return decision(reference="decided", data={**said("decided"), "outcome": "rejected"})


def said(reference: str) -> Event:
    data: Event = valid(AgencyDecisionMade, "-", reference=reference)["data"]
    return data


def with_value(value: bytes | None) -> Record:
    return replace(decision(), value=value)


def bad_header() -> Record:
    good = decision()
    return replace(good, headers=(*good.headers, ("trace", b"\xff\xfe")))


@dataclass(frozen=True)
class Wrong:
    """A kind of wrong: what arrives, and the place and the code that it ends with."""

    arrives: Callable[[], Record]
    fate: str
    code: str


WRONG = {
    "late": Wrong(decided_twice, "refused", "not-in-this-state"),
    "repeated": Wrong(lambda: decision("first", "decided"), "repeated", "repeated"),
    "out of order": Wrong(lambda: decision(reference="to-come"), "parked", "unknown-reference"),
    "unknown version": Wrong(
        lambda: decision(type=AgencyDecisionMade.type.replace(".v1", ".v7")),
        "quarantined",
        "unknown-version",
    ),
    "oversized": Wrong(
        lambda: decision(data={**said("in-review"), "novelty": "x" * MAX_BYTES}),
        "quarantined",
        "too-large",
    ),
    "non-UTF-8 header": Wrong(bad_header, "quarantined", "header-not-utf8"),
    "non-UTF-8 body": Wrong(lambda: with_value(b'{"id": "\xff"}'), "quarantined", "not-utf8"),
    "bad JSON": Wrong(lambda: with_value(b'{"id": '), "quarantined", "not-json"),
    "wrong type of a member": Wrong(
        lambda: decision(data={**said("in-review"), "outcome": 1}),
        "quarantined",
        "does-not-fit-schema",
    ),
    "another's type": Wrong(
        lambda: decision(type=ServiceApplicationSubmitted.type), "quarantined", "type-not-allowed"
    ),
    "forged source": Wrong(
        lambda: decision(source="urn:partner:portal"), "quarantined", "forged-source"
    ),
    "forbidden field": Wrong(
        lambda: decision(data={**said("in-review"), "民族": "x"}), "quarantined", "refused-field"
    ),
    "empty value": Wrong(lambda: with_value(None), "quarantined", "empty-value"),
}


@pytest.fixture
async def office() -> Desk:
    """Two applications lie with the agency, and one of them is decided."""
    desk = Desk()
    papers = [{"code": "id-card"}, {"code": "household-register"}]
    for reference in ("in-review", "decided"):
        item: Event = {"item_code": "real-estate-registration", "papers": papers}
        await desk.hear("portal", ServiceApplicationSubmitted, reference=reference, **item)
    first = replace(decision("first", "decided"), place=f"{TOPIC}:0:1")
    (result,) = await desk.hearing.hear([first])
    assert result.outcome == HANDLED
    return desk


@pytest.mark.parametrize("kind", WRONG)
async def test_every_kind_of_wrong_ends_in_its_place_and_says_why(office: Desk, kind: str) -> None:
    wrong = WRONG[kind]
    one, other = (
        record(topic_of(data), n, message(event))
        for n, (data, event) in enumerate(neighbour("intake", f"near-{n}") for n in range(2))
    )
    before, here, after = await office.hearing.hear([one, wrong.arrives(), other])
    assert (before.outcome, here.outcome, after.outcome) == (HANDLED, wrong.fate, HANDLED)
    (entry,) = [
        LEDGER.decode(row) for row in (await office.store.load("ledger", [here.place])).values()
    ]
    assert (entry.fate, entry.code) == (wrong.fate, wrong.code)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in entry.zh)
    assert entry.en.isascii()


@pytest.mark.parametrize("kind", WRONG)
async def test_what_is_wrong_changes_nothing(office: Desk, kind: str) -> None:
    before = await office.cases()
    await office.hearing.hear([WRONG[kind].arrives()])
    assert await office.cases() == before
