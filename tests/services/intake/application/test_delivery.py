"""送达: an approval reaches the applicant within ten working days of the decision (XKF 44, 82)."""

from datetime import datetime

import pytest

from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import deliver_result
from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import DELIVERY
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.states import State
from shared.events.partners import AgencyDecisionMade
from tests.services.intake.application.promises import check, hand_in, promised, review
from tests.services.intake.application.test_deadlines import clock_of, warnings
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

# Ten working days after Monday, 7 September 2026: a make-up Sunday.
DUE = datetime.fromisoformat("2026-09-20T17:30:00+08:00")
LATER = datetime.fromisoformat("2026-10-30T12:00:00+08:00")


async def decided(desk: Desk, outcome: Outcome) -> Case:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    case = await desk.only()
    await desk.run(lambda w: start_review(case.id, w), by="stf_r0001")
    ground = RejectionGround.CONDITIONS_NOT_MET if outcome is Outcome.REJECTED else None
    decision = DecideApplication(
        case.id, outcome, "依据充分。", "stf_r0001", reviewer=True, ground=ground
    )
    return await desk.run(lambda w: decide_application(decision, w), by="stf_r0001")


async def test_an_approval_is_due_for_delivery_within_ten_working_days(desk: Desk) -> None:
    case = await decided(desk, Outcome.APPROVED)
    assert (clock_of(case, DELIVERY), case.due_at) == (DUE, DUE)
    over = await desk.run(lambda w: deliver_result(case.id, w))
    assert over.open_clocks == ()
    await desk.pass_to(LATER)
    assert [w for w in await warnings(desk) if w[1] == DELIVERY] == []


async def test_what_is_not_delivered_is_warned_of_and_stays_to_be_delivered(desk: Desk) -> None:
    await decided(desk, Outcome.APPROVED)
    await desk.pass_to(LATER)
    assert [w for w in await warnings(desk) if w[1] == DELIVERY] == [
        ("deadline.near-due", DELIVERY, "yellow"),
        ("deadline.near-due", DELIVERY, "red"),
        ("deadline.overdue", DELIVERY, "overdue"),
    ]
    assert (await desk.only()).state is State.DECIDED


async def test_the_law_sets_no_such_limit_for_a_rejection(desk: Desk) -> None:
    case = await decided(desk, Outcome.REJECTED)
    assert case.open_clocks == ()


async def test_while_promised_papers_are_out_it_does_not_run_and_then_it_begins(desk: Desk) -> None:
    await promised(desk)
    withheld = await review(desk, Outcome.APPROVED_DEFICIENT)
    assert DELIVERY not in {clock.name for clock in withheld.clocks}
    await desk.pass_to(datetime.fromisoformat("2026-09-10T10:00:00+08:00"))
    await hand_in(desk, checked=False)
    released = await check(desk, good=True)
    assert clock_of(released, DELIVERY) == datetime.fromisoformat("2026-09-23T17:30:00+08:00")


async def test_what_a_partner_approves_is_delivered_in_time_too(desk: Desk) -> None:
    await apply(desk, "real-estate-registration", "id-card", "household-register")
    await desk.hear("real-estate", AgencyDecisionMade, reference="R-1", outcome="approved")
    assert clock_of(await desk.only(), DELIVERY) == DUE


@pytest.mark.parametrize("at_once", [True, False])
async def test_staff_are_told_whether_a_decision_still_has_to_be_delivered(
    desk: Desk, at_once: bool
) -> None:
    await apply(desk, "residence-proof", "id-card", "tenancy-contract")
    case = await desk.only()
    decision = DecideApplication(case.id, Outcome.APPROVED, "属实。", "stf_c0001", False, at_once)
    case = await desk.run(lambda w: decide_application(decision, w))
    said = {name: data for name, _, data in await desk.announced()}["application.decided"]
    assert said["handed_over"] is at_once
    assert (case.due_at is None) is at_once
