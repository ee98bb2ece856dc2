"""Sessions for old people and children: booked, waited for, cancelled, attended, reminded of."""

from dataclasses import dataclass
from datetime import datetime

from services.intake.application.counter.arranging import keep_arranged, remind, set_reminder
from services.intake.application.counter.offers import end_of, session_of
from services.intake.application.people.guests import remember
from services.intake.application.people.persons import Who, the_person
from services.intake.application.ports import Work
from services.intake.domain.counter.bookings import Booking
from services.intake.domain.counter.care import Place
from services.intake.domain.counter.routing import must_serve
from shared.events.intake_bookings import (
    BookingAttended,
    BookingCancelled,
    BookingEvent,
    BookingMade,
    BookingMissed,
    BookingMovedUp,
    BookingNear,
)

BOOKING = "booking"
"""The kind of timer that reminds of a booking; its subject is the booking."""


@dataclass(frozen=True)
class BookSession:
    """A session of a service, for somebody."""

    service: str
    starts_at: datetime
    who: Who


async def book_session(command: BookSession, work: Work) -> Booking:
    """预约或候补: a place if one is free, else one in the waiting line.

    Raises:
        NotFound: no such service.
        NotAllowed: another office's.
        Invalid: no such session; no id number.
        Refusal: ``already-booked``; ``session-begun``.
    """
    service = work.care.known(command.service)
    point = work.points.known(service.point)
    must_serve(point, work.cause.orgunit)
    calendar = work.calendars.of(point.orgunit)
    ends_at = end_of(service, command.starts_at, calendar, work.now)
    place = Place(work.new_id("book"), await the_person(command.who, work))
    session = await session_of(service, command.starts_at, work)
    joined = work.sessions.save(session.joined(place, work.now))
    whose = {"orgunit": point.orgunit, "booked_in": work.cause.orgunit}
    booking = Booking.of(place, joined, service, ends_at, work.now, **whose)
    await remember(booking.person, point.orgunit, ends_at, work)
    return _placed(booking, BookingMade, work)


async def cancel_booking(key: str, work: Work) -> Booking:
    """取消: whoever waits first moves up into the place, in the same step, and it is announced."""
    booking = await work.bookings.get(key)
    cancelled = booking.cancelled()
    session = await work.sessions.get(booking.session)
    left, first = session.left(key, work.now)
    work.sessions.save(left)
    work.cancel_timer(BOOKING, key)
    ended = _kept(cancelled, BookingCancelled, work)
    if first is not None:
        waiting = await work.bookings.get(first.booking)
        _placed(waiting.moved_up(), BookingMovedUp, work)
    return ended


async def attend_booking(key: str, work: Work) -> Booking:
    """到场."""
    booking = await work.bookings.get(key)
    return _kept(booking.attended(work.now), BookingAttended, work)


async def miss_booking(key: str, work: Work) -> Booking:
    """未到."""
    booking = await work.bookings.get(key)
    return _kept(booking.missed(work.now), BookingMissed, work)


async def remind_of_booking(key: str, work: Work) -> None:
    """The timer's: announce, once, that it is near."""
    await remind(key, BookingNear, work.bookings, work)


def _placed(booking: Booking, event: type[BookingEvent], work: Work) -> Booking:
    if booking.expected:
        set_reminder(BOOKING, booking, work)
    return _kept(booking, event, work)


def _kept(booking: Booking, event: type[BookingEvent], work: Work) -> Booking:
    return keep_arranged(booking, event, work.bookings, work)
