"""Before acceptance, asked back during the review, and the ends after it."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import (
    RevokeApproval,
    WithdrawApplication,
    archive,
    deliver_result,
    revoke_approval,
    withdraw_application,
)
from services.intake.application.case.recall import (
    RecallStep,
    grant_recall,
    refuse_recall,
    request_recall,
)
from services.intake.application.case.review import (
    RecordOnSite,
    TakeStep,
    record_onsite_review,
    take_step,
)
from services.intake.application.case.screen import PreReject, pre_accept, pre_reject
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RevocationGround
from services.intake.domain.case.parts import Outcome, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.policies import CorrectionLapse
from shared.calendar import Limit, Unit
from shared.values import Final, Invalid, Refusal
from tests.services.intake.application.test_procedures import end, start
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

ONLINE = "flexible-employment-subsidy"
ALL = ("id-card", "hardship-certificate", "contribution-record")
HOUSING = ("housing-application", "id-card", "household-register", "housing-situation")
LATER = datetime.fromisoformat("2026-10-30T12:00:00+08:00")


async def names(desk: Desk) -> list[str]:
    return [name for name, _, _ in await desk.announced()]


async def in_review(desk: Desk) -> Case:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    case = await desk.only()
    return await desk.run(lambda w: start_review(case.id, w))


async def test_what_comes_online_waits_to_be_looked_at_where_the_item_says_so(desk: Desk) -> None:
    await apply(desk, ONLINE, *ALL)
    case = await desk.only()
    assert (case.state, await names(desk)) == (State.SUBMITTED, ["application.submitted"])
    assert {clock.name for clock in case.open_clocks} == {"online-check", "correction-notice"}
    case = await desk.run(lambda w: pre_accept(case.id, w))
    assert case.state is State.ACCEPTED
    assert (await names(desk))[1:] == ["application.received", "application.accepted"]


async def test_the_window_is_warned_on_the_morning_of_the_one_day_it_has(desk: Desk) -> None:
    await apply(desk, ONLINE, *ALL)
    await desk.pass_to(datetime.fromisoformat("2026-09-08T18:00:00+08:00"))
    told = [(d["clock"], d["alert"]) for n, _, d in await desk.announced() if "deadline" in n]
    assert told == [("online-check", "red"), ("online-check", "overdue")]


async def test_what_cannot_be_taken_in_goes_back_with_reasons_and_may_come_again(
    desk: Desk,
) -> None:
    await apply(desk, ONLINE, *ALL)
    case = await desk.only()
    command = PreReject(case.id, "上传的材料无法辨认。")
    case = await desk.run(lambda w: pre_reject(command, w))
    assert (case.state, case.open_clocks) == (State.PRE_REJECTED, ())
    assert case.receipts[-1].kind is ReceiptKind.PRE_REJECTED
    await apply(desk, ONLINE, *ALL)
    assert (await desk.cases())[-1].state is State.SUBMITTED


async def test_to_look_at_it_first_gains_the_office_no_time(desk: Desk) -> None:
    await apply(desk, ONLINE, "id-card")
    submitted = (await desk.only()).received_at
    await desk.pass_to(datetime.fromisoformat("2026-09-15T09:00:00+08:00"))
    case = await desk.only()
    assert (case.state, case.accepted_at) == (State.ACCEPTED, submitted)
    told = [name for name in await names(desk) if "deadline" not in name]
    assert told == ["application.submitted", "application.received", "application.accepted"]


@pytest.mark.parametrize(
    ("policy", "state", "event"),
    [
        (CorrectionLapse.RETURNED, State.RETURNED, "application.returned"),
        (CorrectionLapse.DEEMED_WITHDRAWN, State.DEEMED_WITHDRAWN, "application.withdrawn"),
    ],
)
async def test_what_is_not_corrected_ends_as_the_item_says(
    desk: Desk, policy: CorrectionLapse, state: State, event: str
) -> None:
    item = desk.catalogue.get("elder-allowance")
    desk.catalogue._items[item.code] = replace(
        item, correction_limit=Limit(10, Unit.WORKING_DAYS), correction_lapse=policy
    )
    await apply(desk, "elder-allowance", "id-card")
    await desk.pass_to(LATER)
    case = await desk.only()
    assert (case.state, case.receipts[-1].kind.value) == (state, state.value)
    told = [name for name in await names(desk) if not name.startswith("rating.")]
    assert told[-1] == event


async def test_during_the_review_it_is_asked_back_and_given_back(desk: Desk) -> None:
    case = await in_review(desk)
    with pytest.raises(Final, match="withdraw"):
        await desk.run(lambda w: withdraw_application(WithdrawApplication(case.id, "撤回。"), w))
    asked = await desk.run(lambda w: request_recall(RecallStep(case.id, "另行办理。"), w))
    assert {clock.name for clock in asked.open_clocks} == {"statutory", "promised"}
    case = await desk.run(lambda w: grant_recall(case.id, w))
    assert (case.state, case.open_clocks) == (State.WITHDRAWN, ())
    name, _, said = (await desk.announced())[-1]
    assert (name, said["reasons"]) == ("application.withdrawn", "另行办理。")
    assert said["recalled"]


async def test_a_recall_that_is_refused_lets_a_special_procedure_go_on(desk: Desk) -> None:
    case = await in_review(desk)
    await start(desk)
    await desk.run(lambda w: request_recall(RecallStep(case.id, "另行办理。"), w))
    case = await desk.run(lambda w: refuse_recall(RecallStep(case.id, "涉及他人。"), w))
    assert (case.state, case.receipts[-1].kind) == (State.SUSPENDED, ReceiptKind.RECALL_REFUSED)
    assert [clock.due_at for clock in case.open_clocks if clock.name == "promised"] == [None]
    assert (await end(desk)).state is State.IN_REVIEW


async def test_steps_and_two_staff_on_the_spot_come_before_the_decision(desk: Desk) -> None:
    await apply(desk, "public-rental-housing", *HOUSING)
    key = (await desk.only()).id
    await desk.run(lambda w: start_review(key, w), by="stf_r0001")
    decision = DecideApplication(key, Outcome.APPROVED, "符合条件。", "stf_r0003", True)
    with pytest.raises(Refusal, match="handle, examine"):
        await desk.run(lambda w: decide_application(decision, w))
    for by in ("stf_r0001", "stf_r0002"):
        await desk.run(lambda w, by=by: take_step(TakeStep(key, by, "同意。", True), w))  # type: ignore[misc]
    with pytest.raises(Refusal, match="on the spot"):
        await desk.run(lambda w: decide_application(decision, w))
    visit = RecordOnSite(key, ("stf_r0001", "stf_r0002"), "属实。", "stf_r0001")
    await desk.run(lambda w: record_onsite_review(visit, w))
    case = await desk.run(lambda w: decide_application(decision, w))
    assert case.state is State.DECIDED
    assert (await names(desk))[-4:] == [
        "review.step-taken",
        "review.step-taken",
        "onsite-review.recorded",
        "application.decided",
    ]


async def test_an_instant_item_ends_in_one_visit(desk: Desk) -> None:
    await apply(desk, "elder-card", "id-card", "photo")
    key = (await desk.only()).id
    at_once = DecideApplication(key, Outcome.APPROVED, "符合条件。", "stf_c0001", False, True)
    case = await desk.run(lambda w: decide_application(at_once, w))
    assert (case.state, (await names(desk))[-1]) == (State.DELIVERED, "result.delivered")


async def test_only_an_instant_item_is_handed_over_at_once(desk: Desk) -> None:
    case = await in_review(desk)
    at_once = DecideApplication(case.id, Outcome.APPROVED, "符合条件。", "stf_r0001", True, True)
    with pytest.raises(Invalid, match="instant"):
        await desk.run(lambda w: decide_application(at_once, w))


async def test_what_was_delivered_is_archived_and_an_approval_can_still_be_revoked(
    desk: Desk,
) -> None:
    case = await in_review(desk)
    decision = DecideApplication(case.id, Outcome.APPROVED, "符合条件。", "stf_r0001", True)
    await desk.run(lambda w: decide_application(decision, w))
    await desk.run(lambda w: deliver_result(case.id, w))
    assert (await desk.run(lambda w: archive(case.id, w))).state is State.ARCHIVED
    ground = RevocationGround.DECEPTION
    command = RevokeApproval(
        case.id, "东胜区民政局", ground, "行政许可法第六十九条", "材料系伪造。", "stf_r0001"
    )
    case = await desk.run(lambda w: revoke_approval(command, w))
    assert (case.state, (await names(desk))[-1]) == (State.REVOKED, "approval.revoked")
