"""What intake announces about agents (代办) and appointments. Subject: either of them."""

from typing import Any, ClassVar

from pydantic import AwareDatetime, Field

from shared.events.base import EventData, PersonRef, Title
from shared.events.parts import Code, StaffRef

_PERSON = "per_aaaaaaaaaaaaaaaaaaaaaaaaaa"
_AUTHORISATION: dict[str, Any] = {
    "applicant": _PERSON,
    "agent": "stf_c0002",
    "items": ["elder-allowance"],
    "item_names": ["高龄津贴申领"],
    "acts": ["hand-in", "collect"],
    "until": "2026-12-31T23:59:59+08:00",
}
_APPOINTMENT: dict[str, Any] = {
    "point": "hub",
    "point_name": "街道便民服务中心",
    "person": _PERSON,
    "starts_at": "2026-09-14T09:30:00+08:00",
    "item_code": "elder-allowance",
}


class AuthorisationEvent(EventData):
    """An applicant's authorisation of an agent: `agent` is staff, else `agent_person` a relative.

    `items` and `acts` are what for: hand-in, correct, supplement, withdraw, collect.
    """

    applicant: PersonRef
    agent: StaffRef | None = None
    agent_person: PersonRef | None = None
    items: tuple[Code, ...] = Field(min_length=1)
    item_names: tuple[Title, ...] = Field(min_length=1)
    acts: tuple[Code, ...] = Field(min_length=1)
    until: AwareDatetime


class AuthorisationGiven(AuthorisationEvent):
    """Somebody may act for an applicant from now on (授权)."""

    type: ClassVar[str] = "jiedao.intake.authorisation.given.v1"
    example: ClassVar[dict[str, Any]] = {**_AUTHORISATION}


class AuthorisationWithdrawn(AuthorisationEvent):
    """The agent may do nothing more (撤销授权)."""

    type: ClassVar[str] = "jiedao.intake.authorisation.withdrawn.v1"
    example: ClassVar[dict[str, Any]] = {**_AUTHORISATION}


class AuthorisationAnonymised(AuthorisationEvent):
    """Applicant or agent was erased; that it was is left, and no way to the letter (删除)."""

    type: ClassVar[str] = "jiedao.intake.authorisation.anonymised.v1"
    example: ClassVar[dict[str, Any]] = {**_AUTHORISATION}


class AppointmentEvent(EventData):
    """A person's appointment at a service point, a half hour from `starts_at`."""

    point: Code
    point_name: Title
    person: PersonRef
    starts_at: AwareDatetime
    item_code: Code | None = None


class AppointmentBooked(AppointmentEvent):
    """A place was taken (预约)."""

    type: ClassVar[str] = "jiedao.intake.appointment.booked.v1"
    example: ClassVar[dict[str, Any]] = {**_APPOINTMENT}


class AppointmentNear(AppointmentEvent):
    """No working day lies between now and it: whoever comes is to be reminded (预约提醒)."""

    type: ClassVar[str] = "jiedao.intake.appointment.near-due.v1"
    example: ClassVar[dict[str, Any]] = {**_APPOINTMENT}


class AppointmentCancelled(AppointmentEvent):
    """The place is free again (取消预约)."""

    type: ClassVar[str] = "jiedao.intake.appointment.cancelled.v1"
    example: ClassVar[dict[str, Any]] = {**_APPOINTMENT}


class AppointmentAttended(AppointmentEvent):
    """The person came (到场)."""

    type: ClassVar[str] = "jiedao.intake.appointment.attended.v1"
    example: ClassVar[dict[str, Any]] = {**_APPOINTMENT}


class AppointmentMissed(AppointmentEvent):
    """Nobody came (爽约)."""

    type: ClassVar[str] = "jiedao.intake.appointment.missed.v1"
    example: ClassVar[dict[str, Any]] = {**_APPOINTMENT}
