"""One matter (一件事): one form in, ordinary applications out, and it stands as they do."""

from dataclasses import replace

import pytest

from services.intake.application.bundle.correct_bundle import CorrectBundle, correct_bundle
from services.intake.application.bundle.end_bundle import (
    WithdrawBundle,
    deliver_bundle,
    withdraw_bundle,
)
from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import RefuseApplication, refuse_application
from services.intake.domain.bundle.bundle import BundleState
from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.states import State
from services.intake.domain.promise.promise import Commitment, Pledge
from shared.values import Invalid, Refusal
from tests.services.intake.bundles import (
    ALLOWANCE_PAPERS,
    EVERY,
    STALL_PAPERS,
    hand_in,
    look,
    papers,
    stands,
)
from tests.services.intake.desk import COMMUNITY, STREET, Desk
from tests.services.intake.matters import ALLOWANCE, CARD, STALL, VETERAN


async def names(desk: Desk) -> list[str]:
    return [name for name, _, _ in await desk.announced()]


async def decide(desk: Desk, case: Case, outcome: Outcome = Outcome.APPROVED) -> None:
    await desk.run(lambda w: start_review(case.id, w), by="stf_r0001")
    ground = RejectionGround.CONDITIONS_NOT_MET if outcome is Outcome.REJECTED else None
    decision = DecideApplication(
        case.id, outcome, "经审查。", "stf_r0001", reviewer=True, ground=ground
    )
    await desk.run(lambda w: decide_application(decision, w), by="stf_r0001")


async def test_one_form_opens_an_application_for_each_mandatory_item_and_what_was_chosen(
    desk: Desk,
) -> None:
    bundle = await hand_in(desk, *EVERY, "photo", chosen=(CARD,))
    _, cases = await stands(desk, bundle)
    assert set(cases) == {ALLOWANCE, STALL, CARD}
    assert {case.bundle for case in cases.values()} == {bundle.id}
    assert len({case.applicant for case in cases.values()}) == 1
    # The card came in whole, so all three are accepted; each keeps the papers of its own list.
    assert {case.state for case in cases.values()} == {State.ACCEPTED}
    assert [paper.code for paper in cases[CARD].papers] == ["id-card", "photo"]
    assert bundle.stand.state is BundleState.ACCEPTED


async def test_each_application_lies_in_the_office_that_the_matter_names(desk: Desk) -> None:
    bundle = await hand_in(desk, *EVERY, "discharge-certificate", chosen=(VETERAN,))
    _, cases = await stands(desk, bundle)
    assert {code: case.orgunit for code, case in cases.items()} == {
        ALLOWANCE: STREET,
        STALL: STREET,
        VETERAN: COMMUNITY,
    }


async def test_an_answer_counts_where_it_is_asked_and_a_wrong_one_opens_nothing(desk: Desk) -> None:
    bundle = await hand_in(desk, *EVERY, answers={"members": 3, "goods": "food"})
    _, cases = await stands(desk, bundle)
    assert (cases[ALLOWANCE].answers, cases[STALL].answers) == ({"members": 3}, {"goods": "food"})
    with pytest.raises(Invalid) as refused:
        await hand_in(desk, *EVERY, answers={"members": 99})
    assert refused.value.field == "answers.members"
    assert len(await desk.cases()) == 2


async def test_an_item_that_is_none_of_the_matter_is_refused_by_name(desk: Desk) -> None:
    with pytest.raises(Invalid, match="elder-allowance") as refused:
        await hand_in(desk, *EVERY, chosen=("elder-allowance",))
    assert (refused.value.field, await desk.cases()) == ("items", [])


async def test_what_all_offices_miss_is_told_once_with_each_paper_named_once(desk: Desk) -> None:
    bundle = await hand_in(desk, "allowance-application", "household-register")
    told = [data for name, _, data in await desk.announced() if name.startswith("bundle.corr")]
    assert [data["missing"] for data in told] == [
        ["id-card", "income-proof", "property-statement", "stall-application", "site-plan"]
    ]
    assert told[0]["missing_names"][0] == "居民身份证"
    assert [(c["item_code"], c["missing"]) for c in told[0]["children"]] == [
        (ALLOWANCE, ["id-card", "income-proof", "property-statement"]),
        (STALL, ["stall-application", "id-card", "site-plan"]),
    ]
    now, cases = await stands(desk, bundle)
    assert {case.state for case in cases.values()} == {State.CORRECTION}
    assert (now.stand.state, len(now.receipts)) == (BundleState.CORRECTION, 2)


async def test_what_a_chosen_item_lacks_keeps_nobody_from_accepting_the_mandatory_ones(
    desk: Desk,
) -> None:
    bundle = await hand_in(desk, *EVERY, chosen=(CARD,))
    assert bundle.stand.state is BundleState.ACCEPTED
    told = [name for name in await names(desk) if name.startswith("bundle.")]
    assert told == ["bundle.received", "bundle.correction-requested", "bundle.accepted"]


async def test_the_corrections_come_in_once_and_go_where_they_are_missing(desk: Desk) -> None:
    bundle = await hand_in(desk, "allowance-application", "household-register")
    await correct(desk, bundle.id, "id-card", "income-proof", "property-statement")
    now, cases = await stands(desk, bundle)
    # The stall lacks its own two still: it waits for a clerk, and no second notice goes out.
    assert (cases[ALLOWANCE].state, now.stand.state) == (State.ACCEPTED, BundleState.RECEIVED)
    assert (await names(desk)).count("bundle.correction-requested") == 1
    assert [paper.code for paper in now.papers][-1] == "property-statement"


async def correct(desk: Desk, bundle: str, *codes: str) -> None:
    command = CorrectBundle(bundle, papers(*codes))
    await desk.run(lambda w: correct_bundle(command, w))


async def test_what_lacks_nothing_of_a_correction_stays_in_its_own(desk: Desk) -> None:
    main = ("allowance-application", "household-register", "id-card", "stall-application")
    bundle = await hand_in(desk, *main, "property-statement")
    with pytest.raises(Invalid, match="income-proof, site-plan"):
        await correct(desk, bundle.id, "id-card")
    await correct(desk, bundle.id, "income-proof")
    _, cases = await stands(desk, bundle)
    assert (cases[ALLOWANCE].state, cases[STALL].state) == (State.ACCEPTED, State.CORRECTION)


async def test_a_paper_that_nothing_waits_for_is_refused_with_what_is_missing(desk: Desk) -> None:
    bundle = await hand_in(desk, *ALLOWANCE_PAPERS)
    with pytest.raises(Invalid, match="site-plan, stall-application"):
        await correct(desk, bundle.id, "photo")
    await correct(desk, bundle.id, *STALL_PAPERS)
    with pytest.raises(Refusal, match="waits for a correction"):
        await correct(desk, bundle.id, "id-card")


async def test_a_signed_promise_counts_for_the_item_that_lists_its_paper(desk: Desk) -> None:
    signed = Commitment("CN-1", (Pledge("site-plan", amount=3),))
    bundle = await hand_in(desk, *ALLOWANCE_PAPERS, "stall-application", commitment=signed)
    _, cases = await stands(desk, bundle)
    assert (cases[ALLOWANCE].promise, cases[STALL].deficient) == (None, ("site-plan",))
    for code in ("elsewhere", "photo"):  # the card is done at once: its photo cannot follow
        wrong = replace(signed, papers=(Pledge(code),))
        with pytest.raises(Invalid, match=code):
            await hand_in(desk, *EVERY, chosen=(CARD,), commitment=wrong)


async def test_it_is_done_when_all_have_ended_and_due_with_the_latest(desk: Desk) -> None:
    bundle = await hand_in(desk, *EVERY)
    _, cases = await stands(desk, bundle)
    assert bundle.stand.due_at == max(case.due_at for case in cases.values() if case.due_at)
    await decide(desk, cases[ALLOWANCE])
    await look(desk)
    now, cases = await stands(desk, bundle)
    assert (now.stand.state, now.stand.ended) == (BundleState.ACCEPTED, 1)
    assert now.stand.due_at == cases[STALL].due_at
    await decide(desk, cases[STALL], Outcome.REJECTED)
    await look(desk)
    now, _ = await stands(desk, bundle)
    assert (now.stand.state, now.stand.due_at) == (BundleState.DONE, None)
    (done,) = [data for name, _, data in await desk.announced() if name == "bundle.done"]
    assert [child["outcome"] for child in done["children"]] == ["approved", "rejected"]


async def test_a_mandatory_application_that_is_refused_blocks_the_matter_and_is_named(
    desk: Desk,
) -> None:
    bundle = await hand_in(desk, *ALLOWANCE_PAPERS)
    _, cases = await stands(desk, bundle)
    refusal = RefuseApplication(cases[STALL].id, "out-of-competence", "由城管部门办理。")
    await desk.run(lambda w: refuse_application(refusal, w))
    await look(desk)
    now, _ = await stands(desk, bundle)
    assert (now.stand.state, now.stand.blocked) == (BundleState.RECEIVED, (STALL,))


async def test_given_up_as_a_whole_each_application_goes_as_far_as_its_state_allows(
    desk: Desk,
) -> None:
    bundle = await hand_in(desk, *EVERY)
    _, cases = await stands(desk, bundle)
    await desk.run(lambda w: start_review(cases[STALL].id, w), by="stf_r0001")
    command = WithdrawBundle(bundle.id, "不再申请。")
    await desk.run(lambda w: withdraw_bundle(command, w))
    _, cases = await stands(desk, bundle)
    assert cases[ALLOWANCE].state is State.WITHDRAWN
    assert cases[STALL].state is State.RECALL_PENDING
    with pytest.raises(Refusal, match="nothing can be withdrawn"):
        await desk.run(lambda w: withdraw_bundle(command, w))


async def test_the_results_are_handed_over_together_once_all_have_ended(desk: Desk) -> None:
    bundle = await hand_in(desk, *EVERY)
    _, cases = await stands(desk, bundle)
    await decide(desk, cases[ALLOWANCE])
    with pytest.raises(Refusal, match=STALL):
        await desk.run(lambda w: deliver_bundle(bundle.id, w))
    await decide(desk, cases[STALL])
    await desk.run(lambda w: deliver_bundle(bundle.id, w))
    _, cases = await stands(desk, bundle)
    assert {case.state for case in cases.values()} == {State.DELIVERED}
    with pytest.raises(Refusal, match="No result waits"):
        await desk.run(lambda w: deliver_bundle(bundle.id, w))
