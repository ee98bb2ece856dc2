import pytest

from services.intake.application.case.check import (
    AcceptApplication,
    RequestCorrection,
    SubmitCorrection,
    accept_application,
    request_correction,
    submit_correction,
)
from services.intake.application.case.decide import (
    DecideApplication,
    SupplementPapers,
    decide_application,
    start_review,
    supplement_papers,
)
from services.intake.application.case.end import (
    RefuseApplication,
    WithdrawApplication,
    deliver_result,
    refuse_application,
    withdraw_application,
)
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin, Outcome, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.promise.promise import Commitment, Pledge
from shared.events.grid import HelpRequested
from shared.events.partners import (
    AgencyDecisionMade,
    BankAnswerGiven,
    EmploymentApplicationSubmitted,
    ServiceApplicationSubmitted,
)
from shared.messaging.ledger import Fate
from shared.values import Invalid, NotAllowed, Refusal
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

MAIN = ("allowance-application", "id-card", "household-register", "property-statement")


def decision(case: Case, *, reviewer: bool = True, outcome: str = "approved") -> DecideApplication:
    by = "stf_r0001" if reviewer else "stf_c0001"
    return DecideApplication(case.id, Outcome(outcome), "符合条件。", by, reviewer)


async def test_from_acceptance_to_delivery_every_step_is_announced_in_order(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    case = await desk.only()
    await desk.run(lambda w: start_review(case.id, w))
    await desk.run(lambda w: decide_application(decision(case), w))
    await desk.run(lambda w: deliver_result(case.id, w))
    case = await desk.only()
    assert case.state is State.DELIVERED
    assert case.decision is not None
    assert case.decision.by == "stf_r0001"
    assert [sequence for _, sequence, _ in await desk.announced()] == [1, 2, 3, 4, 5]


async def test_a_clerk_decides_an_instant_item_in_one_visit(desk: Desk) -> None:
    await apply(desk, "elder-card", "id-card", "photo")
    case = await desk.only()
    await desk.run(lambda w: decide_application(decision(case, reviewer=False), w))
    assert [name for name, _, _ in await desk.announced()] == [
        "application.received",
        "application.accepted",
        "review.started",
        "application.decided",
    ]


async def test_a_clerk_does_not_decide_a_promised_item(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    case = await desk.only()
    with pytest.raises(NotAllowed, match="reviewer"):
        await desk.run(lambda w: decide_application(decision(case, reviewer=False), w))


async def test_who_accepted_a_promised_item_does_not_start_its_review(desk: Desk) -> None:
    papers = tuple(map(Paper, ("id-card", "household-register")))
    command = ReceiveApplication("elder-allowance", Origin(Channel.WINDOW), papers)
    case = await desk.run(lambda w: receive_application(command, w))
    with pytest.raises(NotAllowed, match="another reviewer"):
        await desk.run(lambda w: start_review(case.id, w))
    begun = await desk.run(lambda w: start_review(case.id, w), by="stf_r0001")
    assert begun.state is State.IN_REVIEW


async def test_no_result_before_the_promised_papers_are_in(desk: Desk) -> None:
    await apply(desk, "minimum-living-allowance", *MAIN, promised=("income-proof",))
    case = await desk.only()
    await desk.run(lambda w: start_review(case.id, w))
    with pytest.raises(Refusal, match="income-proof"):
        await desk.run(lambda w: decide_application(decision(case), w))
    more = SupplementPapers(case.id, (Paper("income-proof", "original"),))
    case = await desk.run(lambda w: supplement_papers(more, w))
    assert case.deficient == ()
    case = await desk.run(lambda w: decide_application(decision(case), w))
    assert case.state is State.DECIDED


async def test_a_paper_that_was_not_promised_supplements_nothing(desk: Desk) -> None:
    await apply(desk, "minimum-living-allowance", *MAIN, promised=("income-proof",))
    case = await desk.only()
    with pytest.raises(Refusal, match="income-proof"):
        await desk.run(
            lambda w: supplement_papers(SupplementPapers(case.id, (Paper("id-card"),)), w)
        )


async def test_a_registration_decides_nothing(desk: Desk) -> None:
    await desk.hear("portal", EmploymentApplicationSubmitted)
    case = await desk.only()
    with pytest.raises(Refusal, match="registration"):
        await desk.run(lambda w: start_review(case.id, w))


async def test_what_was_corrected_is_checked_again_and_accepted(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card")
    case = await desk.only()
    papers = SubmitCorrection(case.id, (Paper("household-register", "original"),))
    case = await desk.run(lambda w: submit_correction(papers, w))
    assert (case.state, case.missing) == (State.ACCEPTED, ())


async def test_after_an_incomplete_correction_a_clerk_looks_at_it(desk: Desk) -> None:
    await apply(desk, "minimum-living-allowance", "id-card")
    case = await desk.only()
    papers = tuple(Paper(code) for code in MAIN)
    case = await desk.run(lambda w: submit_correction(SubmitCorrection(case.id, papers), w))
    assert (case.state, case.missing) == (State.RECEIVED, ("income-proof",))
    with pytest.raises(Refusal, match="income-proof"):
        await desk.run(lambda w: accept_application(AcceptApplication(case.id), w))
    letter = Commitment("CN-7", (Pledge("income-proof"),))
    accept = AcceptApplication(case.id, ("income-proof",), letter)
    case = await desk.run(lambda w: accept_application(accept, w))
    assert (case.state, case.deficient) == (State.ACCEPTED, ("income-proof",))


async def test_a_second_notice_names_listed_papers_only(desk: Desk) -> None:
    await apply(desk, "minimum-living-allowance", "id-card")
    case = await desk.only()
    await desk.run(lambda w: submit_correction(SubmitCorrection(case.id, ()), w))
    with pytest.raises(Invalid):
        await desk.run(lambda w: request_correction(RequestCorrection(case.id, ("diploma",)), w))
    ask = RequestCorrection(case.id, ("income-proof",))
    assert (await desk.run(lambda w: request_correction(ask, w))).state is State.CORRECTION


@pytest.mark.parametrize("ground", ["not-required", "out-of-competence"])
async def test_the_two_refusals_are_two_outcomes_each_with_a_receipt(
    desk: Desk, ground: str
) -> None:
    await apply(desk, "elder-allowance", "id-card")
    command = RefuseApplication((await desk.only()).id, ground, "依法不需要办理。")
    case = await desk.run(lambda w: refuse_application(command, w))
    assert case.state == ground
    assert case.receipts[-1].kind is ReceiptKind.REFUSED
    name, _, data = (await desk.announced())[-1]
    assert (name, data["ground"]) == ("application.refused", ground)


async def test_grid_hears_what_became_of_its_request_for_help(desk: Desk) -> None:
    await desk.hear("grid", HelpRequested, subject="inc_1")
    case = await desk.only()
    papers = tuple(Paper(c) for c in ("relief-application", "id-card", "hardship-proof"))
    await desk.run(lambda w: submit_correction(SubmitCorrection(case.id, papers), w))
    await desk.run(lambda w: start_review(case.id, w), by="stf_r0001")
    await desk.run(lambda w: decide_application(decision(case), w))
    name, _, data = (await desk.announced())[-1]
    assert (name, data["incident"]) == ("application.decided", "inc_1")


async def test_grid_hears_of_a_withdrawal_too(desk: Desk) -> None:
    await desk.hear("grid", HelpRequested, subject="inc_1")
    command = WithdrawApplication((await desk.only()).id, "困难已缓解。")
    await desk.run(lambda w: withdraw_application(command, w))
    name, _, data = (await desk.announced())[-1]
    assert (name, data["incident"]) == ("application.withdrawn", "inc_1")


async def handed_over(desk: Desk) -> Case:
    await desk.hear(
        "portal", ServiceApplicationSubmitted, item_code="real-estate-registration", reference="B1"
    )
    return await desk.only()


@pytest.mark.parametrize("outcome", ["approved", "rejected"])
async def test_the_agency_decides_by_the_reference(desk: Desk, outcome: str) -> None:
    await handed_over(desk)
    result = await desk.hear("real-estate", AgencyDecisionMade, reference="B1", outcome=outcome)
    assert result.outcome == "handled"
    case = await desk.only()
    assert case.decision is not None
    assert (case.state, case.decision.outcome) == (State.DECIDED, outcome)
    assert (await desk.announced())[-1][2]["decided_by"] == "real-estate"


async def test_the_agency_may_name_our_project_number_too(desk: Desk) -> None:
    case = await handed_over(desk)
    result = await desk.hear("real-estate", AgencyDecisionMade, reference=case.project_no)
    assert result.outcome == "handled"


@pytest.mark.parametrize("ours", [False, True])
async def test_another_partner_cannot_decide_what_was_not_handed_to_it(
    desk: Desk, *, ours: bool
) -> None:
    case = await handed_over(desk)
    reference = case.project_no if ours else "B1"
    result = await desk.hear("bank-ordos", BankAnswerGiven, reference=reference)
    assert result.outcome == Fate.PARKED
    assert (await desk.only()).state is State.IN_REVIEW


async def test_staff_cannot_decide_what_was_handed_over(desk: Desk) -> None:
    case = await handed_over(desk)
    with pytest.raises(NotAllowed, match="real-estate"):
        await desk.run(lambda w: decide_application(decision(case), w))


async def test_a_decision_without_an_application_waits_parked(desk: Desk) -> None:
    result = await desk.hear("real-estate", AgencyDecisionMade, reference="nobody")
    assert result.outcome == Fate.PARKED
    assert isinstance(result.error, Refusal)
    assert result.error.code == "unknown-reference"


async def test_a_second_decision_comes_too_late_and_is_refused(desk: Desk) -> None:
    await handed_over(desk)
    await desk.hear("real-estate", AgencyDecisionMade, reference="B1")
    late = await desk.hear("real-estate", AgencyDecisionMade, reference="B1", outcome="rejected")
    assert late.outcome == Fate.REFUSED
    case = await desk.only()
    assert case.decision is not None
    assert case.decision.outcome is Outcome.APPROVED


async def test_the_bank_answers_and_its_limit_is_not_kept(desk: Desk) -> None:
    papers = ("business-licence", "operator-id-card", "cash-flow-statement")
    await apply(desk, "business-loan-referral", *papers)
    reference = (await desk.only()).origin.reference
    await desk.hear("bank-ordos", BankAnswerGiven, reference=reference, limit_fen=12345678)
    assert (await desk.only()).state is State.DECIDED
    assert "12345678" not in repr(await desk.only())
