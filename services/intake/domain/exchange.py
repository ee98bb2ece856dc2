"""An application as the rows that platforms exchange (accept, process, procedure, result, paper).

Rows speak our own names; a profile (adapters) gives them a platform's names, formats and codes.
Source: the national upload tables and GB/T 39046 (domain.md 4, 6).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.intake.domain.case import Case
from services.intake.domain.item import Item
from services.intake.domain.parts import Outcome as DecisionOutcome
from services.intake.domain.parts import Procedure, ProcedureKind, Receipt, ReceiptKind
from services.intake.domain.states import State
from shared.values import Invalid

Value = str | int | datetime | None
Given = Mapping[str, str | int | None]
"""A row of another platform, in its words."""


class Table(StrEnum):
    """The five tables of an application."""

    ACCEPT = "accept"
    PROCESS = "process"
    SPECIAL_PROCEDURE = "special_procedure"
    RESULT = "result"
    MATERIAL = "material"


class Step(StrEnum):
    """业务动作: what a process row reports."""

    RECEIVED = "received"
    CORRECTION = "correction-requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DECIDED = "decided"


class Result(StrEnum):
    """办结结果 by name: the two editions of its numbers differ on 1, 5 and 6 (domain.md 2.1)."""

    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"
    OUT_OF_COMPETENCE = "out-of-competence"
    NOT_REQUIRED = "not-required"
    WITHDRAWN = "withdrawn"
    VOID = "void"
    DELETED = "deleted"
    FORWARDED = "forwarded"
    CORRECTION_LAPSED = "correction-lapsed"
    CLOSED = "closed"


@dataclass(frozen=True)
class Row:
    """One row; `key` tells it from the others of its application and table, for ever."""

    table: Table
    key: str
    values: dict[str, Value] = field(default_factory=dict)


_STEPS = {
    ReceiptKind.RECEIVED: (Step.RECEIVED, "收件"),
    ReceiptKind.CORRECTION: (Step.CORRECTION, "补正告知"),
    ReceiptKind.ACCEPTED: (Step.ACCEPTED, "受理"),
    ReceiptKind.REFUSED: (Step.REFUSED, "不受理或不予受理"),
    ReceiptKind.DECIDED: (Step.DECIDED, "办结"),
}
_ENDS = {
    State.RETURNED: Result.RETURNED,
    State.OUT_OF_COMPETENCE: Result.OUT_OF_COMPETENCE,
    State.NOT_REQUIRED: Result.NOT_REQUIRED,
    State.WITHDRAWN: Result.WITHDRAWN,
    State.DEEMED_WITHDRAWN: Result.WITHDRAWN,
    State.ACCEPTANCE_REVOKED: Result.RETURNED,
    State.TERMINATED: Result.RETURNED,
    State.REVOKED: Result.VOID,
}
"""How an application ended otherwise than by its decision, or after it (撤销)."""


def rows_of(case: Case, item: Item | None, satisfaction: str | None) -> Iterator[Row]:
    """Return all rows of an application as it stands; a re-send gives each the same key.

    Args:
        case: the application.
        item: what it applies for; None where the catalogue has it no more.
        satisfaction: the grade of its rating by name, if it was rated.
    """
    if case.accepted_at is not None:
        yield Row(Table.ACCEPT, "accept", _accept(case, item))
    for receipt in case.receipts:
        if receipt.kind in _STEPS:
            yield Row(Table.PROCESS, receipt.number, _process(case, receipt))
    for n, procedure in enumerate(case.procedures, start=1):
        values = _procedure(case, procedure)
        yield Row(Table.SPECIAL_PROCEDURE, f"{n}", values)
    if (result := _result(case)) is not None:
        yield Row(Table.RESULT, "result", {**result, "satisfaction": satisfaction})
    names = {paper.code: paper.name for paper in item.papers} if item else {}
    for paper in case.papers:
        material: dict[str, Value] = {
            "project_no": case.project_no,
            "material_name": names.get(paper.code, paper.code),
            "get_type": paper.form,
            "get_num": 1,
        }
        yield Row(Table.MATERIAL, paper.code, material)


def decision_of(name: Value) -> str:
    """Return the outcome that a result of another system is; raise `Invalid` for any other end."""
    if name not in {Result.APPROVED, Result.REJECTED}:
        told = name or "—"
        raise Invalid(
            "no-decision",
            f"办结结果“{told}”不是准予或不予许可，不能作为决定导入，请人工处理。",
            f"The result '{told}' is no approval and no rejection; a person must look at it.",
            field="result_type",
        )
    return str(name)


def _accept(case: Case, item: Item | None) -> dict[str, Value]:
    promised = next((clock for clock in case.clocks if clock.name == "promised"), None)
    return {
        "project_no": case.project_no,
        "catalog_code": item.catalog_code if item else None,
        "task_name": case.item_name,
        "project_type": case.kind,
        "apply_type": case.origin.channel,
        "apply_date": case.received_at,
        "accept_date": case.accepted_at,
        "promise_date": promised.due_at if promised else None,
        "accept_doc_no": next(
            (r.number for r in case.receipts if r.kind is ReceiptKind.ACCEPTED), None
        ),
        "handle_user": case.accepted_by,
    }


def _process(case: Case, receipt: Receipt) -> dict[str, Value]:
    step, words = _STEPS[receipt.kind]
    decided = case.decision if receipt.kind is ReceiptKind.DECIDED else None
    return {
        "project_no": case.project_no,
        "event_name": step,
        "process_name": words,
        "event_start_time": receipt.at,
        "event_end_time": receipt.at,
        "handle_user": decided.by if decided else case.accepted_by,
        "handle_explain": (decided.reasons if decided else "") or words,
    }


def _procedure(case: Case, procedure: Procedure) -> dict[str, Value]:
    extends = procedure.kind is ProcedureKind.EXTENSION
    return {
        "project_no": case.project_no,
        "special_type": "extension" if extends else "other",
        "special_name": procedure.kind,
        "special_reason": procedure.reason or procedure.basis,
        "special_time": procedure.started_at,
        "end_time": procedure.ended_at,
        "result": procedure.result,
        "handle_user": procedure.approver,
    }


def _result(case: Case) -> dict[str, Value] | None:
    decision = case.decision
    if decision is not None and decision.outcome is DecisionOutcome.APPROVED_DEFICIENT:
        return None  # withheld until the promised papers are in
    if decision is not None:
        return {
            "project_no": case.project_no,
            "result_type": _ENDS.get(case.state, Result(decision.outcome.value)),
            "result_date": decision.at,
            "result_explain": decision.reasons,
            "result_cetr_no": decision.certificate_no,
            "handle_user": decision.by,
        }
    if case.state not in _ENDS:
        return None
    at = case.receipts[-1].at if case.receipts else case.received_at
    return {
        "project_no": case.project_no,
        "result_type": _ENDS[case.state],
        "result_date": at,
        "result_explain": ",".join(case.missing) or case.state.value,
    }
