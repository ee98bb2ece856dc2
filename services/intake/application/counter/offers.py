"""Which sessions are offered, and who is on the list of one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.intake.application.ports import Work
from services.intake.domain.counter.bookings import Booking
from services.intake.domain.counter.care import CareService, Session, service_of, session_key
from services.intake.domain.counter.points import ServicePoint, day_of
from shared.calendar import Calendar
from shared.values import Invalid

DAYS_AHEAD = 28
"""How far ahead sessions are offered, in days."""


@dataclass(frozen=True)
class Offer:
    """A session as it is offered."""

    id: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    free: int
    waiting: int


async def offers(code: str, since: date | None, days: int, work: Work) -> list[Offer]:
    """Return the sessions to come from a day (today) on, with the places left and who waits."""
    service = work.care.known(code)
    calendar = work.calendars.of(work.points.known(service.point).orgunit)
    first = since or day_of(work.now)
    coming = (first + timedelta(days=n) for n in range(days))
    held = [times for day in coming for times in service.sessions(day, calendar)]
    ends = {at: end for at, end in held if work.now < at <= _horizon(work.now)}
    known = await work.sessions.several([session_key(code, at) for at in ends])
    sessions = {at: known.get(session_key(code, at)) or _unbooked(service, at) for at in ends}
    return [
        Offer(one.id, at, ends[at], one.capacity, one.free, len(one.waiting))
        for at, one in sessions.items()
    ]


async def bookings_of(key: str, work: Work) -> list[Booking]:
    """Return who has a place in a session, then who waits, each in order."""
    session = await work.sessions.find(key)
    places = () if session is None else (*session.booked, *session.waiting)
    found = await work.bookings.several([place.booking for place in places])
    return list(found.values())


def place_of(session: str, work: Work) -> ServicePoint:
    """Return where a session is; raise `NotFound` for a service that is not offered any more."""
    return work.points.known(work.care.known(service_of(session)).point)


async def session_of(service: CareService, starts_at: datetime, work: Work) -> Session:
    """Return a session, or one in which nobody has a place yet."""
    key = session_key(service.code, starts_at)
    return await work.sessions.find(key) or _unbooked(service, starts_at)


def end_of(
    service: CareService, starts_at: datetime, calendar: Calendar, now: datetime
) -> datetime:
    """Return the end of a session that is offered; raise `Invalid` where there is none."""
    ends_at = service.ends_at(starts_at, calendar)
    if ends_at is None or starts_at > _horizon(now):
        raise Invalid(
            "no-such-session",
            f"“{service.name}”没有这一场；请从今后 {DAYS_AHEAD} 天的场次中选择。",
            f"{service.code} has no such session in the next {DAYS_AHEAD} days.",
            field="starts_at",
        )
    return ends_at


def _unbooked(service: CareService, starts_at: datetime) -> Session:
    return Session(session_key(service.code, starts_at), 0, service.capacity, starts_at)


def _horizon(now: datetime) -> datetime:
    return now + timedelta(days=DAYS_AHEAD)
