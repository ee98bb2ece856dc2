"""What time brings an application, over the National Day holiday of 2025 and its 调休."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.intake.application.case.check import (
    RequestCorrection,
    SubmitCorrection,
    request_correction,
    submit_correction,
)
from services.intake.application.case.deadlines import look_at_clocks
from services.intake.application.case.decide import (
    DecideApplication,
    SupplementPapers,
    decide_application,
    start_review,
    supplement_papers,
)
from services.intake.application.case.end import deliver_result
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Outcome, ReceiptKind
from services.intake.domain.case.states import State
from shared.calendar import Alert, Limit, Unit
from shared.events.partners import EmploymentApplicationSubmitted
from shared.testing.clock import SetClock
from shared.values import Refusal
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

TUESDAY = datetime.fromisoformat("2025-09-30T16:00:00+08:00")
DUE = datetime.fromisoformat("2025-10-14T17:30:00+08:00")
LATER = datetime.fromisoformat("2026-01-31T12:00:00+08:00")
BY_HAND = "veterans-priority-card"


@pytest.fixture
def desk() -> Desk:
    """An intake on the last afternoon before the holiday."""
    return Desk(clock=SetClock(TUESDAY))


def clock_of(case: Case, name: str) -> datetime | None:
    return {clock.name: clock.due_at for clock in case.clocks}[name]


async def warnings(desk: Desk) -> list[tuple[str, str, str]]:
    """Every warning: its kind, its clock, its alert."""
    return [
        (name, data["clock"], data["alert"])
        for name, _, data in await desk.announced()
        if name in {"deadline.near-due", "deadline.overdue"}
    ]


async def test_silence_to_the_end_of_the_fifth_working_day_accepts_from_the_receipt(
    desk: Desk,
) -> None:
    await apply(desk, BY_HAND, "id-card")
    assert (await desk.only()).due_at == DUE
    await desk.pass_to(DUE)
    assert (await desk.only()).state is State.RECEIVED
    await desk.pass_to(LATER)
    case = await desk.only()
    assert (case.state, case.accepted_at) == (State.ACCEPTED, TUESDAY)
    receipt = case.receipts[-1]
    assert receipt.kind is ReceiptKind.ACCEPTED
    assert DUE < receipt.at <= LATER  # dated when it was given, whatever it says of the acceptance
    said = {name: data for name, _, data in await desk.announced()}["application.accepted"]
    assert (said["by_silence"], said["missing"]) == (True, ["discharge-certificate", "photo"])
    assert {clock.name: clock.started_at for clock in case.open_clocks} == {
        "statutory": TUESDAY,
        "promised": TUESDAY,
    }


async def test_the_window_is_warned_on_the_third_and_the_fourth_day_which_the_holiday_puts_off(
    desk: Desk,
) -> None:
    await apply(desk, BY_HAND, "id-card")
    looks = []
    while (at := await desk.next_timer()) is not None and at <= DUE.replace(day=15):
        looks.append(at.astimezone(DUE.tzinfo).isoformat())
        await desk.pass_to(at)
    make_up_saturday, monday = "2025-10-11T08:30:00+08:00", "2025-10-13T08:30:00+08:00"
    assert looks[:3] == [make_up_saturday, monday, "2025-10-14T17:30:01+08:00"]


async def test_each_clock_warns_once_yellow_once_red_and_once_overdue(desk: Desk) -> None:
    await apply(desk, BY_HAND, "id-card")
    await desk.pass_to(LATER)
    steps = (("near-due", "yellow"), ("near-due", "red"), ("overdue", "overdue"))
    every = [
        (f"deadline.{name}", clock, alert)
        for clock in ("correction-notice", "promised", "statutory")
        for name, alert in steps
    ]
    assert sorted(await warnings(desk)) == sorted(every)
    assert await desk.next_timer() is None


async def test_what_silence_accepted_is_not_approved_without_its_papers(desk: Desk) -> None:
    await apply(desk, BY_HAND, "id-card")
    await desk.pass_to(DUE.replace(day=15))
    case = await desk.only()
    await desk.run(lambda w: start_review(case.id, w))
    approve = DecideApplication(case.id, Outcome.APPROVED, "符合条件。", "stf_r0001", True)
    with pytest.raises(Refusal, match="discharge-certificate"):
        await desk.run(lambda w: decide_application(approve, w))
    papers = (Paper("discharge-certificate"), Paper("photo"))
    await desk.run(lambda w: supplement_papers(SupplementPapers(case.id, papers), w))
    await desk.run(lambda w: decide_application(approve, w))
    assert (await desk.only()).state is State.DECIDED


async def test_what_silence_accepted_may_be_rejected_for_what_is_missing(desk: Desk) -> None:
    await apply(desk, BY_HAND, "id-card")
    await desk.pass_to(DUE.replace(day=15))
    case = await desk.only()
    await desk.run(lambda w: start_review(case.id, w))
    ground = RejectionGround.PAPERS_INCOMPLETE
    reject = DecideApplication(
        case.id, Outcome.REJECTED, "材料不足。", "stf_r0001", True, ground=ground
    )
    await desk.run(lambda w: decide_application(reject, w))
    assert (await desk.only()).open_clocks == ()


async def test_a_notice_in_time_stops_the_clock_of_the_notice_for_good(desk: Desk) -> None:
    await apply(desk, BY_HAND, "id-card")
    case = await desk.only()
    notice = RequestCorrection(case.id, ("discharge-certificate",))
    await desk.run(lambda w: request_correction(notice, w))
    await desk.pass_to(LATER)
    case = await desk.only()
    assert (case.state, case.running) == (State.CORRECTION, False)
    assert await warnings(desk) == []


async def test_papers_that_come_after_the_notice_have_a_fresh_clock_and_silence_counts_from_them(
    desk: Desk,
) -> None:
    await apply(desk, "elder-allowance", "id-card")
    first = await desk.only()
    assert first.state is State.CORRECTION
    await desk.pass_to(TUESDAY.replace(month=11, day=3))
    await desk.run(lambda w: submit_correction(SubmitCorrection(first.id, ()), w))
    assert (await desk.only()).due_at == datetime.fromisoformat("2025-11-10T17:30:00+08:00")
    await desk.pass_to(LATER)
    case = await desk.only()
    assert (case.state, case.accepted_at) == (State.ACCEPTED, TUESDAY.replace(month=11, day=3))
    assert case.missing == ("household-register",)


async def test_a_look_that_comes_too_early_changes_nothing(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    before, timer = await desk.only(), await desk.next_timer()
    await desk.run(lambda w: look_at_clocks(before.id, w))
    assert (await desk.only(), await desk.next_timer()) == (before, timer)


async def test_where_the_item_says_so_what_is_not_corrected_in_time_goes_back(desk: Desk) -> None:
    item = desk.catalogue.get("elder-allowance")
    limited = replace(item, correction_limit=Limit(10, Unit.WORKING_DAYS))
    desk.catalogue._items[item.code] = limited
    await apply(desk, "elder-allowance", "id-card")
    assert (await desk.only()).due_at == datetime.fromisoformat("2025-10-21T17:30:00+08:00")
    await desk.pass_to(LATER)
    case = await desk.only()
    assert (case.state, case.running) == (State.RETURNED, False)
    said = {name: data for name, _, data in await desk.announced()}
    assert said["application.returned"]["missing"] == ["household-register"]


async def test_the_promise_and_the_law_run_from_the_acceptance(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    case = await desk.only()
    assert clock_of(case, "promised") == datetime.fromisoformat("2025-10-21T17:30:00+08:00")
    assert clock_of(case, "statutory") == datetime.fromisoformat("2025-11-18T17:30:00+08:00")
    assert case.due_at == clock_of(case, "promised")


async def test_a_decision_ends_the_clocks_and_its_delivery_the_last_timer(desk: Desk) -> None:
    await apply(desk, "elder-card", "id-card", "photo")
    case = await desk.only()
    assert [clock.name for clock in case.open_clocks] == ["statutory"]
    decision = DecideApplication(case.id, Outcome.APPROVED, "符合条件。", "stf_c0001", False)
    decided = await desk.run(lambda w: decide_application(decision, w))
    assert [clock.name for clock in decided.open_clocks] == ["delivery"]
    await desk.run(lambda w: deliver_result(case.id, w))
    assert (await desk.only()).open_clocks == ()
    assert await desk.next_timer() is None


async def test_a_registration_that_is_complete_has_no_clock_left(desk: Desk) -> None:
    await desk.hear("portal", EmploymentApplicationSubmitted)
    assert (await desk.only()).state is State.ACCEPTED
    assert await desk.next_timer() is None


async def test_after_an_outage_only_what_holds_now_is_announced(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    desk.clock.move(datetime.fromisoformat("2025-10-23T09:00:00+08:00"))
    await desk.pass_to(desk.clock.now())
    assert [w for w in await warnings(desk) if w[1] == "promised"] == [
        ("deadline.overdue", "promised", "overdue")
    ]


async def test_an_item_sets_when_its_clocks_warn(desk: Desk) -> None:
    item = desk.catalogue.get("elder-allowance")
    early = replace(item, yellow=replace(item.red, left=9), red=replace(item.red, left=8))
    desk.catalogue._items[item.code] = early
    await apply(desk, "elder-allowance", "id-card", "household-register")
    first = await desk.next_timer()
    assert first is not None
    assert first < datetime.fromisoformat("2025-10-10T23:59:59+08:00")
    assert {w.alert for w in (await desk.only()).warned} <= {Alert.YELLOW}
