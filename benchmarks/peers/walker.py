"""A limit as most programs count it: day after day, asking the holiday package about each."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from chinese_calendar import is_workday

from shared.calendar import DeadlineClock, Unit
from shared.calendar.zone import CST

_DAY = timedelta(days=1)
_CLOSES = time(17, 30)
_SPANS = ((time(8, 30), time(12)), (time(14, 30), _CLOSES))


def walked(clock: DeadlineClock) -> datetime:
    """Return when a clock with standard office hours, whose pauses have ended, falls due."""
    due = _after_days(clock) if clock.limit.unit.in_days else _after_hours(clock)
    return due.astimezone(UTC)


def _after_days(clock: DeadlineClock) -> datetime:
    day, left = clock.started_at.astimezone(CST).date(), clock.total
    every_day = clock.limit.unit is Unit.CALENDAR_DAYS
    while True:
        day += _DAY
        works = is_workday(day)
        end = datetime.combine(day, _CLOSES if works else time(23, 59, 59), CST)
        if _stands(clock, end):
            continue
        left -= every_day or works
        if left <= 0 and works:
            return end


def _after_hours(clock: DeadlineClock) -> datetime:
    left = timedelta(hours=clock.total)
    for since, until in _office_time(clock):
        if until - since >= left:
            return since + left
        left -= until - since
    raise AssertionError


def _office_time(clock: DeadlineClock) -> Iterator[tuple[datetime, datetime]]:
    begun = clock.started_at.astimezone(CST)
    day = begun.date()
    while True:
        for opens, closes in _SPANS if is_workday(day) else ():
            since = max(begun, datetime.combine(day, opens, CST))
            end = datetime.combine(day, closes, CST)
            for pause in clock.pauses:
                if since < min(pause.since, end):
                    yield since, min(pause.since, end)
                since = max(since, pause.until or end)
            if since < end:
                yield since, end
        day += _DAY


def _stands(clock: DeadlineClock, at: datetime) -> bool:
    return any(
        pause.since <= at and (pause.until is None or at < pause.until) for pause in clock.pauses
    )
