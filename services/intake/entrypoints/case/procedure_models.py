"""What the routes of special procedures take."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from services.intake.domain.case.parts import ProcedureKind
from services.intake.entrypoints.models import Body, Reasons, example, impersonal
from shared.calendar import Unit
from shared.events.base import Instant
from shared.events.parts import Place, StaffRef


class LimitBody(Body):
    """So many units: G working days, Z calendar days, H working hours, U hours round the clock."""

    amount: int = Field(ge=1)
    unit: Unit = Unit.WORKING_DAYS


class HearingBody(Body):
    """When and where a hearing is held; `asked_on` with `told_on` where the applicant asked."""

    held_at: Instant
    place: Annotated[Place, AfterValidator(impersonal)]
    told_on: date | None = Field(default=None, description="the right to a hearing was told")
    asked_on: date | None = Field(default=None, description="within five days of that")


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
    hearing: HearingBody | None = Field(
        default=None, description="of a hearing: told seven working days before it"
    )


class ProcedureEnd(Body):
    """What came out of the special procedure."""

    model_config = example(result="检验合格。")

    result: Reasons
