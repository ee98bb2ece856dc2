from typing import Any

import pytest

from services.intake.adapters.rating.mongo_ratings import StoredRatings
from services.intake.application.rating.keeping_ratings import rating_id
from services.intake.domain.rating.rating_states import Grade
from shared.events.grid import RevisitRecorded
from shared.events.partners import ServiceApplicationSubmitted, ServiceRatingGiven
from shared.messaging.ledger import Fate
from shared.storage.ports import Changes, Write
from shared.values import Refusal
from tests.services.intake.desk import STREET, Desk


@pytest.mark.parametrize("grade", Grade)
async def test_only_the_two_lowest_grades_are_bad(desk: Desk, grade: Grade) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted)
    result = await desk.hear("portal", ServiceRatingGiven, grade=grade.value)
    assert result.outcome == "handled"
    name, sequence, data = (await desk.announced())[-1]
    assert (name, sequence, data["grade"]) == ("service.rated", 1, grade.value)
    assert data["bad"] is (grade in {Grade.DISSATISFIED, Grade.VERY_DISSATISFIED})


async def test_a_rating_may_name_the_project_number(desk: Desk) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted)
    case = await desk.only()
    await desk.hear("portal", ServiceRatingGiven, reference=case.project_no)
    assert (await desk.announced())[-1][2]["case"] == case.id


async def test_a_second_rating_is_refused_for_good(desk: Desk) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted)
    await desk.hear("portal", ServiceRatingGiven)
    again = await desk.hear("portal", ServiceRatingGiven, grade="satisfied")
    assert again.outcome == Fate.REFUSED
    assert isinstance(again.error, Refusal)
    assert again.error.code == "already-rated"


async def test_a_rating_of_an_unknown_application_is_parked(desk: Desk) -> None:
    assert (await desk.hear("portal", ServiceRatingGiven)).outcome == Fate.PARKED


async def test_a_visit_closes_the_follow_up_of_a_bad_rating(desk: Desk) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted)
    await desk.hear("portal", ServiceRatingGiven)
    case = await desk.only()
    result = await desk.hear("grid", RevisitRecorded, case=case.id, satisfied=True)
    assert result.outcome == "handled"
    name, sequence, data = (await desk.announced())[-1]
    assert (name, sequence, data["satisfied"]) == ("rating.followed-up", 2, True)
    rows = await desk.store.load("ratings", [rating_id(case.id)])
    assert rows[rating_id(case.id)]["state"] == "revisited"


async def test_a_visit_after_a_good_rating_is_refused_for_good(desk: Desk) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted)
    await desk.hear("portal", ServiceRatingGiven, grade="satisfied")
    case = (await desk.only()).id
    assert (await desk.hear("grid", RevisitRecorded, case=case)).outcome == Fate.REFUSED


async def test_a_rating_that_an_older_version_wrote_is_still_visited(desk: Desk) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted)
    case = (await desk.only()).id
    old: dict[str, Any] = {
        "case": case,
        "version": 1,
        "grade": "dissatisfied",
        "details": ["waited-too-long"],
        "rated_at": desk.clock.now(),
        "state": "verifying",
        "satisfied_after_visit": None,
        "hlc": 1,
    }
    transaction = await desk.store.begin()
    write = Write(rating_id(case), {"_id": rating_id(case), **old}, 0)
    await transaction.write(Changes({"ratings": [write]}))
    await transaction.commit()
    result = await desk.hear("grid", RevisitRecorded, case=case, satisfied=True)
    assert result.outcome == "handled"
    assert await StoredRatings(desk.store).page(STREET, after=None, limit=9) == []
