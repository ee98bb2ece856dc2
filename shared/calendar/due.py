"""When a clock falls due, what is left of it, how it stands, and what another calendar moves."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from shared.calendar.calendar import Calendar
from shared.calendar.counting import (
    Place,
    counted_day,
    days_used,
    hours,
    moment,
    time_at,
    time_used,
)
from shared.calendar.limits import Alert, Due, Move, Remaining, Threshold, Unit
from shared.calendar.zone import HOUR, checked, join, split

if TYPE_CHECKING:
    from shared.calendar.clock import DeadlineClock

_SECOND = timedelta(seconds=1)


def due_of(clock: "DeadlineClock", calendar: Calendar) -> Due:
    """Return when the clock falls due under a calendar.

    Days end when the office closes, or at 23:59:59 where no hours are known (Civil Code 203).

    Raises:
        BeyondCalendar: after the last year that can be computed.
        NoOfficeHours: working hours are to be counted, and the calendar knows none.
    """
    place = _due_place(clock, calendar)
    if place is None:
        return Due(None, provisional=False)
    unsure = clock.limit.unit is not Unit.URGENT_HOURS and place[0] > calendar.known_until
    return Due(join(*place), provisional=unsure)


def remaining(clock: "DeadlineClock", calendar: Calendar, at: datetime) -> Remaining:
    """Return what is left of the limit at an instant, or what it is exceeded by."""
    place = split(checked(at, "at"))
    unit, due = clock.limit.unit, _due_place(clock, calendar)
    if due is not None and join(*place) >= join(*due) + _SECOND:
        return Remaining(_exceeded(clock, calendar, due, place), unit, overdue=True)
    if unit.in_days:
        left = clock.total - days_used(clock, calendar.table, place[0])
        return Remaining(max(left, 0), unit, overdue=False)
    left = clock.total * HOUR - time_used(clock, calendar.table, place)
    return Remaining(hours(max(left, 0)), unit, overdue=False)


def alert_of(clock: "DeadlineClock", calendar: Calendar, at: datetime) -> Alert:
    """Return how the clock stands at an instant."""
    if clock.ended_at is not None or due_of(clock, calendar).at is None:
        return Alert.NONE
    now = checked(at, "at")
    begun = [alert for since, alert in _turns(clock, calendar) if since <= now]
    return begun[-1] if begun else Alert.NORMAL


def next_alert(
    clocks: Iterable["DeadlineClock"], calendar: Calendar, after: datetime
) -> tuple[datetime, Alert, str] | None:
    """Return the next instant, after this one, at which a clock turns yellow, red or overdue."""
    coming = (
        (at, alert, clock.name)
        for clock in clocks
        for at, alert in _turns(clock, calendar)
        if at > after
    )
    return min(coming, key=lambda turn: turn[0], default=None)


def moved(clocks: Iterable["DeadlineClock"], calendar: Calendar) -> tuple[Move, ...]:
    """Return the open clocks that fall due at another time under this calendar."""
    new = ((clock, due_of(clock, calendar).at) for clock in clocks if clock.ended_at is None)
    return tuple(Move(clock.name, clock.due_at, at) for clock, at in new if at != clock.due_at)


def _due_place(clock: "DeadlineClock", calendar: Calendar) -> Place | None:
    if not clock.limit.unit.in_days:
        return moment(clock, calendar.table, clock.total * HOUR)
    day = counted_day(clock, calendar.table, clock.total)
    return None if day is None else (day, calendar.table.cutoff(day))


def _turns(clock: "DeadlineClock", calendar: Calendar) -> Iterator[tuple[datetime, Alert]]:
    due = None if clock.ended_at else due_of(clock, calendar).at
    if due is None:
        return
    red = _warning(clock, calendar, clock.red)
    yellow = _warning(clock, calendar, clock.yellow)
    # What is red already does not turn yellow any more.
    if yellow is not None and (red is None or yellow < red):
        yield yellow, Alert.YELLOW
    if red is not None:
        yield red, Alert.RED
    # The due second itself is still in time.
    yield due + _SECOND, Alert.OVERDUE


def _warning(
    clock: "DeadlineClock", calendar: Calendar, threshold: Threshold | None
) -> datetime | None:
    if threshold is None:
        return None
    table, total = calendar.table, clock.total
    one = 1 if clock.limit.unit.in_days else HOUR
    used = _amount(threshold, total * one, one)
    if used <= 0:
        return clock.started_at
    if not clock.limit.unit.in_days:
        place = moment(clock, table, used)
        return None if place is None else join(*place)
    # In days, it is when the office opens on the day with which so much is used.
    day = counted_day(clock, table, used)
    return None if day is None else join(day, table.opening(day))


def _amount(threshold: Threshold, total: int, one: int) -> int:
    if threshold.left is not None:
        return total - threshold.left * one
    return ceil(round(total * (threshold.share or 0), 6))


def _exceeded(clock: "DeadlineClock", calendar: Calendar, due: Place, at: Place) -> float:
    table = calendar.table
    if clock.limit.unit is Unit.WORKING_DAYS:
        return table.rank(at[0]) - table.rank(due[0])
    if clock.limit.unit is Unit.CALENDAR_DAYS:
        return at[0] - due[0]
    return hours(time_at(clock, table, at) - time_at(clock, table, due))
