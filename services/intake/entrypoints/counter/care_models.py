"""What the routes of bookable services take and show."""

from collections.abc import Mapping

from pydantic import Field

from services.intake.domain.counter.bookings import BookingState
from services.intake.domain.counter.care import Audience
from services.intake.entrypoints.models import ApplicantBody, Body, example
from shared.deadlines.views import Local
from shared.events.base import Instant, PersonRef
from shared.events.parts import Code
from shared.web.views import View


class BookingBody(Body):
    """A session, for somebody; for a service for children, the guardian books and is named."""

    model_config = example(
        service="elder-phone-class",
        starts_at="2026-09-15T09:00:00+08:00",
        person={"name": "张三", "phone": "13800000000", "id_number": "11010519491231002X"},
    )

    service: Code
    starts_at: Instant
    person: ApplicantBody | None = Field(default=None, description="with the id number")
    person_ref: PersonRef | None = None


class BookingView(View):
    """A booking."""

    id: str
    version: int
    service: str
    service_name: str
    point: str
    session: str
    orgunit: str
    person: str
    starts_at: Local
    ends_at: Local
    booked_at: Local
    state: BookingState
    reminded: bool


class ServiceView(View):
    """A service that can be booked; `audience` describes it, and nobody is checked against it."""

    code: str
    name: str
    point: str
    audience: Audience
    times: Mapping[str, tuple[str, ...]]
    capacity: int


class SessionView(View):
    """A session to come, its places left and how many wait."""

    id: str
    starts_at: Local
    ends_at: Local
    capacity: int
    free: int
    waiting: int
