from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.counter.appointments import (
    SLOT,
    Appointment,
    AppointmentState,
    day_key,
)
from services.intake.domain.counter.slots import PointDay
from shared.values import Final, Refusal
from tests.services.intake.desk import STREET

NINE = datetime.fromisoformat("2026-09-14T09:00:00+08:00")
BEFORE = NINE - timedelta(days=3)


def appointment(key: str = "a", person: str = "p", at: datetime = NINE) -> Appointment:
    return Appointment(key, 0, "hub", "街道便民服务中心", STREET, person, at, BEFORE)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 7), st.integers(0, 2)), max_size=30),
    st.integers(1, 3),
)
def test_no_half_hour_has_more_than_its_places_and_nobody_two(
    steps: list[tuple[bool, int, int]], capacity: int
) -> None:
    day = PointDay("hub:2026-09-14", 0)
    for number, (books, person, slot) in enumerate(steps):
        if not books:
            day = day.without(next((h.appointment for h in day.held), ""))
            continue
        one = appointment(f"a{number}", f"p{person}", NINE + slot * SLOT)
        has_one = any(held.person == one.person for held in day.held)
        full = day.taken(one.starts_at) >= capacity
        if has_one or full:
            with pytest.raises(Refusal) as refused:
                day.with_appointment(one, capacity)
            assert refused.value.code == ("one-a-day" if has_one else "slot-full")
        else:
            day = day.with_appointment(one, capacity)
    assert all(day.taken(NINE + slot * SLOT) <= capacity for slot in range(3))
    assert len({held.person for held in day.held}) == len(day.held)


def test_its_day_is_chinas() -> None:
    early = datetime.fromisoformat("2026-09-14T23:30:00+00:00")
    assert appointment(at=early).day == "hub:2026-09-15" == day_key("hub", date(2026, 9, 15))


def test_it_is_cancelled_before_its_time_only() -> None:
    assert appointment().cancelled(BEFORE).state is AppointmentState.CANCELLED
    with pytest.raises(Final, match="Its time has come"):
        appointment().cancelled(NINE)


def test_it_is_attended_on_its_day_and_missed_after_its_half_hour() -> None:
    assert appointment().attended(NINE - SLOT).state is AppointmentState.ATTENDED
    with pytest.raises(Refusal, match="on that day"):
        appointment().attended(BEFORE)
    with pytest.raises(Refusal, match="after"):
        appointment().missed(NINE)
    assert appointment().missed(NINE + SLOT).state is AppointmentState.MISSED


def test_what_is_over_is_over() -> None:
    with pytest.raises(Final):
        appointment().cancelled(BEFORE).attended(NINE)
