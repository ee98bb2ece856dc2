"""Where an application goes, when its clock starts, and who goes first."""

from datetime import datetime

import pytest

from services.intake.application.case.check import SubmitCorrection, submit_correction
from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import WithdrawApplication, withdraw_application
from services.intake.application.case.keeping import VISIT
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Need, Origin, Outcome
from services.intake.domain.case.states import State
from services.intake.domain.case.wish import Wish
from services.intake.domain.counter.need import stated
from services.intake.domain.work.queues import due_of
from shared.values import Invalid
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import COMMUNITY, STREET, Desk

PAPERS = (Paper("id-card"), Paper("household-register"))


async def hand_in(desk: Desk, org: str = STREET, **more: object) -> Case:
    command = ReceiveApplication(
        "elder-allowance",
        Origin(Channel.WINDOW),
        PAPERS,
        **more,  # type: ignore[arg-type]
    )
    return await desk.run(lambda w: receive_application(command, w), org)


def china(text: str) -> datetime:
    """Return an instant of 2026."""
    return datetime.fromisoformat(f"2026-{text}+08:00")


async def test_an_application_belongs_to_the_point_that_is_named(desk: Desk) -> None:
    assert (await hand_in(desk, point="station-3")).point == "station-3"


async def test_what_a_kiosk_takes_belongs_to_its_staffed_twin(desk: Desk) -> None:
    assert (await hand_in(desk, point="kiosk-hub")).point == "hub"


async def test_without_a_point_it_goes_to_the_one_that_is_open_and_competent(desk: Desk) -> None:
    assert (await hand_in(desk, COMMUNITY)).point == "station-3"
    desk.clock.move(china("09-12T10:00:00"))
    assert (await hand_in(desk, COMMUNITY)).point == "hub"


async def test_what_comes_online_has_a_point_as_well(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card")
    assert (await desk.only()).point == "hub"


@pytest.mark.parametrize("point", ["moon-point", "market-point"])
async def test_a_point_that_is_unknown_or_not_competent_is_refused(desk: Desk, point: str) -> None:
    with pytest.raises(Invalid) as refused:
        await hand_in(desk, point=point)
    assert refused.value.field == "point"
    assert await desk.cases() == []


async def test_the_weekend_counter_gives_a_receipt_and_the_clock_starts_by_law(desk: Desk) -> None:
    saturday = china("09-12T10:00:00")
    desk.clock.move(saturday)
    case = await hand_in(desk, point="hub")
    assert desk.points.known("hub").is_open(saturday, desk.calendars.of(STREET))
    assert [receipt.at for receipt in case.receipts] == [saturday, saturday]
    # Ten working days promised. Day 1 is the next workday, Monday the 14th, although the papers
    # were in before; the 20th is a make-up Sunday, the 25th is a holiday.
    due = {clock.name: clock.due_at for clock in case.clocks}
    assert due["promised"] == china("09-24T17:30:00")


async def test_a_weekend_receipt_and_one_of_monday_differ_by_a_day(desk: Desk) -> None:
    desk.clock.move(china("09-12T10:00:00"))
    saturday = await hand_in(desk)
    desk.clock.move(china("09-14T10:00:00"))
    monday = await hand_in(desk)
    assert saturday.due_at is not None
    assert monday.due_at is not None
    assert saturday.due_at < monday.due_at


@pytest.mark.parametrize("need", Need)
async def test_any_need_that_is_stated_goes_first_and_none_above_another(
    desk: Desk, need: Need
) -> None:
    before = await hand_in(desk)
    desk.clock.move(china("09-07T16:00:00"))
    case, other = await hand_in(desk, need=need), await hand_in(desk, need=Need.AGED)
    assert case.green_channel
    assert due_of(case) == due_of(other) < due_of(before)


async def test_the_green_channel_is_for_a_need_that_is_stated(desk: Desk) -> None:
    command = ReceiveApplication(
        "elder-allowance", Origin(Channel.WINDOW), PAPERS, green_channel=True
    )
    with pytest.raises(Invalid) as refused:
        await desk.run(lambda w: receive_application(command, w))
    assert (refused.value.code, refused.value.field) == ("need-needed", "need")
    assert await desk.cases() == []


async def test_no_need_outlives_the_last_step_of_its_application(desk: Desk) -> None:
    command = ReceiveApplication(
        "employment-registration", Origin(Channel.WINDOW), PAPERS[:1], wish=Wish(), need=Need.AGED
    )
    registered = await desk.run(lambda w: receive_application(command, w))
    case = await hand_in(desk, need=Need.DISABILITY)
    withdrawal = WithdrawApplication(case.id, "撤回")
    withdrawn = await desk.run(lambda w: withdraw_application(withdrawal, w))
    assert (registered.state, withdrawn.state) == (State.ACCEPTED, State.WITHDRAWN)
    assert (registered.need, withdrawn.need) == (None, None)


async def test_a_need_lasts_while_the_application_is_reviewed_on_the_day_of_the_visit(
    desk: Desk,
) -> None:
    command = ReceiveApplication(
        "elder-allowance", Origin(Channel.WINDOW), PAPERS, need=Need.DISABILITY
    )
    case = await desk.run(lambda w: receive_application(command, w))
    begun = await desk.run(lambda w: start_review(case.id, w), by="stf_r0001")
    assert (begun.state, begun.need) == (State.IN_REVIEW, Need.DISABILITY)
    decision = DecideApplication(case.id, Outcome.APPROVED, "符合条件。", "stf_r0001", True)
    decided = await desk.run(lambda w: decide_application(decision, w))
    assert (decided.state, decided.need) == (State.DECIDED, None)


async def test_a_need_is_not_announced_and_goes_with_the_visit(desk: Desk) -> None:
    command = ReceiveApplication(
        "elder-allowance", Origin(Channel.WINDOW), PAPERS[:1], need=Need.PREGNANT
    )
    case = await desk.run(lambda w: receive_application(command, w))
    assert stated(case, desk.clock.now()) is Need.PREGNANT
    await desk.pass_to(china("09-07T23:59:59"))
    assert (await desk.only()).need is Need.PREGNANT
    # No step of anybody's is needed: at midnight the visit is over.
    await desk.pass_to(china("09-08T00:00:00"))
    assert (await desk.only()).need is None
    assert [name for name, _, _ in await desk.announced()][-1] == "visit.ended"
    assert await desk.next_timer(VISIT) is None
    await desk.pass_to(china("09-08T09:00:00"))
    assert stated(case, desk.clock.now()) is None
    correction = SubmitCorrection(case.id, PAPERS)
    case = await desk.run(lambda w: submit_correction(correction, w))
    assert (case.need, case.green_channel) == (None, True)
    said = await desk.announced()
    assert said[0][2]["green_channel"] is True
    assert "pregnant" not in str(said)
