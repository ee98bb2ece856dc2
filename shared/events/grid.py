"""What grid announces about incidents (网格事件). Subject: the incident, or the report."""

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import AwareDatetime, Field

from shared.events.base import EventData, Identifier, PersonRef, Title, Words
from shared.events.parts import Code, Coordinates, Place, StaffRef

INCIDENT: dict[str, Any] = {
    "incident_no": "G20260907000031",
    "category": "street-rubbish",
    "category_name": "暴露垃圾",
}
WORKER = "stf_g0101"


class ReportChannel(StrEnum):
    """Who saw it: worker, resident, the 12345 hotline, a sensor, a bad rating."""

    WORKER = "worker"
    RESIDENT = "resident"
    HOTLINE = "hotline"
    SENSOR = "sensor"
    RATING = "rating"


class IncidentEvent(EventData):
    """What every event about an incident tells."""

    incident_no: Identifier
    category: Code
    category_name: Title
    cell: Code | None = Field(default=None, description="grid cell, 15 digits")
    place: Place | None = None


class IncidentReported(IncidentEvent):
    """Something was seen; without coordinates it waits for a person to locate it."""

    type: ClassVar[str] = "jiedao.grid.incident.reported.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "channel": "hotline", "located": True}

    channel: ReportChannel
    located: bool
    point: Coordinates | None = None


class IncidentLocated(IncidentEvent):
    """A person put it on the map."""

    type: ClassVar[str] = "jiedao.grid.incident.located.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "point": {"lng": 109.98, "lat": 39.82}}

    point: Coordinates


class IncidentRegistered(IncidentEvent):
    """It was filed (立案)."""

    type: ClassVar[str] = "jiedao.grid.incident.registered.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT}


class IncidentNotFiled(IncidentEvent):
    """It was not filed, with a reason (不予立案)."""

    type: ClassVar[str] = "jiedao.grid.incident.not-filed.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "reasons": "不属于街道职责。"}

    reasons: Words


class IncidentDispatched(IncidentEvent):
    """It was handed to a worker, who signs by `sign_by` (派遣)."""

    type: ClassVar[str] = "jiedao.grid.incident.dispatched.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "worker": WORKER,
        "sign_by": "2026-09-07T11:30:00+08:00",
    }

    worker: StaffRef
    sign_by: AwareDatetime


class IncidentSigned(IncidentEvent):
    """The worker took it (签收)."""

    type: ClassVar[str] = "jiedao.grid.incident.signed.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "worker": WORKER}

    worker: StaffRef


class IncidentReturned(IncidentEvent):
    """The worker gave it back with a reason (退单)."""

    type: ClassVar[str] = "jiedao.grid.incident.returned.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "worker": WORKER, "reasons": "不在本网格。"}

    worker: StaffRef
    reasons: Words


class HandoffLapsed(IncidentEvent):
    """Nobody signed in time; the shift leader must act."""

    type: ClassVar[str] = "jiedao.grid.handoff.lapsed.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "worker": WORKER,
        "leader": "stf_g0001",
        "sign_by": "2026-09-07T11:30:00+08:00",
    }

    worker: StaffRef
    leader: StaffRef
    sign_by: AwareDatetime


class HandlingStarted(IncidentEvent):
    """The worker is at it (处置)."""

    type: ClassVar[str] = "jiedao.grid.handling.started.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "worker": WORKER}

    worker: StaffRef


class HelpRequested(IncidentEvent):
    """The incident is a request for help that a service item answers; intake opens a case."""

    type: ClassVar[str] = "jiedao.grid.help.requested.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "item_code": "temporary-relief"}

    item_code: Code
    person: PersonRef | None = None


class HelpAnswered(IncidentEvent):
    """Intake's case about the request for help has an outcome."""

    type: ClassVar[str] = "jiedao.grid.help.answered.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "case": "case_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "outcome": "approved",
    }

    case: Identifier
    outcome: str = Field(pattern=r"^(approved|rejected|refused|withdrawn)$")


class IncidentFedBack(IncidentEvent):
    """The handler says what was done (处理反馈)."""

    type: ClassVar[str] = "jiedao.grid.incident.fed-back.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "worker": WORKER, "solved": True}

    worker: StaffRef
    solved: bool


class IncidentVerified(IncidentEvent):
    """Someone other than the handler checked it (核查); not passed means rework."""

    type: ClassVar[str] = "jiedao.grid.incident.verified.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "verifier": "stf_g0001", "passed": True}

    verifier: StaffRef
    passed: bool


class IncidentClosed(IncidentEvent):
    """It is over; every reporter is answered (结案)."""

    type: ClassVar[str] = "jiedao.grid.incident.closed.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "reports": 3, "public_answer": "垃圾已清运。"}

    reports: int = Field(ge=1, description="how many reports it answers")
    public_answer: Words


class ReportJoined(IncidentEvent):
    """A report about a matter in progress joined it. Subject: the report."""

    type: ClassVar[str] = "jiedao.grid.report.joined.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "incident": "inc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "channel": "hotline",
        "reference": "260907093015000124",
    }

    incident: Identifier
    channel: ReportChannel
    reporter: PersonRef | None = None
    reference: Identifier | None = None


class ReportFiled(IncidentEvent):
    """The first report of an incident; its reporter will be answered. Subject: the report."""

    type: ClassVar[str] = "jiedao.grid.report.filed.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "incident": "inc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "channel": "resident",
    }

    incident: Identifier
    channel: ReportChannel
    reporter: PersonRef | None = None
    reference: Identifier | None = None


class ReportAnswered(IncidentEvent):
    """A reporter's own answer at closure (公开答复). Subject: the report."""

    type: ClassVar[str] = "jiedao.grid.report.answered.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "incident": "inc_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "reference": "260907093015000124",
        "public_answer": "垃圾已清运。",
    }

    incident: Identifier
    reporter: PersonRef | None = None
    reference: Identifier | None = None
    public_answer: Words


class RevisitRecorded(IncidentEvent):
    """The person behind a bad rating was visited again (回访)."""

    type: ClassVar[str] = "jiedao.grid.revisit.recorded.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "case": "case_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "satisfied": True,
    }

    case: Identifier
    satisfied: bool
