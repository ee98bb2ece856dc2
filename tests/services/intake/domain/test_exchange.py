"""What is exchanged of an application, whatever became of it."""

from dataclasses import replace
from typing import Any

import pytest

from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround, RevocationGround
from services.intake.domain.case.parts import (
    Decision,
    Outcome,
    Receipt,
    ReceiptKind,
    Revocation,
)
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.guide import Guide, Variant
from services.intake.domain.exchange.exchange import Result, Table, Value, rows_of
from services.intake.domain.people.retention import skeleton
from tests.services.intake.domain.cases import ITEM, MONDAY, received

TUESDAY = MONDAY.replace(day=8)
WEDNESDAY = MONDAY.replace(day=9)
WHY = "逾期未补交，按容缺承诺处理。"
REVOKED = Revocation(
    "东胜区人民政府",
    RevocationGround.DECEPTION,
    "许可法69条",
    "材料系伪造。",
    "stf_r0002",
    WEDNESDAY,
)
ENDS = {
    State.PRE_REJECTED: Result.RETURNED,
    State.RETURNED: Result.CORRECTION_LAPSED,
    State.OUT_OF_COMPETENCE: Result.OUT_OF_COMPETENCE,
    State.NOT_REQUIRED: Result.NOT_REQUIRED,
    State.WITHDRAWN: Result.WITHDRAWN,
    State.DEEMED_WITHDRAWN: Result.WITHDRAWN,
    State.ACCEPTANCE_REVOKED: Result.RETURNED,
    State.TERMINATED: Result.RETURNED,
}
MADE = [None, *Outcome]
"""No decision, or any: a promise may break after 容缺通过."""


def ended(state: State, outcome: Outcome | None = None, **more: Any) -> Case:
    decision = Decision(outcome, "已审核。", "stf_r0001", TUESDAY, "C-1") if outcome else None
    case = received(state=state, decision=decision, because=WHY, **more)
    last = Receipt("20260907000012-09", ReceiptKind.TERMINATED, WEDNESDAY)
    return replace(case, receipts=(*case.receipts, last))


def result_of(case: Case) -> dict[str, Value]:
    return next((r.values for r in rows_of(case, ITEM, None) if r.table is Table.RESULT), {})


@pytest.mark.parametrize("outcome", MADE)
@pytest.mark.parametrize("state", State)
def test_an_application_in_any_state_and_with_any_decision_can_be_exchanged(
    state: State, outcome: Outcome | None
) -> None:
    told = result_of(ended(state, outcome))
    assert told.get("result_type") in {*Result, None}
    assert not told or told["result_explain"]


@pytest.mark.parametrize("outcome", MADE)
@pytest.mark.parametrize(("state", "result"), ENDS.items())
def test_whatever_ends_otherwise_says_so_when_and_why_whatever_was_decided_before(
    state: State, result: Result, outcome: Outcome | None
) -> None:
    told = result_of(ended(state, outcome))
    assert (told["result_type"], told["result_explain"]) == (result, WHY)
    assert (told["result_date"], told.get("result_cetr_no")) == (WEDNESDAY, None)


def test_what_was_approved_with_deficiency_has_no_result_before_its_papers_are_in() -> None:
    assert result_of(ended(State.DECIDED, Outcome.APPROVED_DEFICIENT)) == {}
    told = result_of(ended(State.DECIDED, Outcome.APPROVED))
    assert (told["result_type"], told["result_explain"]) == (Result.APPROVED, "已审核。")
    assert (told["result_date"], told["result_cetr_no"]) == (TUESDAY, "C-1")


def test_a_rejection_goes_out_as_one_with_its_ground_in_words_before_the_reasons() -> None:
    case = ended(State.DECIDED, Outcome.REJECTED)
    assert case.decision is not None
    assert result_of(case)["result_explain"] == "已审核。"
    stated = replace(case, decision=replace(case.decision, ground=RejectionGround.BARRED))
    told = result_of(stated)
    assert told["result_type"] is Result.REJECTED
    assert told["result_explain"] == "在依法不得再次申请的期限内。已审核。"
    assert result_of(skeleton(stated))["result_explain"] == "在依法不得再次申请的期限内。"


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.APPROVED_DEFICIENT])
def test_a_revoked_approval_is_void_by_the_revocation_and_not_by_the_approval(
    outcome: Outcome,
) -> None:
    told = result_of(ended(State.REVOKED, outcome, revocation=REVOKED))
    assert (told["result_type"], told["result_explain"]) == (Result.VOID, "材料系伪造。")
    assert (told["result_date"], told["handle_user"]) == (WEDNESDAY, "stf_r0002")
    assert told.get("result_cetr_no") is None


@pytest.mark.parametrize("state", [*ENDS, State.REVOKED])
def test_of_a_skeleton_the_end_still_has_words_in_place_of_the_reasons(state: State) -> None:
    told = result_of(skeleton(ended(state, revocation=REVOKED)))
    assert str(told["result_explain"]).isascii() is False
    assert WHY not in str(told)


@pytest.mark.parametrize("kind", ReceiptKind)
def test_every_receipt_is_a_step_that_is_told_in_words(kind: ReceiptKind) -> None:
    case = replace(received(), receipts=(Receipt("n-1", kind, TUESDAY),))
    (step,) = [r.values for r in rows_of(case, ITEM, None) if r.table is Table.PROCESS]
    assert step["event_name"]
    assert step["process_name"] == step["handle_explain"]


def test_of_two_decisions_each_step_tells_its_own() -> None:
    late = Decision(Outcome.REJECTED, WHY, "lapsed-promise", WEDNESDAY)
    receipts = tuple(
        Receipt(f"n-{n}", ReceiptKind.DECIDED, at) for n, at in enumerate((TUESDAY, WEDNESDAY))
    )
    case = received(state=State.DECIDED, decision=late, receipts=receipts)
    steps = [r.values["handle_explain"] for r in rows_of(case, ITEM, None) if r.key[:2] == "n-"]
    assert steps == ["办结", WHY]


def test_an_acceptance_names_the_task_its_version_and_its_only_variant() -> None:
    task = "11150602MB1A7K2N595150501001000"
    item = replace(ITEM, task_code=task, guide=Guide(variants=(Variant("01", "首次申领"),)))
    case = received(accepted_at=TUESDAY, item_version="2026-09")
    accept = next(iter(rows_of(case, item, None))).values
    named = [accept[name] for name in ("task_code", "task_handle_item", "task_version")]
    assert named == [task, f"{task}01", "2026-09"]
    two = replace(item, guide=Guide(variants=(Variant("01", "首次"), Variant("02", "变更"))))
    assert next(iter(rows_of(case, two, None))).values["task_handle_item"] is None
