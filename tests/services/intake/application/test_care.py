"""Bookings of sessions: places, the waiting line, reminders."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from services.intake.application.counter.care import (
    BookSession,
    attend_booking,
    book_session,
    cancel_booking,
    miss_booking,
    remind_of_booking,
)
from services.intake.application.counter.offers import bookings_of, offers
from services.intake.application.people.persons import Who
from services.intake.domain.counter.bookings import Booking, BookingState
from services.intake.domain.counter.care import Audience, CareService, session_key
from shared.calendar import Span
from shared.privacy.records import PersonalDetails
from shared.testing.memory import MemoryStore
from shared.values import Final, Invalid, NotFound, Refusal
from tests.services.intake.application.test_appointments import somebody
from tests.services.intake.desk import Desk

START = datetime.fromisoformat("2026-09-15T09:00:00+08:00")
SERVICE = "two-places"


def small(desk: Desk) -> Desk:
    """Add a service with two places, on Tuesdays and Saturdays at nine."""
    hours = (Span(START.time(), START.time().replace(hour=10)),)
    service = CareService(SERVICE, "小课堂", "hub", Audience.AGED, {1: hours, 5: hours}, 2)
    desk.care._services[SERVICE] = service
    return desk


async def book(desk: Desk, who: Who, at: datetime = START, service: str = SERVICE) -> Booking:
    command = BookSession(service, at, who)
    return await desk.run(lambda w: book_session(command, w))


async def cancel(desk: Desk, booking: Booking) -> Booking:
    return await desk.run(lambda w: cancel_booking(booking.id, w))


async def now(desk: Desk, booking: Booking) -> BookingState:
    return (await desk.run(lambda w: w.bookings.get(booking.id))).state


async def test_beyond_the_places_one_waits_and_moves_up_in_order(desk: Desk) -> None:
    small(desk)
    first, _, third, fourth = [await book(desk, somebody(n)) for n in range(4)]
    assert [third.state, fourth.state] == [BookingState.WAITING] * 2
    await cancel(desk, first)
    assert await now(desk, third) is BookingState.BOOKED
    assert await now(desk, fourth) is BookingState.WAITING
    said = [(name, data["person"]) for name, _, data in await desk.announced()]
    assert ("booking.cancelled", first.person) in said
    assert ("booking.moved-up", third.person) in said


async def test_who_waits_and_gives_up_moves_nobody(desk: Desk) -> None:
    small(desk)
    _, _, third, fourth = [await book(desk, somebody(n)) for n in range(4)]
    await cancel(desk, third)
    assert await now(desk, fourth) is BookingState.WAITING
    listed = await desk.run(lambda w: bookings_of(session_key(SERVICE, START), w))
    assert [one.state for one in listed] == [BookingState.BOOKED] * 2 + [BookingState.WAITING]


async def test_of_many_at_once_no_more_get_a_place_than_there_are() -> None:
    store = MemoryStore()
    desks = [small(Desk(store=store, records=n * 100)) for n in range(5)]
    booked = await asyncio.gather(*(book(desks[n], somebody(n)) for n in range(5)))
    assert [one.state for one in booked].count(BookingState.BOOKED) == 2
    cancelled = [one for one in booked if one.state is BookingState.BOOKED]
    await asyncio.gather(*(cancel(desks[n], one) for n, one in enumerate(cancelled)))
    (offer,) = await desks[0].run(lambda w: offers(SERVICE, date(2026, 9, 15), 1, w))
    assert (offer.free, offer.waiting) == (0, 1)


async def test_one_books_a_session_once(desk: Desk) -> None:
    small(desk)
    booking = await book(desk, somebody())
    with pytest.raises(Refusal, match="already"):
        await book(desk, booking.person)
    await cancel(desk, booking)
    assert (await book(desk, booking.person)).state is BookingState.BOOKED


@pytest.mark.parametrize(
    "at",
    ["2026-09-15T10:00:00", "2026-09-16T09:00:00", "2026-10-06T09:00:00", "2026-10-13T09:00:00"],
)
async def test_a_session_that_is_not_offered_is_refused(desk: Desk, at: str) -> None:
    with pytest.raises(Invalid, match="no such session"):
        await book(small(desk), somebody(), datetime.fromisoformat(f"{at}+08:00"))


async def test_an_unknown_service_is_told_as_such(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await book(desk, somebody(), service="moon-walk")


async def test_after_the_start_nobody_books_or_cancels(desk: Desk) -> None:
    booking = await book(small(desk), somebody())
    desk.clock.move(START)
    for act in (book(desk, somebody(1)), cancel(desk, booking)):
        with pytest.raises(Final):
            await act


async def test_attendance_is_recorded_and_so_is_absence(desk: Desk) -> None:
    small(desk)
    came, missed = await book(desk, somebody(0)), await book(desk, somebody(1))
    desk.clock.move(START + timedelta(hours=1))
    await desk.run(lambda w: attend_booking(came.id, w))
    await desk.run(lambda w: miss_booking(missed.id, w))
    assert [await now(desk, came), await now(desk, missed)] == [
        BookingState.ATTENDED,
        BookingState.MISSED,
    ]
    said = {name: data["state"] for name, _, data in await desk.announced()}
    assert (said["booking.attended"], said["booking.missed"]) == ("attended", "missed")


async def test_whoever_has_a_place_is_reminded_and_who_waits_is_not(desk: Desk) -> None:
    small(desk)
    first, second, third = [await book(desk, somebody(n)) for n in range(3)]
    await cancel(desk, first)
    await book(desk, somebody(3))
    await desk.pass_to(START)
    near = [data["person"] for name, _, data in await desk.announced() if name.endswith("near-due")]
    assert sorted(near) == sorted([second.person, third.person])


async def test_of_a_session_that_has_begun_nobody_is_reminded(desk: Desk) -> None:
    booking = await book(small(desk), somebody())
    desk.clock.move(START)
    await desk.run(lambda w: remind_of_booking(booking.id, w))
    assert [name for name, _, _ in await desk.announced()] == ["booking.made"]


async def test_a_booking_outlives_the_service_in_the_list(desk: Desk) -> None:
    booking = await book(small(desk), PersonalDetails(id_number="11010519491231002X"))
    del desk.care._services[SERVICE]
    await cancel(desk, booking)
    assert (await desk.announced())[-1][2]["service_name"] == "小课堂"


async def test_sessions_of_a_week_are_offered_but_none_on_holidays(desk: Desk) -> None:
    small(desk)
    week = await desk.run(lambda w: offers(SERVICE, date(2026, 9, 8), 7, w))
    golden = await desk.run(lambda w: offers(SERVICE, date(2026, 9, 30), 7, w))
    assert [offer.starts_at.day for offer in week] == [8, 12]
    assert golden == []
