"""The half hours of a service point, and who has a place in each."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.intake.domain.counter.appointments import SLOT, Appointment
from services.intake.domain.counter.points import ServicePoint, at_of
from shared.calendar import CST, Calendar
from shared.values import Invalid, Refusal

HORIZON = timedelta(days=30)
"""How far ahead an appointment may lie."""


@dataclass(frozen=True)
class Held:
    """A place that is taken."""

    appointment: str
    person: str
    starts_at: datetime


@dataclass(frozen=True)
class PointDay:
    """All places taken at one point on one day; its version guards them against two at once."""

    id: str
    version: int
    held: tuple[Held, ...] = ()

    def taken(self, starts_at: datetime) -> int:
        """Return how many places of a half hour are taken."""
        return sum(held.starts_at == starts_at for held in self.held)

    def free(self, starts_at: datetime, capacity: int) -> int:
        """Return how many places of a half hour are left; none where fewer are now than taken."""
        return max(0, capacity - self.taken(starts_at))

    def with_appointment(self, appointment: Appointment, capacity: int) -> "PointDay":
        """Return the day with one more place taken.

        Raises:
            Refusal: ``slot-full``; ``one-a-day``, the person has a place at this point already.
        """
        if any(held.person == appointment.person for held in self.held):
            raise Refusal(
                "one-a-day",
                "此人当日在本服务点已有预约，每人每日一个；如需改期请先取消。",
                "This person has an appointment here on this day; cancel it to take another.",
                field="person",
            )
        if not self.free(appointment.starts_at, capacity):
            raise Refusal(
                "slot-full",
                "该时段已约满，请选择其他时段。",
                "This half hour is full; choose another.",
                field="starts_at",
            )
        held = Held(appointment.id, appointment.person, appointment.starts_at)
        return replace(self, held=(*self.held, held))

    def without(self, appointment: str) -> "PointDay":
        """Return the day with a place given back."""
        return replace(
            self, held=tuple(held for held in self.held if held.appointment != appointment)
        )


def slots_of(point: ServicePoint, day: date, calendar: Calendar) -> tuple[datetime, ...]:
    """Return the half hours of a day that lie wholly within opening hours; none without places."""
    if not point.slots:
        return ()
    found = []
    for span in point.spans(day, calendar):
        at, end = at_of(day, span.opens), at_of(day, span.closes)
        while at + SLOT <= end:
            found.append(at)
            at += SLOT
    return tuple(found)


def bookable(
    point: ServicePoint, day: date, now: datetime, calendar: Calendar
) -> tuple[datetime, ...]:
    """Return the half hours of a day that can be booked now: to come, within the horizon."""
    return tuple(at for at in slots_of(point, day, calendar) if _is_near(at, now))


def must_be_bookable(
    point: ServicePoint, starts_at: datetime, now: datetime, calendar: Calendar
) -> None:
    """Raise `Invalid` unless it is a half hour of this point, to come, within the horizon."""
    day = starts_at.astimezone(CST).date()
    if not _is_near(starts_at, now) or starts_at not in slots_of(point, day, calendar):
        raise Invalid(
            "no-such-slot",
            f"“{point.name}”没有这个可预约时段；请从三十日内的可约时段中选择。",
            f"{point.code} has no such half hour; choose one of the next thirty days.",
            field="starts_at",
        )


def _is_near(at: datetime, now: datetime) -> bool:
    return now < at <= now + HORIZON
