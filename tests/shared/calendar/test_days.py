from datetime import date, timedelta

import pytest

from shared.calendar import Start, Unit
from tests.shared.calendar.clocks import NATION, OFFICE, begun, told_due
from tests.shared.calendar.oracle import published

G, Z, H, U = Unit


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2024-08-19", 5, "2024-08-26"),
        ("2024-08-19", 20, "2024-09-14"),  # a Saturday that is worked
        ("2024-09-13", 1, "2024-09-14"),
        ("2024-09-13", 5, "2024-09-23"),
        ("2024-09-29", 5, "2024-10-11"),  # from a Sunday that is worked
        ("2026-02-14", 1, "2026-02-24"),  # from a Saturday that is worked
        ("2026-02-14", 5, "2026-02-28"),
        ("2025-12-31", 3, "2026-01-06"),
        ("2025-09-30", 5, "2025-10-14"),
    ],
)
def test_working_days_are_counted_over_holidays_and_make_up_days(
    start: str, amount: int, due: str
) -> None:
    assert told_due(begun(amount, G, f"{start} 16:00")) == f"{due} 17:30:00"
    assert told_due(begun(amount, G, f"{start} 16:00", NATION)) == f"{due} 23:59:59"


@pytest.mark.parametrize(
    ("amount", "unit", "start", "due"),
    [
        (15, Z, "2025-09-16 09:00", "2025-10-09 17:30:00"),  # 10-01 is a holiday: it moves
        (3, Z, "2025-09-30 23:59", "2025-10-09 17:30:00"),
        (7, Z, "2025-09-01 00:00", "2025-09-08 17:30:00"),
        (4, H, "2025-09-30 16:00", "2025-10-09 11:00:00"),
        (4, H, "2025-10-11 08:00", "2025-10-11 15:00:00"),  # a Saturday that is worked
        (2, H, "2025-09-30 11:00", "2025-09-30 15:30:00"),  # over the lunch break
        (1, H, "2025-09-30 16:30", "2025-09-30 17:30:00"),
        (2, U, "2025-09-30 23:30", "2025-10-01 01:30:00"),
        (24, U, "2025-10-01 09:15", "2025-10-02 09:15:00"),
    ],
)
def test_other_units_run_as_their_names_say(amount: int, unit: Unit, start: str, due: str) -> None:
    assert told_due(begun(amount, unit, start)) == due


def test_papers_taken_on_a_day_off_start_the_limit_on_the_next_workday() -> None:
    saturday = "2026-09-12 10:00"
    assert told_due(begun(1, Z, saturday)) == "2026-09-14 17:30:00"
    moved = begun(1, G, saturday, start=Start.NEXT_WORKDAY)
    assert told_due(moved) == "2026-09-14 17:30:00"
    assert told_due(begun(3, Z, saturday)) == "2026-09-15 17:30:00"
    assert told_due(begun(3, Z, saturday, start=Start.NEXT_WORKDAY)) == "2026-09-16 17:30:00"


def test_all_published_days_are_worked_or_not_as_the_notices_say() -> None:
    days = published()
    assert len(days) == 286
    assert [day for day, off in days.items() if NATION.is_workday(day) is off] == []


def test_every_day_says_why_in_both_languages() -> None:
    first = date(2004, 1, 1)
    days = [NATION.day(first + timedelta(days=number)) for number in range(366 * 24)]
    assert all(day.zh and day.en and day.source for day in days)
    assert NATION.day(date(2025, 10, 11)).zh == "国庆节调休上班"
    assert NATION.day(date(2025, 10, 1)).source == "国务院办公厅关于2025年部分节假日安排的通知"
    assert NATION.day(date(2025, 10, 1)).en == "National Day holiday"


def test_workdays_have_office_hours_and_days_off_have_none() -> None:
    saturday_worked, holiday = date(2025, 10, 11), date(2025, 10, 1)
    assert [span.opens.hour for span in OFFICE.spans(saturday_worked)] == [8, 14]
    assert (OFFICE.spans(holiday), NATION.spans(saturday_worked)) == ((), ())


def test_a_due_time_in_a_year_not_yet_published_is_provisional() -> None:
    known, unknown = begun(5, G, "2026-12-01 09:00"), begun(40, G, "2026-12-01 09:00")
    assert (known.provisional, unknown.provisional) == (False, True)
    assert not begun(1, G, "2026-12-25 09:00").provisional  # the last day that is certain
    assert begun(1, G, "2026-12-30 09:00").provisional  # the next notice may still take it
    assert told_due(unknown) == "2027-01-26 17:30:00"  # Monday to Friday count
    assert not begun(2000, U, "2026-12-01 09:00").provisional
