"""A bad rating from its receipt to its end, and what silence does."""

from datetime import datetime
from typing import Any

import pytest

from services.intake.application.decide import DecideApplication, decide_application, start_review
from services.intake.application.end import deliver_result
from services.intake.application.follow_rating import (
    DecideAppeal,
    StartRectification,
    VerifyRating,
    appeal_rating,
    close_rating,
    decide_appeal,
    finish_rectification,
    revisit,
    start_rectification,
    verify_rating,
)
from services.intake.application.keeping_ratings import rating_id
from services.intake.application.rate import RateByCode, rate_by_code
from services.intake.application.rating_deadlines import apply_rating_calendar
from services.intake.application.receive import ReceiveApplication, receive_application
from services.intake.application.show_rating import reach_rater, read_words, show_rating
from services.intake.domain.case import Case
from services.intake.domain.marks import ContactKind
from services.intake.domain.papers import Paper
from services.intake.domain.parts import Channel, Origin, Outcome
from services.intake.domain.rating import Given, Rating
from services.intake.domain.rating_states import Grade, RatingState
from shared.events.grid import RevisitRecorded
from shared.events.partners import ServiceRatingGiven
from shared.messaging.ledger import Fate
from shared.privacy.records import PersonalDetails
from shared.values import Final, Invalid, NotAllowed, NotFound, Refusal
from tests.services.intake.desk import ZHANG, Desk

CLERK, LEADER, SECOND = "stf_c0001", "stf_g0001", "stf_g0002"
BAD = Given(Grade.VERY_DISSATISFIED, ("rude",))
PAPERS = (Paper("id-card"), Paper("household-register"))


async def handed_in(desk: Desk) -> Case:
    """Hand an application in at the window of a clerk."""
    command = ReceiveApplication(
        "elder-allowance", Origin(Channel.WINDOW), PAPERS, person=PersonalDetails(**ZHANG)
    )
    return await desk.run(lambda w: receive_application(command, w))


async def rated(desk: Desk, case: Case, given: Given = BAD, **more: Any) -> Rating:
    command = RateByCode(str(case.marks.receipt_code), given, **more)
    return await desk.run(lambda w: rate_by_code(command, w), by="resident-1")


async def said(desk: Desk) -> list[str]:
    return [name for name, _, data in await desk.announced() if "rating" in name or "recti" in name]


async def mended(desk: Desk, key: str) -> Rating:
    """Verify and mend a bad rating."""
    verification = VerifyRating(key, "当日等候两小时，属实。")
    start = StartRectification(key, CLERK, "增开窗口。")
    await desk.run(lambda w: verify_rating(verification, w), by=LEADER)
    await desk.run(lambda w: start_rectification(start, w), by=LEADER)
    return await desk.run(lambda w: finish_rectification(key, "已增开。", w), by=LEADER)


async def test_a_bad_rating_is_verified_mended_visited_and_closed(desk: Desk) -> None:
    rating = await rated(desk, await handed_in(desk))
    assert (rating.state, rating.rated, rating.contact) == (
        RatingState.VERIFYING,
        (CLERK,),
        ContactKind.RECEIVED,
    )
    assert (await mended(desk, rating.id)).state is RatingState.RECTIFIED
    await desk.run(lambda w: revisit(rating.id, w, satisfied=True), by=LEADER)
    closed = await desk.run(lambda w: close_rating(rating.id, w), by=LEADER)
    assert (closed.state, closed.running) == (RatingState.CLOSED, False)
    assert await said(desk) == [
        "rating.confirmed",
        "rectification.started",
        "rectification.finished",
        "rating.followed-up",
        "rating.closed",
    ]


async def test_whoever_is_rated_judges_nothing_of_it(desk: Desk) -> None:
    key = (await rated(desk, await handed_in(desk))).id
    for act in (
        lambda w: verify_rating(VerifyRating(key, "无此事。", "not-true"), w),
        lambda w: start_rectification(StartRectification(key, CLERK, "改。"), w),
        lambda w: finish_rectification(key, "已改。", w),
        lambda w: revisit(key, w, satisfied=True),
        lambda w: decide_appeal(DecideAppeal(key, excluded=True), w),
        lambda w: close_rating(key, w),
        lambda w: reach_rater(key, w),
    ):
        with pytest.raises(NotAllowed) as refused:
            await desk.run(act, by=CLERK)
        assert refused.value.code == "own-work"


async def test_the_counter_does_not_visit_what_nobody_verified_and_mended(desk: Desk) -> None:
    key = (await rated(desk, await handed_in(desk))).id
    with pytest.raises(Refusal) as refused:
        await desk.run(lambda w: revisit(key, w, satisfied=True), by=LEADER)
    assert refused.value.code == "not-in-this-state"


async def test_the_grid_s_visit_is_taken_while_the_counter_mends(desk: Desk) -> None:
    rating = await rated(desk, await handed_in(desk))
    verification = VerifyRating(rating.id, "属实。")
    await desk.run(lambda w: verify_rating(verification, w), by=LEADER)
    visit = await desk.hear("grid", RevisitRecorded, case=rating.case, satisfied=True)
    shown, _ = await desk.run(lambda w: show_rating(rating.id, w))
    assert (visit.outcome, shown.state) == ("handled", RatingState.CONFIRMED)
    assert shown.handling.noted_visits == 1


async def test_staff_who_are_not_rated_and_do_not_lead_may_not_appeal(desk: Desk) -> None:
    key = (await rated(desk, await handed_in(desk))).id
    untrue = VerifyRating(key, "评价人误点。", "mistaken")
    await desk.run(lambda w: verify_rating(untrue, w), by=LEADER)
    with pytest.raises(NotAllowed) as refused:
        await desk.run(lambda w: appeal_rating(key, "误评。", w), by="stf_c0002")
    assert refused.value.code == "not-your-work"
    appealed = await desk.run(lambda w: appeal_rating(key, "误评。", w), by=CLERK)
    assert appealed.handling.appealed_by == CLERK


async def test_a_mistaken_rating_is_left_out_by_a_second_pair_of_eyes(desk: Desk) -> None:
    key = (await rated(desk, await handed_in(desk))).id
    untrue = VerifyRating(key, "评价人误点。", "mistaken")
    await desk.run(lambda w: verify_rating(untrue, w), by=LEADER)
    await desk.run(lambda w: appeal_rating(key, "误评。", w), by=CLERK)
    decision = DecideAppeal(key, excluded=True)
    with pytest.raises(NotAllowed):
        await desk.run(lambda w: decide_appeal(decision, w), by=LEADER)
    excluded = await desk.run(lambda w: decide_appeal(decision, w), by=SECOND)
    assert (excluded.state, excluded.active) == (RatingState.EXCLUDED, False)
    late = await desk.hear("grid", RevisitRecorded, case=excluded.case, satisfied=True)
    assert late.outcome == "handled"


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


async def test_whoever_verifies_reaches_the_giver_by_telephone(desk: Desk) -> None:
    rating = await rated(desk, await handed_in(desk))
    phone = await desk.run(lambda w: reach_rater(rating.id, w), by=LEADER)
    assert phone == ZHANG["phone"]


async def test_the_clocks_warn_and_run_out_on_working_days(desk: Desk) -> None:
    rating = await rated(desk, await handed_in(desk))
    await desk.pass_to(datetime.fromisoformat("2026-09-08T18:00:00+08:00"))
    verification = VerifyRating(rating.id, "属实。")
    await desk.run(lambda w: verify_rating(verification, w), by=LEADER)
    await desk.pass_to(datetime.fromisoformat("2026-09-30T18:00:00+08:00"))
    warned = [
        (data["clock"], data["alert"])
        for name, _, data in await desk.announced()
        if name.startswith("rating-deadline")
    ]
    assert warned == [
        ("rating-verification", "red"),
        ("rating-verification", "overdue"),
        ("rating-rectification", "yellow"),
        ("rating-rectification", "red"),
        ("rating-rectification", "overdue"),
    ]
    assert await desk.next_timer("rating-deadline") is None
    assert await desk.run(lambda w: apply_rating_calendar((rating.id,), w)) == []


async def ended(desk: Desk) -> Case:
    """Take an application to its delivery."""
    case = await handed_in(desk)
    decision = DecideApplication(case.id, Outcome.APPROVED, "符合条件。", "stf_r0001", True)
    await desk.run(lambda w: start_review(case.id, w), by="stf_r0001")
    await desk.run(lambda w: decide_application(decision, w))
    return await desk.run(lambda w: deliver_result(case.id, w))


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
