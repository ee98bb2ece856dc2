"""What is exchanged of an application, whatever became of it."""

from dataclasses import replace
from typing import Any

import pytest

from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import RejectionGround, RevocationGround
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import (
    Decision,
    Outcome,
    Procedure,
    ProcedureKind,
    Receipt,
    ReceiptKind,
    Revocation,
    StepTaken,
)
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.guide import Guide, Variant
from services.intake.domain.catalogue.policies import ReviewStep
from services.intake.domain.exchange.exchange import Result, Table, rows_of
from services.intake.domain.exchange.exchange_process import Value
from services.intake.domain.exchange.exchange_steps import Step
from services.intake.domain.people.retention import skeleton
from shared.calendar import Limit, Unit
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


def process(case: Case) -> list[dict[str, Value]]:
    return [r.values for r in rows_of(case, ITEM, None) if r.table is Table.PROCESS]


def test_each_step_of_the_review_goes_out_with_its_opinion_and_from_when_to_when() -> None:
    steps = (
        StepTaken(ReviewStep.HANDLE, "stf_r0001", "建议准予。", True, TUESDAY),
        StepTaken(ReviewStep.EXAMINE, "stf_r0002", "请补充核实。", False, WEDNESDAY),
    )
    told = process(received(accepted_at=MONDAY, steps=steps, receipts=()))
    assert [row["event_name"] for row in told] == [Step.REVIEWED] * 2
    assert [row["process_name"] for row in told] == ["承办", "审核（退回）"]
    assert [row["handle_explain"] for row in told] == ["建议准予。", "请补充核实。"]
    assert [row["handle_user"] for row in told] == ["stf_r0001", "stf_r0002"]
    times = [(row["event_start_time"], row["event_end_time"]) for row in told]
    assert times == [(MONDAY, TUESDAY), (TUESDAY, WEDNESDAY)]
    bare = process(skeleton(received(accepted_at=MONDAY, steps=steps, receipts=())))
    assert [row["handle_explain"] for row in bare] == ["承办", "审核（退回）"]


def test_a_correction_goes_out_when_it_came_and_a_procedure_with_its_result() -> None:
    notice = Receipt("n-2", ReceiptKind.CORRECTION, MONDAY)
    limit = Limit(5, Unit.WORKING_DAYS)
    running = Procedure(
        ProcedureKind.HEARING, "涉及他人。", "第四十六条", "stf_r0009", limit, TUESDAY
    )
    over = replace(running, ended_at=WEDNESDAY, result="已听证。")
    extended = replace(running, kind=ProcedureKind.EXTENSION)
    case = received(receipts=(notice,), procedures=(extended, running))
    assert [row["event_name"] for row in process(case)] == [Step.CORRECTION]
    case = replace(case, procedures=(extended, over)).with_correction(TUESDAY, "stf_c0001")
    _, corrected, result = process(case)
    assert (corrected["event_name"], corrected["handle_user"]) == (Step.CORRECTED, "stf_c0001")
    assert (corrected["event_start_time"], corrected["event_end_time"]) == (MONDAY, TUESDAY)
    assert (result["event_name"], result["handle_explain"]) == (Step.PROCEDURE_OVER, "已听证。")
    assert (result["event_start_time"], result["event_end_time"]) == (TUESDAY, WEDNESDAY)


def test_a_correction_by_no_staff_names_nobody() -> None:
    case = received(accepted_by="stf_c0001", receipts=()).with_correction(TUESDAY, "portal")
    assert [correction.by for correction in case.corrections] == [None]
    assert [row["handle_user"] for row in process(case)] == [None]


def test_a_second_correction_began_with_its_own_notice() -> None:
    notices = (
        Receipt("n-2", ReceiptKind.CORRECTION, MONDAY),
        Receipt("n-3", ReceiptKind.CORRECTION, WEDNESDAY),
    )
    case = received(receipts=notices).with_correction(TUESDAY, "stf_c0001")
    case = case.with_correction(WEDNESDAY, "stf_c0001")
    rows = [row for row in process(case) if row["event_name"] == Step.CORRECTED]
    assert [row["event_start_time"] for row in rows] == [MONDAY, WEDNESDAY]


def test_as_many_copies_go_out_as_the_list_asks_for_and_a_file_is_one() -> None:
    twice = replace(ITEM, papers=tuple(replace(paper, copies=2) for paper in ITEM.papers))
    case = received((Paper("id-card", "original"), Paper("form", "electronic")))
    rows = [r.values for r in rows_of(case, twice, None) if r.table is Table.MATERIAL]
    assert [row["get_num"] for row in rows] == [2, 1]


def test_an_acceptance_names_the_task_its_version_and_its_only_variant() -> None:
    task = "11150602MB1A7K2N595150501001000"
    item = replace(ITEM, task_code=task, guide=Guide(variants=(Variant("01", "首次申领"),)))
    case = received(accepted_at=TUESDAY, item_version="2026-09")
    accept = next(iter(rows_of(case, item, None))).values
    named = [accept[name] for name in ("task_code", "task_handle_item", "task_version")]
    assert named == [task, f"{task}01", "2026-09"]
    two = replace(item, guide=Guide(variants=(Variant("01", "首次"), Variant("02", "变更"))))
    assert next(iter(rows_of(case, two, None))).values["task_handle_item"] is None
