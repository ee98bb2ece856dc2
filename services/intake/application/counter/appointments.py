"""Appointments at a service point: booked, cancelled, attended, missed, reminded of."""

from dataclasses import dataclass
from datetime import date, datetime

from services.intake.application.counter.arranging import keep_arranged, remind, set_reminder
from services.intake.application.people.guests import remember
from services.intake.application.people.persons import Who, the_person
from services.intake.application.ports import Work
from services.intake.domain.counter.appointments import Appointment, day_key
from services.intake.domain.counter.points import day_of
from services.intake.domain.counter.routing import must_serve, must_take
from services.intake.domain.counter.slots import PointDay, bookable, must_be_bookable
from shared.events.intake_counter import (
    AppointmentAttended,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEvent,
    AppointmentMissed,
    AppointmentNear,
)

APPOINTMENT = "appointment"
"""The kind of timer that reminds of an appointment; its subject is the appointment."""


@dataclass(frozen=True)
class BookAppointment:
    """A half hour at a point, for somebody, perhaps for an item."""

    point: str
    starts_at: datetime
    who: Who
    item_code: str | None = None


@dataclass(frozen=True)
class FreeSlot:
    """A half hour, and how many places are left."""

    starts_at: datetime
    free: int


async def book_appointment(command: BookAppointment, work: Work) -> Appointment:
    """预约. The day's document is saved with it, so that of two for one last place one is refused.

    Raises:
        NotFound: no such point.
        NotAllowed: another office's.
        Invalid: no such half hour, no such item, or none that this point takes; no id number.
        Refusal: ``slot-full``, ``one-a-day``.
    """
    point = work.points.known(command.point)
    must_serve(point, work.cause.orgunit)
    must_be_bookable(point, command.starts_at, work.now, work.calendars.of(point.orgunit))
    item = None if command.item_code is None else work.items.get(command.item_code)
    if item is not None:
        must_take(point, item, work.cause.orgunit)
    appointment = Appointment(
        id=work.new_id("appt"),
        version=0,
        point=point.code,
        point_name=point.name,
        orgunit=point.orgunit,
        person=await the_person(command.who, work),
        starts_at=command.starts_at,
        booked_at=work.now,
        item_code=None if item is None else item.code,
        booked_in=work.cause.orgunit,
    )
    day = await work.point_days.find(appointment.day) or PointDay(appointment.day, 0)
    work.point_days.save(day.with_appointment(appointment, point.slots))
    await remember(appointment.person, point.orgunit, appointment.starts_at, work)
    set_reminder(APPOINTMENT, appointment, work)
    return keep_arranged(appointment, AppointmentBooked, work.appointments, work)


async def cancel_appointment(key: str, work: Work) -> Appointment:
    """取消: its place is free again at once."""
    appointment = await work.appointments.get(key)
    cancelled = appointment.cancelled(work.now)
    day = await work.point_days.get(appointment.day)
    work.point_days.save(day.without(key))
    return _ended(cancelled, AppointmentCancelled, work)


async def attend_appointment(key: str, work: Work) -> Appointment:
    """到场."""
    appointment = await work.appointments.get(key)
    return _ended(appointment.attended(work.now), AppointmentAttended, work)


async def miss_appointment(key: str, work: Work) -> Appointment:
    """爽约."""
    appointment = await work.appointments.get(key)
    return _ended(appointment.missed(work.now), AppointmentMissed, work)


async def remind_of_appointment(key: str, work: Work) -> None:
    """The timer's: announce, once, that it is near."""
    await remind(key, AppointmentNear, work.appointments, work)


async def free_slots(point_code: str, day: date | None, work: Work) -> list[FreeSlot]:
    """Return the half hours of a day (today) that can be booked, with what is left."""
    point, day = work.points.known(point_code), day or day_of(work.now)
    taken = await work.point_days.find(day_key(point.code, day)) or PointDay("", 0)
    slots = bookable(point, day, work.now, work.calendars.of(point.orgunit))
    return [FreeSlot(at, taken.free(at, point.slots)) for at in slots]


async def appointments_of(point: str, day: date | None, work: Work) -> list[Appointment]:
    """Return the appointments that hold a place at a point on a day (today), in order of time."""
    key = day_key(point, day or day_of(work.now))
    taken = await work.point_days.find(key) or PointDay(key, 0)
    held = sorted(taken.held, key=lambda one: (one.starts_at, one.appointment))
    found = await work.appointments.several([one.appointment for one in held])
    return list(found.values())


def _ended(appointment: Appointment, event: type[AppointmentEvent], work: Work) -> Appointment:
    work.cancel_timer(APPOINTMENT, appointment.id)
    return keep_arranged(appointment, event, work.appointments, work)
