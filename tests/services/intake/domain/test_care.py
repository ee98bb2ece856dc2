"""A session's places and its waiting line, whatever is done in whatever order."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from services.intake.adapters.counter.care import CareServices
from services.intake.adapters.counter.points import Points
from services.intake.domain.counter.bookings import BOOKINGS, Booking, BookingCommand, BookingState
from services.intake.domain.counter.care import Place, Session, session_key
from services.intake.domain.counter.reminders import reminder_at
from shared.calendar import Calendars
from shared.values import Final, Refusal
from tests.services.intake.desk import CARE, POINTS, STREET

START = datetime.fromisoformat("2026-09-15T09:00:00+08:00")
BEFORE = START - timedelta(days=1)
SERVICES = CareServices.load(CARE, Points.load(POINTS))
CALENDAR = Calendars.load(None).of(STREET)
CAPACITY = 3


class Places(RuleBasedStateMachine):
    """Persons join and leave one session; a plain list says what must come of it."""

    joined = Bundle("joined")

    def __init__(self) -> None:
        super().__init__()
        self.session = Session("s", 0, CAPACITY, START)
        self.line: list[str] = []
        self.count = 0

    @rule(target=joined, person=st.sampled_from([f"p{n}" for n in range(9)]))
    def join(self, person: str) -> str:
        self.count += 1
        booking = f"b{self.count}-{person}"
        place = Place(booking, person)
        if any(other.endswith(f"-{person}") for other in self.line):
            with pytest.raises(Refusal, match="already"):
                self.session.joined(place, BEFORE)
            return ""
        self.session = self.session.joined(place, BEFORE)
        self.line.append(booking)
        return booking

    @rule(booking=consumes(joined))
    def leave(self, booking: str) -> None:
        waiting = {place.booking for place in self.session.waiting}
        held = self.session.has_place(booking)
        self.session, first = self.session.left(booking, BEFORE)
        assert (first is not None) == (held and bool(waiting))
        self.line = [other for other in self.line if other != booking]

    @rule()
    def nobody_joins_after_the_start(self) -> None:
        with pytest.raises(Final):
            self.session.joined(Place("late", "late"), START)

    @invariant()
    def the_first_of_the_line_have_the_places_and_no_more_than_there_are(self) -> None:
        places = [place.booking for place in self.session.booked]
        waits = [place.booking for place in self.session.waiting]
        assert len(places) <= CAPACITY
        assert places + waits == self.line
        assert not waits or self.session.free == 0


TestPlaces = Places.TestCase
TestPlaces.settings = settings(max_examples=40, stateful_step_count=25)


def booking(state: BookingState) -> Booking:
    return Booking(
        "b",
        1,
        "elder-phone-class",
        "老年人智能手机课堂",
        "hub",
        session_key("elder-phone-class", START),
        STREET,
        "per",
        START,
        START + timedelta(minutes=90),
        BEFORE,
        state,
    )


def test_a_session_is_named_by_its_start_in_china() -> None:
    assert session_key("x", START) == "x:2026-09-15T0900"


def test_who_waits_cannot_attend_and_who_came_cannot_cancel() -> None:
    assert not BOOKINGS.allows(BookingState.WAITING, BookingCommand.ATTEND)
    assert not BOOKINGS.allows(BookingState.ATTENDED, BookingCommand.CANCEL)
    assert booking(BookingState.WAITING).moved_up().state is BookingState.BOOKED


def test_attendance_is_said_on_the_day_and_absence_after_the_end() -> None:
    held = booking(BookingState.BOOKED)
    with pytest.raises(Refusal, match="on that day"):
        held.attended(BEFORE)
    with pytest.raises(Refusal, match="after its end"):
        held.missed(START)
    assert held.attended(START).state is BookingState.ATTENDED
    assert held.missed(START + timedelta(minutes=90)).state is BookingState.MISSED


def test_no_session_is_held_on_a_holiday() -> None:
    after_school, reading = (
        SERVICES.known("children-after-school"),
        SERVICES.known("children-reading"),
    )
    assert len(after_school.sessions(date(2026, 9, 30), CALENDAR)) == 1
    assert after_school.sessions(date(2026, 10, 1), CALENDAR) == ()
    assert len(reading.sessions(date(2026, 9, 12), CALENDAR)) == 1
    assert reading.sessions(date(2026, 10, 3), CALENDAR) == ()


@pytest.mark.parametrize(
    ("starts_at", "reminds_at"),
    [
        ("2026-09-15T09:00:00", "2026-09-14T08:30:00"),
        ("2026-09-14T09:00:00", "2026-09-11T08:30:00"),  # Monday: on Friday
        ("2026-10-08T09:00:00", "2026-09-30T08:30:00"),  # over National Day
        ("2026-09-21T09:00:00", "2026-09-20T08:30:00"),  # a make-up Sunday is worked
    ],
)
def test_a_reminder_goes_out_on_the_last_working_day_before(
    starts_at: str, reminds_at: str
) -> None:
    at = datetime.fromisoformat(f"{starts_at}+08:00")
    expected = datetime.fromisoformat(f"{reminds_at}+08:00")
    assert reminder_at(at, CALENDAR, expected - timedelta(seconds=1)) == expected
    assert reminder_at(at, CALENDAR, expected) is None
