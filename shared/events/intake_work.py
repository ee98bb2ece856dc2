"""What intake announces about who has an application in hand. Subject: the case."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from shared.events.base import Words
from shared.events.intake import CASE, CaseEvent
from shared.events.parts import Code, StaffRef

_CLERK, _OTHER, _OPERATOR = "stf_c0001", "stf_c0002", "stf_o0001"


class CaseInHand(CaseEvent):
    """What is told of a claim: the `queue` in which the application waits, and who acted."""

    queue: Code
    by: StaffRef


class CaseClaimed(CaseInHand):
    """A member of staff took it in hand (认领)."""

    type: ClassVar[str] = "jiedao.intake.case.claimed.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "queue": "to-accept", "by": _CLERK}


class CaseReleased(CaseInHand):
    """It went back to its queue (放回)."""

    type: ClassVar[str] = "jiedao.intake.case.released.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "queue": "to-accept", "by": _CLERK}


class CaseReassigned(CaseInHand):
    """It went from one member of staff to another, or back to its queue (改派)."""

    type: ClassVar[str] = "jiedao.intake.case.reassigned.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "queue": "to-accept",
        "by": _OPERATOR,
        "from_staff": _CLERK,
        "to_staff": _OTHER,
        "reason": "休假。",
    }

    from_staff: StaffRef
    to_staff: StaffRef | None = Field(default=None, description="None: back to the queue")
    reason: Words


class VisitEnded(CaseEvent):
    """The day of the visit is over: the green channel (绿色通道) puts it first no longer."""

    type: ClassVar[str] = "jiedao.intake.visit.ended.v1"
    example: ClassVar[dict[str, Any]] = {**CASE}


class CaseAnonymised(CaseEvent):
    """The applicant was erased; only the skeleton of the case is left for statistics (删除)."""

    type: ClassVar[str] = "jiedao.intake.case.anonymised.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "ground": "retention-over", "by": _OPERATOR}

    ground: Literal["retention-over", "consent-withdrawn", "unlawful"]
    by: StaffRef
