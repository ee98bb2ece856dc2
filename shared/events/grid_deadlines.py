"""What grid announces about the limits of an incident (时限). Subject: the incident."""

from typing import Any, ClassVar

from pydantic import AwareDatetime

from shared.events.base import Words
from shared.events.clocks import Moved, NearDue, OfClock, Overdue
from shared.events.grid import INCIDENT, WORKER, IncidentEvent
from shared.events.parts import Code, StaffRef

_DUE = "2026-09-08T17:30:00+08:00"


class StageEvent(IncidentEvent, OfClock):
    """What is told of a clock; `worker` is who has the incident in hand, if anybody has."""

    worker: StaffRef | None = None


class StageNearDue(StageEvent, NearDue):
    """A clock turned yellow or red."""

    type: ClassVar[str] = "jiedao.grid.deadline.near-due.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "clock": "handling",
        "worker": WORKER,
        "due_at": _DUE,
        "alert": "yellow",
    }


class StageOverdue(StageEvent, Overdue):
    """A clock ran out."""

    type: ClassVar[str] = "jiedao.grid.deadline.overdue.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "clock": "handling",
        "worker": WORKER,
        "due_at": _DUE,
        "alert": "overdue",
    }


class StageMoved(StageEvent, Moved):
    """Another calendar moved a due time, or made it certain; None while the clock stands still."""

    type: ClassVar[str] = "jiedao.grid.deadline.moved.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "clock": "handling",
        "worker": WORKER,
        "before": "2027-02-05T17:30:00+08:00",
        "after": "2027-02-18T17:30:00+08:00",
        "calendar": "cn-1.12.0",
    }


class StageExtended(StageEvent):
    """The shift leader approved of more time, once; it now falls due at `due_at` (延期)."""

    type: ClassVar[str] = "jiedao.grid.deadline.extended.v1"
    example: ClassVar[dict[str, Any]] = {
        **INCIDENT,
        "clock": "handling",
        "worker": WORKER,
        "approver": "stf_g0001",
        "reasons": "需协调供热公司。",
        "due_at": "2026-09-21T17:30:00+08:00",
    }

    approver: StaffRef
    reasons: Words
    due_at: AwareDatetime


class StageDone(IncidentEvent):
    """The worker has done what one stage asks for; the others run on."""

    type: ClassVar[str] = "jiedao.grid.stage.done.v1"
    example: ClassVar[dict[str, Any]] = {**INCIDENT, "clock": "stop-work", "worker": WORKER}

    clock: Code
    worker: StaffRef
