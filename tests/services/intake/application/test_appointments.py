"""Appointments: one place a person and day, never more than a half hour holds, in any race."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from services.intake.adapters.counter.points import Points
from services.intake.application.counter.appointments import (
    BookAppointment,
    appointments_of,
    attend_appointment,
    book_appointment,
    cancel_appointment,
    free_slots,
    miss_appointment,
    remind_of_appointment,
)
from services.intake.application.people.persons import Who
from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.counter.appointments import Appointment, AppointmentState
from shared.privacy.records import PersonalDetails
from shared.testing.memory import MemoryStore
from shared.values import Invalid, NotFound, Refusal
from tests.services.intake.desk import ZHANG, Desk

NINE = datetime.fromisoformat("2026-09-14T09:00:00+08:00")
HALF_PAST = NINE + timedelta(minutes=30)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def somebody(n: int = 0) -> PersonalDetails:
    """Return the n-th person of a place and day that nobody here was born at."""
    places = f"11010519491231{n + 500:03d}"
    rest = sum(w * int(digit) for w, digit in zip(WEIGHTS, places, strict=True)) % 11
    return PersonalDetails(id_number=f"{places}{'10X98765432'[rest]}")


async def book(desk: Desk, who: Who, at: datetime = NINE, point: str = "station-3") -> Appointment:
    command = BookAppointment(point, at, who, "elder-allowance")
    return await desk.run(lambda w: book_appointment(command, w))


async def left(desk: Desk, at: datetime = NINE) -> int:
    slots = await desk.run(lambda w: free_slots("station-3", at.date(), w))
    return next(slot.free for slot in slots if slot.starts_at == at)


async def test_a_booked_place_is_announced_without_a_name(desk: Desk) -> None:
    appointment = await book(desk, PersonalDetails(**ZHANG))
    assert appointment.person.startswith("per_")
    ((name, sequence, data),) = await desk.announced()
    assert (name, sequence) == ("appointment.booked", 1)
    assert (data["person"], data["point_name"]) == (appointment.person, "第三社区便民服务站")
    assert "张三" not in str(data)


async def test_a_full_half_hour_is_refused_and_the_next_one_is_not(desk: Desk) -> None:
    await book(desk, somebody(0))
    await book(desk, somebody(1))
    with pytest.raises(Refusal, match="full"):
        await book(desk, somebody(2))
    await book(desk, somebody(2), HALF_PAST)
    assert (await left(desk), await left(desk, HALF_PAST)) == (0, 1)


async def test_the_same_person_holds_one_a_day_at_a_point(desk: Desk) -> None:
    first = await book(desk, somebody())
    with pytest.raises(Refusal, match="cancel it"):
        await book(desk, first.person, HALF_PAST)
    await book(desk, first.person, NINE + timedelta(days=1))
    await book(desk, first.person, NINE, "hub")
    await desk.run(lambda w: cancel_appointment(first.id, w))
    await book(desk, first.person, HALF_PAST)


async def test_of_many_at_once_just_as_many_come_in_as_there_are_places() -> None:
    store = MemoryStore()
    desks = [Desk(store=store, records=n * 100) for n in range(5)]

    async def try_it(n: int) -> bool:
        try:
            await book(desks[n], somebody(n))
        except Refusal:
            return False
        return True

    outcomes = await asyncio.gather(*(try_it(n) for n in range(5)))
    assert sum(outcomes) == 2
    listed = await desks[0].run(lambda w: appointments_of("station-3", date(2026, 9, 14), w))
    assert len(listed) == 2


@pytest.mark.parametrize(
    "at",
    [
        "2026-09-14T09:10:00",  # no half hour
        "2026-09-14T12:00:00",  # the break
        "2026-09-12T09:00:00",  # the station has no weekend counter
        "2026-10-01T09:00:00",  # a holiday
        "2026-09-07T08:30:00",  # past
        "2026-10-12T09:00:00",  # beyond thirty days
    ],
)
async def test_what_is_no_half_hour_of_the_point_is_refused(desk: Desk, at: str) -> None:
    with pytest.raises(Invalid, match="no such half hour"):
        await book(desk, somebody(), datetime.fromisoformat(f"{at}+08:00"))


async def test_a_kiosk_takes_no_appointments_and_an_unknown_point_is_told(desk: Desk) -> None:
    with pytest.raises(Invalid):
        await book(desk, somebody(), point="kiosk-hub")
    with pytest.raises(NotFound):
        await book(desk, somebody(), point="moon-point")


async def test_an_appointment_for_an_item_is_at_a_point_that_takes_it(desk: Desk) -> None:
    instant = Points([replace(desk.points.known("station-3"), kinds=(ItemKind.INSTANT,))])
    with pytest.raises(Invalid, match="does not take elder-allowance") as refused:
        await book(Desk(points=instant), somebody())
    assert refused.value.field == "point"


async def test_where_places_were_taken_away_none_is_free(desk: Desk) -> None:
    for n in range(2):
        await book(desk, somebody(n))
    fewer = Desk(
        store=desk.store, points=Points([replace(desk.points.known("station-3"), slots=1)])
    )
    assert await left(fewer) == 0


async def test_one_books_under_ones_own_name(desk: Desk) -> None:
    with pytest.raises(Invalid, match="id number"):
        await book(desk, PersonalDetails(name="张三", phone="13812341234"))
    person = (await book(desk, somebody())).person
    await desk.run(lambda w: w.people.erase(person))
    with pytest.raises(Refusal, match="erased"):
        await book(desk, person, HALF_PAST)


async def test_who_comes_and_who_does_not_is_recorded(desk: Desk) -> None:
    came, missed = await book(desk, somebody(0)), await book(desk, somebody(1))
    desk.clock.move(HALF_PAST)
    came = await desk.run(lambda w: attend_appointment(came.id, w))
    missed = await desk.run(lambda w: miss_appointment(missed.id, w))
    assert (came.state, missed.state) == (AppointmentState.ATTENDED, AppointmentState.MISSED)
    names = {name for name, _, _ in await desk.announced()}
    assert names == {"appointment.booked", "appointment.attended", "appointment.missed"}


async def test_one_is_reminded_once_a_working_day_before_unless_cancelled(desk: Desk) -> None:
    kept, given_up = await book(desk, somebody(0)), await book(desk, somebody(1))
    await desk.run(lambda w: cancel_appointment(given_up.id, w))
    await desk.pass_to(datetime.fromisoformat("2026-09-11T08:29:59+08:00"))
    assert len(await desk.announced()) == 3
    await desk.pass_to(NINE)
    name, sequence, data = (await desk.announced())[-1]
    assert (name, sequence) == ("appointment.near-due", 2)
    assert data["person"] == kept.person
    assert len(await desk.announced()) == 4


async def test_a_reminder_that_comes_too_late_says_nothing(desk: Desk) -> None:
    appointment = await book(desk, somebody())
    desk.clock.move(NINE)
    await desk.run(lambda w: remind_of_appointment(appointment.id, w))
    assert [name for name, _, _ in await desk.announced()] == ["appointment.booked"]
