"""A bad rating from its receipt to its end, and what silence does."""

from datetime import datetime

import pytest

from services.intake.application.rating.follow_rating import (
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
from services.intake.application.rating.rating_deadlines import apply_rating_calendar
from services.intake.application.rating.show_rating import reach_rater, show_rating
from services.intake.domain.history.marks import ContactKind
from services.intake.domain.rating.rating_states import RatingState
from shared.events.grid import RevisitRecorded
from shared.values import NotAllowed, Refusal
from tests.services.intake.application.bad_ratings import (
    CLERK,
    LEADER,
    SECOND,
    handed_in,
    mended,
    rated,
    said,
)
from tests.services.intake.desk import ZHANG, Desk


async def test_a_bad_rating_is_verified_mended_visited_and_closed(desk: Desk) -> None:
    rating = await rated(desk, await handed_in(desk))
    assert (rating.state, rating.rated, rating.contact) == (
        RatingState.VERIFYING,
        (CLERK,),
        ContactKind.ACCEPTED,
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
