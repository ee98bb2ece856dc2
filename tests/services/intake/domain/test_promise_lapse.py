"""A promise (容缺) that is not kept, and what is decided meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.intake.domain.case.endings import consequence, released
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import BY_PROMISE, Outcome, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.policies import LapsePolicy
from services.intake.domain.promise.deficiency import (
    checked,
    has_lapsed,
    lapsed,
)
from services.intake.domain.promise.promise import PaperState
from shared.values import Refusal
from tests.services.intake.domain.cases import ITEM, MONDAY
from tests.services.intake.domain.test_deficiency import approved, bound


def test_a_paper_lapses_when_it_is_overdue_and_not_waiting_to_be_checked() -> None:
    case, later = bound(), MONDAY + timedelta(days=30)
    assert not has_lapsed(case, "income-proof", MONDAY)
    assert has_lapsed(case, "income-proof", later)
    handed_in = case.supplement(ITEM, (Paper("income-proof"),), checked=False)
    assert not has_lapsed(handed_in, "income-proof", later)
    bad = checked(handed_in, "income-proof", good=False, note="无签名。")
    assert has_lapsed(bad, "income-proof", later)


@pytest.mark.parametrize(
    ("policy", "state", "kind"),
    [
        (LapsePolicy.DEEMED_WITHDRAWN, State.DEEMED_WITHDRAWN, ReceiptKind.DEEMED_WITHDRAWN),
        (LapsePolicy.ACCEPTANCE_REVOKED, State.ACCEPTANCE_REVOKED, ReceiptKind.ACCEPTANCE_REVOKED),
        (LapsePolicy.REJECTED, State.DECIDED, ReceiptKind.DECIDED),
        (LapsePolicy.TERMINATED, State.TERMINATED, ReceiptKind.TERMINATED),
    ],
)
def test_a_lapse_has_the_consequence_that_was_signed_with_reasons_and_a_receipt(
    policy: LapsePolicy, state: State, kind: ReceiptKind
) -> None:
    case = bound(replace(ITEM, lapse_policy=policy))
    over = consequence(lapsed(case, "income-proof"), MONDAY)
    assert (over.state, over.receipts[-1].kind, over.deficient) == (state, kind, ())
    assert "家庭收入证明" in (over.because or "")
    assert "财产申报表" not in (over.because or "")
    assert over.promise is not None
    assert over.promise.term("income-proof").state is PaperState.LAPSED
    if policy is LapsePolicy.REJECTED:
        assert over.decision is not None
        assert (over.decision.outcome, over.decision.by) == (Outcome.REJECTED, BY_PROMISE)
        assert over.decision.ground is RejectionGround.PROMISE_BROKEN


def test_after_a_lapse_nothing_follows_any_more() -> None:
    case = bound(replace(ITEM, lapse_policy=LapsePolicy.REJECTED))
    over = consequence(lapsed(case, "income-proof"), MONDAY)
    with pytest.raises(Refusal, match="None of these"):
        over.supplement(ITEM, (Paper("statement"),))
    with pytest.raises(Refusal, match="broken"):
        checked(over, "statement", good=True, note="合格。")
    assert over.deliver(MONDAY).state is State.DELIVERED


def test_what_is_approved_with_deficiency_is_withheld_until_the_last_paper_is_good() -> None:
    case = bound().start_review(item=ITEM).decide(approved(Outcome.APPROVED_DEFICIENT))
    with pytest.raises(Refusal, match="income-proof、statement") as told:
        case.deliver(MONDAY)
    assert told.value.code == "result-withheld"
    with pytest.raises(Refusal, match="withheld"):
        released(case, MONDAY)
    complete = case.supplement(ITEM, (Paper("income-proof"), Paper("statement")))
    final = released(complete, MONDAY)
    assert final.decision is not None
    assert (final.decision.outcome, final.decision.with_deficiency) == (Outcome.APPROVED, True)
    assert final.deliver(MONDAY).state is State.DELIVERED
