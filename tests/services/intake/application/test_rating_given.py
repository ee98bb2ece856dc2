"""Who may rate, how often, and what silence counts as."""

from datetime import datetime
from typing import Any

import pytest

from services.intake.application.rating.keeping_ratings import rating_id
from services.intake.application.rating.rate import RateByCode, rate_by_code
from services.intake.application.rating.show_rating import read_words, show_rating
from services.intake.domain.history.marks import ContactKind
from services.intake.domain.rating.rating import Given
from services.intake.domain.rating.rating_states import Grade, RatingState
from shared.events.grid import RevisitRecorded
from shared.events.partners import ServiceRatingGiven
from shared.messaging.ledger import Fate
from shared.values import Final, Invalid, NotFound, Refusal
from tests.services.intake.application.bad_ratings import (
    BAD,
    LEADER,
    ended,
    handed_in,
    mended,
    rated,
    said,
)
from tests.services.intake.desk import Desk


async def test_it_is_rated_once_and_once_more_as_a_follow_up(desk: Desk) -> None:
    case = await handed_in(desk)
    with pytest.raises(Refusal) as early:
        await rated(desk, case, assess_number=2)
    assert early.value.code == "not-rated-yet"
    first = await rated(desk, case, Given(Grade.SATISFIED))
    second = await rated(desk, case, assess_number=2)
    assert first.id != second.id == rating_id(case.id, 2)
    for number in (1, 2):
        with pytest.raises(Final) as again:
            await rated(desk, case, assess_number=number)
        assert again.value.code == "already-rated"
    visit = await desk.hear("grid", RevisitRecorded, case=case.id, satisfied=True)
    assert visit.outcome == "handled"
    shown, _ = await desk.run(lambda w: show_rating(second.id, w))
    assert shown.state is RatingState.REVISITED


async def test_a_partner_gives_a_follow_up_by_the_same_number(desk: Desk) -> None:
    case = await handed_in(desk)
    about: dict[str, Any] = {"reference": case.project_no, "grade": "satisfied", "details": []}
    results = [
        await desk.hear("portal", ServiceRatingGiven, **about, assess_number=number)
        for number in (1, 2, 2)
    ]
    assert [r.outcome for r in results] == ["handled", "handled", Fate.REFUSED]


async def test_a_partner_s_bad_rating_without_a_reason_is_not_taken(desk: Desk) -> None:
    case = await handed_in(desk)
    result = await desk.hear("portal", ServiceRatingGiven, reference=case.project_no, details=[])
    assert isinstance(result.error, Invalid)
    assert result.error.code == "detail-needed"


async def test_a_code_that_nobody_has_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await desk.run(lambda w: rate_by_code(RateByCode("0000000000", BAD), w))


async def test_words_are_sealed_and_gone_with_the_person(desk: Desk) -> None:
    case = await handed_in(desk)
    rating = await rated(desk, case, words="等了两个小时。")
    assert "小时" not in str(await desk.store.load("ratings", [rating.id]))
    read = await desk.run(lambda w: read_words(rating, case, w), by=LEADER)
    await desk.run(lambda w: w.people.erase(str(case.applicant)))
    gone = await desk.run(lambda w: read_words(rating, case, w), by=LEADER)
    assert (read, gone) == ("等了两个小时。", None)


async def test_silence_counts_as_the_system_s_default_once_the_window_is_over(desk: Desk) -> None:
    case = await ended(desk)
    await desk.pass_to(datetime.fromisoformat("2026-09-14T17:00:00+08:00"))
    assert "rating.defaulted" not in await said(desk)
    await desk.pass_to(datetime.fromisoformat("2026-09-15T09:00:00+08:00"))
    shown, _ = await desk.run(lambda w: show_rating(rating_id(case.id), w))
    assert (shown.state, shown.active, shown.contact) == (
        RatingState.DEFAULTED,
        False,
        ContactKind.DELIVERED,
    )
    follow_up = await rated(desk, case, assess_number=2)
    assert follow_up.active
    late = await rated(desk, case)
    assert (late.id, late.version, late.state) == (shown.id, 2, RatingState.VERIFYING)
    with pytest.raises(Final):
        await rated(desk, case, Given(Grade.SATISFIED))


async def test_words_of_blanks_are_no_reason(desk: Desk) -> None:
    case = await handed_in(desk)
    with pytest.raises(Invalid) as refused:
        await rated(desk, case, Given(Grade.DISSATISFIED), words="  ")
    assert refused.value.code == "detail-needed"


async def test_who_rated_in_time_is_not_overruled_by_silence(desk: Desk) -> None:
    case = await ended(desk)
    given = await rated(desk, case, Given(Grade.VERY_SATISFIED, ("quick",)))
    await desk.pass_to(datetime.fromisoformat("2026-09-21T09:00:00+08:00"))
    shown, _ = await desk.run(lambda w: show_rating(given.id, w))
    assert shown == given


async def test_nothing_that_is_announced_of_a_rating_says_who_applied(desk: Desk) -> None:
    rating = await rated(desk, await ended(desk))
    await mended(desk, rating.id)
    told = [d for name, _, d in await desk.announced() if "case" in d]
    assert len(told) == 4
    assert not any("applicant" in data for data in told)
