"""What the routes of special procedures take."""

from pydantic import Field

from services.intake.domain.case.parts import ProcedureKind
from services.intake.entrypoints.models import Body, Reasons, example
from shared.calendar import Unit
from shared.events.parts import StaffRef


class LimitBody(Body):
    """So many units: G working days, Z calendar days, H working hours, U hours round the clock."""

    amount: int = Field(ge=1)
    unit: Unit = Unit.WORKING_DAYS


class ProcedureBody(Body):
    """A special procedure; `limit` is the time that the applicant was told in writing.

    An extension (`kind` extension) is recorded by the leader who approves it, without `approver`.
    """

    model_config = example(
        kind="inspection",
        reason="需现场检验设施。",
        basis="行政许可法第四十五条",
        approver="stf_r0001",
        limit={"amount": 10, "unit": "G"},
    )

    kind: ProcedureKind
    reason: Reasons
    basis: Reasons
    approver: StaffRef | None = Field(
        default=None, description="who approved it, not the caller; of an extension, the caller"
    )
    limit: LimitBody


class ProcedureEnd(Body):
    """What came out of the special procedure."""

    model_config = example(result="检验合格。")

    result: Reasons
