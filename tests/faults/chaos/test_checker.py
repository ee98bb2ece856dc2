"""The checker, on topics and stores that were doctored: each number stands for what it says."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deploy.sandbox.heard import declared
from shared.events.base import envelope_of, service_of, source_of, topic_of
from shared.events.catalogue import PARTNER
from shared.events.codec import encode
from shared.events.grid import IncidentFedBack, IncidentSigned
from shared.testing.clock import MONDAY_MORNING
from tests.faults.chaos.checker import Books, Verdict, check
from tests.faults.chaos.hears import HEARS
from tests.faults.chaos.sightings import Topics

ORDER = "urn:partner:hotline|h1"
PLACE = "jiedao.partner.hotline:0:0"
INCIDENT = "inc_one"
OWN = topic_of("grid")


class Scene:
    """One order, one incident of two versions; all is well until somebody doctors it."""

    def __init__(self) -> None:
        self.topics = Topics()
        self.sent = {ORDER}
        self.inbox = {ORDER: PLACE}
        self.ledger: dict[str, str] = {}
        self.versions = {INCIDENT: 2}
        self.outbox = 0
        self.timers: dict[str, bool] = {}
        self.offset = 0
        order = json.dumps({"source": "urn:partner:hotline", "id": "h1"}).encode()
        self.topics.see("jiedao.partner.hotline", 0, 0, order)

    def announce(
        self,
        sequence: int,
        subject: str = INCIDENT,
        cause: str = ORDER,
        solved: bool | None = None,
        late: timedelta = timedelta(),
    ) -> None:
        facts: dict[str, Any] = {**IncidentSigned.example}
        data = IncidentSigned(**facts)
        if solved is not None:
            data = IncidentFedBack(**facts, solved=solved)  # type: ignore[assignment]
        event = envelope_of(
            data,
            source=source_of("grid"),
            subject=subject,
            sequence=sequence,
            time=MONDAY_MORNING + late,
            correlation=ORDER,
            causation=cause,
            orgunit="150602013000",
        )
        made_at = int(event.time.timestamp() * 1000)
        self.topics.see(OWN, 0, self.offset, encode(event), made_at)
        self.offset += 1

    def verdict(self, *, undisturbed: bool = False) -> Verdict:
        books = Books(self.inbox, self.ledger, self.outbox, self.versions, self.timers)
        return check(self.topics, {"grid": books}, self.sent, undisturbed=undisturbed)


def wrong(verdict: Verdict) -> set[str]:
    return {name for name, lines in verdict.findings.items() if lines}


def well(scene: Scene) -> None:
    scene.announce(1)
    scene.announce(2)


def never_handled(scene: Scene) -> None:
    well(scene)
    scene.topics.see(
        "jiedao.partner.hotline", 0, 1, b'{"source": "urn:partner:hotline", "id": "h2"}'
    )


def gone_from_its_topic(scene: Scene) -> None:
    well(scene)
    scene.sent.add("urn:partner:hotline|h3")


def not_our_language(scene: Scene) -> None:
    well(scene)
    scene.topics.see(OWN, 0, 2, b'{"type": "jiedao.grid.incident.signed.v1"}')


def another_content_under_one_id(scene: Scene) -> None:
    well(scene)
    scene.announce(2, solved=True)


def two_incidents_of_one_order(scene: Scene) -> None:
    well(scene)
    scene.announce(1, subject="inc_two")
    scene.versions["inc_two"] = 1


def handled_and_kept(scene: Scene) -> None:
    well(scene)
    scene.ledger[PLACE] = "quarantined"


def a_later_version_first(scene: Scene) -> None:
    scene.announce(2)
    scene.announce(1)


def a_version_left_out(scene: Scene) -> None:
    scene.announce(1)
    scene.announce(3)
    scene.versions[INCIDENT] = 3


def saved_without_a_word(scene: Scene) -> None:
    well(scene)
    scene.versions[INCIDENT] = 3


def of_an_event_that_was_refused(scene: Scene) -> None:
    well(scene)
    del scene.inbox[ORDER]
    scene.ledger[PLACE] = "parked"


def of_a_cause_that_nobody_knows(scene: Scene) -> None:
    scene.announce(1)
    scene.announce(2, cause="nobody|knows")


def stored_but_never_announced(scene: Scene) -> None:
    well(scene)
    scene.versions["inc_two"] = 1


def announced_but_never_stored(scene: Scene) -> None:
    well(scene)
    scene.versions.clear()


def left_in_the_outbox(scene: Scene) -> None:
    well(scene)
    scene.outbox = 1


def our_own_fault(scene: Scene) -> None:
    well(scene)
    scene.ledger["jiedao.partner.hotline:1:0"] = "dead"


@pytest.mark.parametrize(
    ("doctored", "named"),
    [
        (never_handled, {"lost"}),
        (gone_from_its_topic, {"lost"}),
        (not_our_language, {"lost"}),
        (another_content_under_one_id, {"doubled"}),
        (two_incidents_of_one_order, {"doubled"}),
        (handled_and_kept, {"doubled"}),
        (a_later_version_first, {"inversions"}),
        (a_version_left_out, {"gaps"}),
        (saved_without_a_word, {"gaps"}),
        (of_an_event_that_was_refused, {"orphans"}),
        (of_a_cause_that_nobody_knows, {"orphans"}),
        (stored_but_never_announced, {"orphans"}),
        (announced_but_never_stored, {"orphans"}),
        (left_in_the_outbox, {"outbox"}),
        (our_own_fault, {"dead"}),
    ],
)
def test_a_defect_raises_its_own_number_and_no_other(
    doctored: Callable[[Scene], None], named: set[str]
) -> None:
    scene = Scene()
    doctored(scene)
    assert wrong(scene.verdict()) == named


def test_what_is_well_is_clean() -> None:
    scene = Scene()
    well(scene)
    verdict = scene.verdict()
    assert verdict.clean
    assert (verdict.handled, verdict.ledger, verdict.resent) == (1, 0, 0)


def test_the_same_bytes_again_are_a_defect_only_where_nothing_was_disturbed() -> None:
    scene = Scene()
    well(scene)
    scene.announce(1)
    assert scene.verdict().clean
    assert scene.verdict().resent == 1
    assert wrong(scene.verdict(undisturbed=True)) == {"doubled"}


def test_a_consumer_that_took_a_later_version_first_is_found() -> None:
    scene = Scene()
    well(scene)
    first, second = (f"{source_of('grid')}|{INCIDENT}.{n}" for n in (1, 2))
    scene.inbox |= {first: f"{OWN}:0:7", second: f"{OWN}:0:1"}
    assert wrong(scene.verdict()) == {"inversions"}


def test_a_service_that_missed_an_announcement_is_found() -> None:
    scene = Scene()
    well(scene)
    rated = replace(next(iter(scene.topics.announced.values())), type=HEARD_BY_NOTIFY)
    scene.topics.announced["urn:jiedao:grid|inc_one.1"] = rated
    books = Books(scene.inbox, {}, 0, scene.versions)
    verdict = check(scene.topics, {"grid": books, "notify": Books()}, scene.sent)
    assert wrong(verdict) == {"lost"}


def test_the_checker_expects_of_every_service_what_it_declares_to_hear() -> None:
    own = {
        service: {type_ for type_ in types if service_of(type_) != PARTNER}
        for service, types in declared().items()
    }
    assert own == HEARS


HEARD_BY_NOTIFY = "jiedao.grid.incident.dispatched.v1"
