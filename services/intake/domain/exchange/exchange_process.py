"""The process rows of an application: each step with its beginning, its end, and who took it."""

from collections.abc import Iterator
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.case.grounds import REJECTIONS
from services.intake.domain.case.parts import Decision, ProcedureKind, Receipt, ReceiptKind
from services.intake.domain.case.review import STEP_NAMES
from services.intake.domain.exchange.exchange_steps import STEPS, Step

Value = str | int | datetime | None
Told = tuple[str, datetime, dict[str, Value]]
"""A row's key, the same for ever, when the step ended, and what the row says."""

_CORRECTED = "补正受理"
_OVER = "特别程序结果"


def process_of(case: Case, *, ended: bool) -> list[tuple[str, dict[str, Value]]]:
    """Return the steps of an application, by key, in the order of their ends.

    Args:
        case: the application.
        ended: whether it ended otherwise than by its decision, so that its last receipt tells why.
    """
    every = (*_written(case, ended=ended), *_corrected(case), *_reviewed(case), *_over(case))
    return [(key, values) for key, _, values in sorted(every, key=lambda told: told[1])]


def _written(case: Case, *, ended: bool) -> Iterator[Told]:
    for receipt in case.receipts:
        step, words = STEPS[receipt.kind]
        by, reasons = _told_with(case, receipt, ended=ended)
        began = _began(case, receipt)
        yield (
            receipt.number,
            receipt.at,
            _step(case, step, words, began, receipt.at, by or case.accepted_by, reasons),
        )


def _began(case: Case, receipt: Receipt) -> datetime:
    """Return when what a receipt ends began: papers are looked at, and an application decided."""
    if receipt.kind is ReceiptKind.ACCEPTED:
        return case.received_at
    if receipt.kind is ReceiptKind.DECIDED:
        before = (step.at for step in case.steps if step.at <= receipt.at)
        return max(before, default=case.accepted_at or receipt.at)
    return receipt.at


def _corrected(case: Case) -> Iterator[Told]:
    """补正受理: from the last notice before the papers; by nobody where a machine took them."""
    notices = [r.at for r in case.receipts if r.kind is ReceiptKind.CORRECTION]
    for n, correction in enumerate(case.corrections, start=1):
        before = (at for at in notices if at <= correction.at)
        began = max(before, default=correction.at)
        values = _step(
            case, Step.CORRECTED, _CORRECTED, began, correction.at, correction.by, _CORRECTED
        )
        yield f"correction-{n}", correction.at, values


def _reviewed(case: Case) -> Iterator[Told]:
    """审批: each step with its opinion; the first began with the acceptance."""
    began = case.accepted_at
    for n, step in enumerate(case.steps, start=1):
        name = STEP_NAMES[step.step][0]
        words = name if step.passed else f"{name}（退回）"
        values = _step(case, Step.REVIEWED, words, began or step.at, step.at, step.by, step.opinion)
        yield f"step-{n}", step.at, values
        began = step.at


def _over(case: Case) -> Iterator[Told]:
    """特别程序结果: of what stopped the clocks, and is over."""
    for n, procedure in enumerate(case.procedures, start=1):
        if procedure.kind is not ProcedureKind.EXTENSION and procedure.ended_at is not None:
            yield (
                f"procedure-{n}",
                procedure.ended_at,
                _step(
                    case,
                    Step.PROCEDURE_OVER,
                    _OVER,
                    procedure.started_at,
                    procedure.ended_at,
                    procedure.approver,
                    procedure.result,
                ),
            )


def _step(
    case: Case,
    step: Step,
    words: str,
    began: datetime,
    ended: datetime,
    by: str | None,
    explained: str | None,
) -> dict[str, Value]:
    return {
        "project_no": case.project_no,
        "event_name": step,
        "process_name": words,
        "event_start_time": began,
        "event_end_time": ended,
        "handle_user": by,
        "handle_explain": explained or words,
    }


def _told_with(case: Case, receipt: Receipt, *, ended: bool) -> tuple[str | None, str | None]:
    """Return who took a step and why, as far as the application still holds it."""
    decision, revocation = case.decision, case.revocation
    if receipt.kind is ReceiptKind.REVOKED and revocation:
        return revocation.by, revocation.reasons
    if receipt.kind is ReceiptKind.DECIDED:
        # One that was withheld has two: the present decision is the later one's.
        theirs = decision is not None and decision.at == receipt.at
        return (decision.by, grounded(decision)) if decision and theirs else (None, None)
    return None, case.because if ended and receipt == case.receipts[-1] else None


def grounded(decision: Decision) -> str:
    """Return the ground of a rejection and the reasons: the platforms' tables know no ground."""
    ground = f"{REJECTIONS[decision.ground][0]}。" if decision.ground else ""
    return ground + decision.reasons
