"""What intake announces about the clocks of an application: they stand, warn, run out, move."""

from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Title, Words
from shared.events.clocks import Moved, NearDue, OfClock, Overdue
from shared.events.intake import CASE, CaseEvent
from shared.events.parts import Code, StaffRef


class SpecialProcedureStarted(CaseEvent):
    """An extension (延长审批), or a procedure during which the clocks stand still (特别程序).

    `amount` and `unit` are what the applicant was told in writing: by how much it is extended, or
    how long the procedure takes; `due_at` is when that is over.
    """

    type: ClassVar[str] = "jiedao.intake.special-procedure.started.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "kind": "inspection",
        "reason": "需现场检验。",
        "basis": "行政许可法第四十五条",
        "approver": "stf_r0001",
        "amount": 10,
        "unit": "G",
        "due_at": "2026-09-21T17:30:00+08:00",
    }

    kind: Code
    reason: Words
    basis: Words
    approver: StaffRef
    amount: int = Field(gt=0)
    unit: Literal["G", "Z", "H", "U"]
    due_at: AwareDatetime | None = None
    held_at: AwareDatetime | None = Field(default=None, description="when a hearing is held")


class SpecialProcedureEnded(CaseEvent):
    """The special procedure is over; the clocks run on and the first falls due at `due_at`."""

    type: ClassVar[str] = "jiedao.intake.special-procedure.ended.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "kind": "inspection",
        "result": "检验合格。",
        "due_at": "2026-09-30T17:30:00+08:00",
    }

    kind: Code
    result: Words
    due_at: AwareDatetime | None = None


class CaseDeadline(CaseEvent, OfClock):
    """What is told of a clock.

    `clock`: online-check, correction-notice, correction, statutory, promised, special-procedure,
    delivery or deficiency; the last one names the promised `paper` whose clock it is, which runs
    on while what is `handed_in` waits to be checked.
    """

    paper: Code | None = None
    paper_name: Title | None = None
    handed_in: bool = False


class CaseNearDue(CaseDeadline, NearDue):
    """A clock turned yellow or red; `handed_to` is the partner that decides, if one does."""

    type: ClassVar[str] = "jiedao.intake.deadline.near-due.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "clock": "promised",
        "due_at": "2026-09-21T17:30:00+08:00",
        "alert": "yellow",
    }

    handed_to: Code | None = None


class CaseOverdue(CaseDeadline, Overdue):
    """A clock ran out; `handed_to` is the partner that decides, if one does."""

    type: ClassVar[str] = "jiedao.intake.deadline.overdue.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "clock": "promised",
        "due_at": "2026-09-21T17:30:00+08:00",
        "alert": "overdue",
    }

    handed_to: Code | None = None


class CaseDeadlineMoved(CaseDeadline, Moved):
    """Another calendar moved a due time, or made it certain; None while the clock stands still."""

    type: ClassVar[str] = "jiedao.intake.deadline.moved.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "clock": "promised",
        "before": "2027-02-05T17:30:00+08:00",
        "after": "2027-02-18T17:30:00+08:00",
        "calendar": "cn-1.12.0",
    }
