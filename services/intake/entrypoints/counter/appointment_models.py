"""What the routes of appointments take and show."""

from pydantic import Field

from services.intake.domain.counter.appointments import AppointmentState
from services.intake.entrypoints.models import ApplicantBody, Body, example
from shared.deadlines.views import Local
from shared.events.base import Instant, PersonRef
from shared.events.parts import Code
from shared.web.views import View


class AppointmentBody(Body):
    """A half hour at a point, for somebody: in person, by `person` or a known `person_ref`."""

    model_config = example(
        point="hub",
        starts_at="2026-09-14T09:30:00+08:00",
        person={"name": "张三", "phone": "13800000000", "id_number": "11010519491231002X"},
        item_code="elder-allowance",
    )

    point: Code
    starts_at: Instant
    person: ApplicantBody | None = Field(default=None, description="with the id number")
    person_ref: PersonRef | None = None
    item_code: Code | None = None


class AppointmentView(View):
    """An appointment."""

    id: str
    version: int
    point: str
    point_name: str
    orgunit: str
    person: str
    starts_at: Local
    booked_at: Local
    state: AppointmentState
    item_code: str | None
    reminded: bool


class SlotView(View):
    """A half hour and the places left."""

    starts_at: Local
    free: int
