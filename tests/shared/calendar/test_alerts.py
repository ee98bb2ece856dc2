from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.calendar import (
    Alert,
    Calendar,
    Layer,
    Override,
    Threshold,
    Unit,
    alert_of,
    moved,
    next_alert,
    remaining,
)
from tests.shared.calendar.clocks import OFFICE, begun, china

G, Z, H, U = Unit
MONDAY = "2026-09-07 10:00"
HALF, LAST_DAY = Threshold(share=0.5), Threshold(left=0)


@pytest.mark.parametrize(
    ("amount", "unit", "yellow", "turns"),
    [
        (5, G, HALF, "2026-09-10 08:30"),  # the third of five days
        (5, G, Threshold(left=1), "2026-09-11 08:30"),
        (5, G, LAST_DAY, "2026-09-14 08:30"),
        (5, G, Threshold(left=9), MONDAY),
        (10, Z, HALF, "2026-09-14 08:30"),  # day 5 is a Saturday: when the office opens again
        (4, H, HALF, "2026-09-07 12:00"),
        (4, H, Threshold(left=1), "2026-09-07 15:30"),
        (4, H, Threshold(left=4), MONDAY),
        (24, U, Threshold(share=0.75), "2026-09-08 04:00"),
    ],
)
def test_a_clock_warns_at_a_share_used_or_at_so_much_left(
    amount: int, unit: Unit, yellow: Threshold, turns: str
) -> None:
    clock, at = begun(amount, unit, MONDAY, yellow=yellow), china(turns)
    early = clock.started_at - timedelta(seconds=1)
    assert next_alert([clock], OFFICE, early) == (at, Alert.YELLOW, "statutory")
    assert alert_of(clock, OFFICE, at) is Alert.YELLOW
    assert alert_of(clock, OFFICE, at - timedelta(seconds=1)) is Alert.NORMAL


def test_a_limit_of_hours_taken_on_a_day_off_does_not_warn_before_it_began() -> None:
    clock = begun(4, H, "2026-09-12 10:00", yellow=Threshold(left=4))
    friday = china("2026-09-11 17:30")
    assert next_alert([clock], OFFICE, friday) == (clock.started_at, Alert.YELLOW, "statutory")


def test_what_turns_red_at_once_does_not_turn_yellow_first() -> None:
    clock = begun(1, G, MONDAY, yellow=HALF, red=Threshold(share=0.8))
    told = next_alert([clock], OFFICE, clock.started_at)
    assert told == (china("2026-09-08 08:30"), Alert.RED, "statutory")


def test_the_due_second_itself_is_in_time() -> None:
    clock = begun(1, G, MONDAY)
    due = china("2026-09-08 17:30")
    just = due + timedelta(microseconds=999_999)
    assert alert_of(clock, OFFICE, just) is Alert.NORMAL
    assert not remaining(clock, OFFICE, just).overdue
    overdue = due + timedelta(seconds=1)
    assert next_alert([clock], OFFICE, just) == (overdue, Alert.OVERDUE, "statutory")
    assert alert_of(clock, OFFICE, overdue) is Alert.OVERDUE
    assert remaining(clock, OFFICE, overdue).overdue
    assert next_alert([clock], OFFICE, overdue) is None


def test_of_several_clocks_the_one_that_turns_first_is_told() -> None:
    legal = begun(20, G, MONDAY, red=Threshold(left=2))
    promised = replace(begun(5, G, MONDAY), name="promised")
    told = next_alert([legal, promised], OFFICE, legal.started_at)
    assert told == (china("2026-09-14 17:30:01"), Alert.OVERDUE, "promised")


def test_a_clock_that_stands_or_has_ended_warns_of_nothing() -> None:
    clock = begun(5, G, MONDAY, yellow=HALF)
    stands = clock.paused(clock.started_at, "听证", OFFICE)
    ended = clock.ended(clock.started_at)
    assert next_alert([stands, ended], OFFICE, clock.started_at) is None
    later = clock.started_at + timedelta(days=90)
    assert {alert_of(one, OFFICE, later) for one in (stands, ended)} == {Alert.NONE}


def test_alerts_have_the_codes_of_the_exchange_standard() -> None:
    codes = {alert.value: alert.code for alert in Alert}
    assert codes == {"normal": 0, "yellow": 1, "red": 3, "overdue": 2, "none": 4}


@pytest.mark.parametrize(
    ("amount", "unit", "at", "left", "overdue"),
    [
        (5, G, "2026-09-07 10:00", 5, False),
        (5, G, "2026-09-08 00:00", 4, False),  # today counts as used
        (5, G, "2026-09-12 12:00", 1, False),
        (5, G, "2026-09-14 12:00", 0, False),
        (5, G, "2026-09-14 18:00", 0, True),
        (5, G, "2026-09-16 09:00", 2, True),
        (5, Z, "2026-09-20 09:00", 6, True),  # since Monday the 14th
        (8, H, "2026-09-07 16:00", 4.5, False),
        (8, H, "2026-09-09 09:00", 4, True),
        (24, U, "2026-09-08 12:30", 2.5, True),
    ],
)
def test_what_is_left_or_exceeded_is_told_in_the_limits_unit(
    amount: int, unit: Unit, at: str, left: float, overdue: bool
) -> None:
    told = remaining(begun(amount, unit, MONDAY), OFFICE, china(at))
    assert (told.amount, told.unit, told.overdue) == (left, unit, overdue)


def test_another_calendar_tells_which_open_clocks_it_moves() -> None:
    day_off = date(2026, 9, 9)
    local = Override(False, "那达慕放假", "Naadam holiday", "鄂政办发〔2026〕1号")
    layer = Layer("", "2026.2", day_off, days={day_off: local})
    new = Calendar((*OFFICE.layers, layer))
    five, one = begun(5, G, MONDAY), begun(1, G, MONDAY)
    ended = five.ended(five.started_at)
    (move,) = moved([five, one, ended], new)
    assert move.name == "statutory"
    assert (move.before, move.after) == (china("2026-09-14 17:30"), china("2026-09-15 17:30"))
