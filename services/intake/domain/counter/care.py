"""Services for old people and children (养老托幼服务): sessions with places and a waiting list."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.intake.domain.counter.points import Week, at_of
from shared.calendar import CST, Calendar
from shared.values import Final, Refusal


class Audience(StrEnum):
    """Whom a service is made for: a description of the service, nobody is checked against it."""

    AGED = "aged"
    CHILDREN = "children"


@dataclass(frozen=True)
class CareService:
    """What can be booked; `times` by weekday (0 is Monday), `capacity` places a session."""

    code: str
    name: str
    point: str
    audience: Audience
    times: Week
    capacity: int

    def sessions(self, day: date, calendar: Calendar) -> tuple[tuple[datetime, datetime], ...]:
        """Return start and end of each session of a day; none on a holiday."""
        if not (calendar.is_workday(day) or calendar.day(day).weekend):
            return ()
        spans = self.times.get(day.weekday(), ())
        return tuple((at_of(day, span.opens), at_of(day, span.closes)) for span in spans)

    def ends_at(self, starts_at: datetime, calendar: Calendar) -> datetime | None:
        """Return the end of the session that starts then; None where there is no such session."""
        day = starts_at.astimezone(CST).date()
        return dict(self.sessions(day, calendar)).get(starts_at)


@dataclass(frozen=True)
class Place:
    """Who has a place, or waits for one."""

    booking: str
    person: str


@dataclass(frozen=True)
class Session:
    """One session: its places, and who waits, in order.

    Its version guards the places against two at once. Never more than `capacity` have a place;
    nobody waits while one is free.
    """

    id: str
    version: int
    capacity: int
    starts_at: datetime
    booked: tuple[Place, ...] = ()
    waiting: tuple[Place, ...] = ()

    @property
    def free(self) -> int:
        """How many places are free."""
        return self.capacity - len(self.booked)

    def joined(self, place: Place, now: datetime) -> "Session":
        """Return the session with one more: with a place if one is free, else last in the line.

        Raises:
            Final: it has begun.
            Refusal: ``already-booked``.
        """
        self.must_not_have_begun(now)
        if any(other.person == place.person for other in (*self.booked, *self.waiting)):
            raise Refusal(
                "already-booked",
                "此人已预约或正在候补这一场。",
                "This person is booked or waiting for this session already.",
                field="person",
            )
        if self.free > 0:
            return replace(self, booked=(*self.booked, place))
        return replace(self, waiting=(*self.waiting, place))

    def left(self, booking: str, now: datetime) -> tuple["Session", Place | None]:
        """Return the session without one, and who moves up into the place."""
        self.must_not_have_begun(now)
        booked = tuple(place for place in self.booked if place.booking != booking)
        waiting = tuple(place for place in self.waiting if place.booking != booking)
        if len(booked) < self.capacity and waiting:
            first, *others = waiting
            return replace(self, booked=(*booked, first), waiting=tuple(others)), first
        return replace(self, booked=booked, waiting=waiting), None

    def has_place(self, booking: str) -> bool:
        """Tell whether a booking has a place, and does not wait."""
        return any(place.booking == booking for place in self.booked)

    def must_not_have_begun(self, now: datetime) -> None:
        """Raise `Final` once it has begun."""
        if now >= self.starts_at:
            raise Final(
                "session-begun",
                "这一场已经开始，不能再预约或取消。",
                "This session has begun; it can be neither booked nor cancelled.",
                field="starts_at",
            )


def session_key(service: str, starts_at: datetime) -> str:
    """Return the id of a session: the service and its start in China's time."""
    return f"{service}:{starts_at.astimezone(CST):%Y-%m-%dT%H%M}"


def service_of(session: str) -> str:
    """Return the service whose session an id names."""
    return session.rpartition(":")[0]
