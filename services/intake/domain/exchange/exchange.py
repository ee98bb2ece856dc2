"""An application as the rows that platforms exchange (accept, process, procedure, result, paper).

Rows speak our own names; a profile (adapters) gives them a platform's names, formats and codes.
Source: the national upload tables and GB/T 39046 (domain.md 4, 6).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Outcome as DecisionOutcome
from services.intake.domain.case.parts import Procedure, ProcedureKind, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.guide import ServiceObject
from services.intake.domain.catalogue.item import Item, ItemPaper, PaperForm
from services.intake.domain.exchange.exchange_process import Value, grounded, process_of
from shared.values import Invalid

Given = Mapping[str, str | int | None]
"""A row of another platform, in its words."""


class Table(StrEnum):
    """The five tables of an application."""

    ACCEPT = "accept"
    PROCESS = "process"
    SPECIAL_PROCEDURE = "special_procedure"
    RESULT = "result"
    MATERIAL = "material"


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


_ENDS: Mapping[State, tuple[Result, str]] = {
    # Never received, but its submission was reported: what was sent away there is 退件.
    State.PRE_REJECTED: (Result.RETURNED, "预审不通过。"),
    State.RETURNED: (Result.CORRECTION_LAPSED, "退件：逾期未补正。"),
    State.OUT_OF_COMPETENCE: (Result.OUT_OF_COMPETENCE, "不予受理：不属于本机关职权范围。"),
    State.NOT_REQUIRED: (Result.NOT_REQUIRED, "不受理：依法不需要办理。"),
    State.WITHDRAWN: (Result.WITHDRAWN, "申请人撤回。"),
    State.DEEMED_WITHDRAWN: (Result.WITHDRAWN, "视为撤回。"),
    State.ACCEPTANCE_REVOKED: (Result.RETURNED, "撤销受理。"),
    State.TERMINATED: (Result.RETURNED, "终止办理。"),
    State.REVOKED: (Result.VOID, "撤销。"),
}
"""How an application ended otherwise than by its decision, or after it; each with the words that
stand for the reasons where none are left (they are mandatory there, domain.md 2.1)."""


def rows_of(
    case: Case,
    item: Item | None,
    satisfaction: str | None,
    applies_as: ServiceObject | None = None,
) -> Iterator[Row]:
    """Return all rows of an application as it stands; a re-send gives each the same key.

    Args:
        case: the application.
        item: what it applies for; None where the catalogue has it no more.
        satisfaction: the grade that somebody gave it, by name, while it stands.
        applies_as: what the applicant is; None where nobody knows, or not any more.
    """
    who: dict[str, Value] = {"applyer_type": applies_as and applies_as.name.lower()}
    if case.accepted_at is not None:
        yield Row(Table.ACCEPT, "accept", {**_accept(case, item), **who})
    for key, values in process_of(case, ended=case.state in _ENDS):
        yield Row(Table.PROCESS, key, values)
    for n, procedure in enumerate(case.procedures, start=1):
        values = _procedure(case, procedure)
        yield Row(Table.SPECIAL_PROCEDURE, f"{n}", values)
    if (result := _result(case)) is not None:
        yield Row(Table.RESULT, "result", {**result, "satisfaction": satisfaction})
    listed = {paper.code: paper for paper in item.papers} if item else {}
    for paper in case.papers:
        yield Row(Table.MATERIAL, paper.code, _material(case, paper, listed.get(paper.code)))


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


def _material(case: Case, paper: Paper, listed: ItemPaper | None) -> dict[str, Value]:
    # What the list asks for is what was taken; a file is one, however often it is printed.
    paper_copies = listed.copies if listed and paper.form != PaperForm.ELECTRONIC else 1
    return {
        "project_no": case.project_no,
        "material_name": listed.name if listed else paper.code,
        "get_type": paper.form,
        "get_num": paper_copies,
    }


def _accept(case: Case, item: Item | None) -> dict[str, Value]:
    promised = next((clock for clock in case.clocks if clock.name == "promised"), None)
    return {
        "project_no": case.project_no,
        "catalog_code": item.catalog_code if item else None,
        "task_code": (item.task_code or None) if item else None,
        "task_handle_item": _variant(item) if item else None,
        "task_version": case.item_version or None,
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


def _variant(item: Item) -> str | None:
    """Return the one 业务办理项; of several, which one was meant is not known and stays out."""
    if len(item.guide.variants) != 1:
        return None
    code = item.guide.variants[0].code
    return code if len(code) > _RUNNING else f"{item.task_code}{code}"


_RUNNING = 2
"""A variant may be given by its running number alone, below the item's own code."""


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
    # The state first: a promise may break, or an approval be revoked, after the decision.
    if case.state in _ENDS:
        return _end(case)
    decision = case.decision
    if decision is None or decision.outcome is DecisionOutcome.APPROVED_DEFICIENT:
        return None  # of the latter the result is withheld until the promised papers are in
    return {
        "project_no": case.project_no,
        "result_type": Result(decision.outcome.value),
        "result_date": decision.at,
        "result_explain": grounded(decision) or _BARE[decision.outcome],
        "result_cetr_no": decision.certificate_no,
        "handle_user": decision.by,
    }


_BARE = {DecisionOutcome.APPROVED: "准予。", DecisionOutcome.REJECTED: "不予许可。"}


def _end(case: Case) -> dict[str, Value]:
    result, words = _ENDS[case.state]
    revocation = case.revocation
    at = case.receipts[-1].at if case.receipts else case.received_at
    return {
        "project_no": case.project_no,
        "result_type": result,
        "result_date": revocation.at if revocation else at,
        "result_explain": (revocation.reasons if revocation else case.because) or words,
        "handle_user": revocation.by if revocation else None,
    }
