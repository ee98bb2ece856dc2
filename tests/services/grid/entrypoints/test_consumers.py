from typing import Any

import pytest

from services.grid.domain.record import Channel
from services.grid.domain.states import State
from services.grid.entrypoints.consumers import HEARD
from services.intake.application.case.noting import ENDINGS
from shared.events.base import EventData
from shared.events.intake import ApplicationDecided, ApplicationRefused, CaseEvent
from shared.events.intake_ratings import RatingClosed, RatingFoundUntrue, ServiceRated
from shared.events.older import SensorAlertRaisedV1
from shared.events.partners import SensorAlertRaised
from shared.events.upcasting import versions_of
from shared.privacy.jwe import seal_for
from shared.privacy.records import PersonalDetails
from tests.services.grid.block import KEY, Block, event, order

OVER: list[type[CaseEvent]] = sorted(ENDINGS, key=lambda event: event.type)
JWK = KEY.public_jwks()["keys"][0]
WHO = {"name": "其其格", "phone": "13900002345"}


def from_intake(kind: type[EventData], id_: str, subject: str, **more: Any) -> dict[str, Any]:
    data = kind.model_validate({**kind.example, **more})
    return event(data, id_, source="urn:jiedao:intake", subject=subject)


async def test_what_is_heard_is_declared(block: Block) -> None:
    heard = [version.type for kind in HEARD for version in versions_of(kind)]
    assert block.hearing.types == sorted(heard)


async def test_a_hotline_order_becomes_a_dispatched_incident(block: Block) -> None:
    (result,) = await block.hear(order("1"))
    assert result.outcome == "handled"
    (incident,) = await block.incidents()
    assert (incident.state, incident.channel) == (State.DISPATCHED, Channel.HOTLINE)
    (report,) = await block.reports()
    assert report.reference == "no-1"


async def test_duplicates_in_one_batch_and_over_two_join_the_first(block: Block) -> None:
    await block.hear(order("1"), order("2"), order("3", category="noise"))
    await block.hear(order("4", point=None), first=10)
    assert len(await block.incidents()) == 2
    assert [r.joined for r in await block.reports()].count(True) == 2


async def test_a_repeated_event_changes_nothing(block: Block) -> None:
    await block.hear(order("1"))
    (again,) = await block.hear(order("1"), first=5)
    assert again.outcome == "repeated"
    assert len(await block.reports()) == 1


async def test_a_sealed_caller_is_kept_sealed(block: Block) -> None:
    await block.hear(order("1", sealed=seal_for(JWK, WHO)))
    (report,) = await block.reports()
    person = report.reporter
    assert person is not None
    assert (await block.run(lambda w: w.people.reveal(person))).phone == WHO["phone"]
    told = [t.data for t in await block.told() if t.short == "report.filed"]
    assert told[0]["reporter"] == person


async def test_what_cannot_be_opened_or_is_no_text_is_quarantined(block: Block) -> None:
    foreign = "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn"
    results = await block.hear(
        order("1", sealed=foreign),
        order("2", sealed=seal_for(JWK, {**WHO, "phone": 13900002345})),
        order("3"),
    )
    assert [r.outcome for r in results] == ["quarantined", "quarantined", "handled"]
    assert {e.code for e in await block.ledger()} == {"sealed-unreadable"}


async def test_whatever_else_was_sealed_is_dropped(block: Block) -> None:
    (result,) = await block.hear(order("1", sealed=seal_for(JWK, {**WHO, "民族": "x"})))
    assert result.outcome == "handled"
    (report,) = await block.reports()
    person = report.reporter
    assert person is not None
    assert await block.run(lambda w: w.people.reveal(person)) == PersonalDetails(**WHO)


async def test_sensor_repeats_join(block: Block) -> None:
    alert = SensorAlertRaised.model_validate(SensorAlertRaised.example)
    batch = [event(alert, str(n), source="urn:partner:sensors") for n in range(5)]
    await block.hear(*batch)
    (incident,) = await block.incidents()
    assert incident.text == "设备 manhole-0421 报警，读数 31.5 度。"
    assert len(await block.reports()) == 5


async def test_a_device_that_still_speaks_the_first_version_is_heard_the_same(block: Block) -> None:
    now = SensorAlertRaised.model_validate(SensorAlertRaised.example)
    then = SensorAlertRaisedV1.model_validate(SensorAlertRaisedV1.example)
    batch = [
        event(alert, id_, source="urn:partner:sensors")
        for alert, id_ in ((then, "1"), (now, "2"), (now, "1"))
    ]
    results = await block.hear(*batch)
    assert [r.outcome for r in results] == ["handled", "handled", "repeated"]
    (incident,) = await block.incidents()
    assert incident.text == "设备 manhole-0421 报警，读数 31.5 度。"
    assert {report.text for report in await block.reports()} == {incident.text}


async def test_what_a_device_said_in_no_known_unit_is_shown_in_its_words(block: Block) -> None:
    odd = SensorAlertRaisedV1.model_validate({**SensorAlertRaisedV1.example, "unit": "格"})
    await block.hear(event(odd, "1", source="urn:partner:sensors"))
    (incident,) = await block.incidents()
    assert incident.text == "设备 manhole-0421 报警，设备称“31.5 格”。"


async def test_help_is_asked_and_the_decision_heard(block: Block) -> None:
    await block.hear(order("1", kind="help", category="living-hardship", point=None))
    (incident,) = await block.incidents()
    decided = from_intake(ApplicationDecided, "d1", "case_1", incident=incident.id)
    (result,) = await block.hear(decided)
    assert result.outcome == "handled"
    assert (await block.incident(incident.id)).state is State.FEEDBACK
    late = from_intake(ApplicationRefused, "d2", "case_1", incident=incident.id)
    (refused,) = await block.hear(late, first=1)
    assert refused.outcome == "refused"


@pytest.mark.parametrize("ended", OVER)
async def test_however_intake_ends_the_case_behind_it_a_request_for_help_is_answered(
    block: Block, ended: type[CaseEvent]
) -> None:
    await block.hear(order("1", kind="help", category="living-hardship", point=None))
    (incident,) = await block.incidents()
    (result,) = await block.hear(from_intake(ended, "d1", "case_1", incident=incident.id))
    assert result.outcome == "handled"
    assert (await block.incident(incident.id)).state is State.FEEDBACK


async def test_a_decision_about_somebody_elses_case_is_handled_by_doing_nothing(
    block: Block,
) -> None:
    (result,) = await block.hear(from_intake(ApplicationDecided, "d1", "case_1"))
    assert result.outcome == "handled"
    assert await block.told() == []


async def test_a_bad_rating_becomes_a_task(block: Block) -> None:
    await block.hear(from_intake(ServiceRated, "r1", "rat_1"))
    (task,) = await block.incidents()
    assert (task.case, task.revisit_owed) == ("case_aaaaaaaaaaaaaaaaaaaaaaaaaa", True)


@pytest.mark.parametrize("over", [RatingClosed, RatingFoundUntrue])
async def test_the_task_of_a_bad_rating_ends_when_the_counter_is_done_with_it(
    block: Block, over: type[EventData]
) -> None:
    await block.hear(from_intake(ServiceRated, "r1", "rat_1"))
    await block.hear(from_intake(over, "r2", "rat_1"), first=1)
    (task,) = await block.incidents()
    assert task.state is State.CLOSED
    (report,) = await block.reports()
    assert report.public_answer == task.public_answer
