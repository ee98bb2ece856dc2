"""What intake announces about bookings of services for old people and children."""

from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime

from shared.events.base import EventData, PersonRef, Title
from shared.events.parts import Code

_BOOKING: dict[str, Any] = {
    "service": "elder-phone-class",
    "service_name": "老年人智能手机课堂",
    "point": "hub",
    "person": "per_aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "starts_at": "2026-09-15T09:00:00+08:00",
    "state": "booked",
}


class BookingEvent(EventData):
    """A booking of one session. Subject: the booking.

    `person` is who comes; for a service for children, the guardian.
    """

    service: Code
    service_name: Title
    point: Code
    person: PersonRef
    starts_at: AwareDatetime
    state: Literal["waiting", "booked", "cancelled", "attended", "missed"]


class BookingMade(BookingEvent):
    """Somebody has a place (``booked``) or stands in the waiting line (``waiting``)."""

    type: ClassVar[str] = "jiedao.intake.booking.made.v1"
    example: ClassVar[dict[str, Any]] = {**_BOOKING}


class BookingMovedUp(BookingEvent):
    """A place became free, and who waited first has it now: they are to be told (候补转正)."""

    type: ClassVar[str] = "jiedao.intake.booking.moved-up.v1"
    example: ClassVar[dict[str, Any]] = {**_BOOKING}


class BookingNear(BookingEvent):
    """No working day lies between now and it: whoever comes is to be reminded (预约提醒)."""

    type: ClassVar[str] = "jiedao.intake.booking.near-due.v1"
    example: ClassVar[dict[str, Any]] = {**_BOOKING}


class BookingCancelled(BookingEvent):
    """A place, or one in the line, was given up (取消预约)."""

    type: ClassVar[str] = "jiedao.intake.booking.cancelled.v1"
    example: ClassVar[dict[str, Any]] = {**_BOOKING, "state": "cancelled"}


class BookingAttended(BookingEvent):
    """The person came (到场)."""

    type: ClassVar[str] = "jiedao.intake.booking.attended.v1"
    example: ClassVar[dict[str, Any]] = {**_BOOKING, "state": "attended"}


class BookingMissed(BookingEvent):
    """Nobody came (未到)."""

    type: ClassVar[str] = "jiedao.intake.booking.missed.v1"
    example: ClassVar[dict[str, Any]] = {**_BOOKING, "state": "missed"}
