"""How a clock's units are counted on a calendar's table; a place is (day's ordinal, microsecond).

Days: day n is the n-th that counts after the start. A day at whose end the clock stands still does
not count. Hours are cut exactly. None stands for "never, while this pause is open".
"""

from typing import TYPE_CHECKING

from shared.calendar.errors import BeyondCalendar
from shared.calendar.limits import Start, Unit
from shared.calendar.table import Table
from shared.calendar.zone import DAY, HOUR, LAST, LAST_YEAR, split

if TYPE_CHECKING:
    from shared.calendar.clock import DeadlineClock

Place = tuple[int, int]
Standstill = tuple[int, int | None]
"""The first and the last day that do not count; None while the pause is open."""


def first_day(clock: "DeadlineClock", table: Table) -> int:
    """Return the day before day 1."""
    day = split(clock.started_at)[0]
    if clock.start is Start.NEXT_WORKDAY and not table.works(day):
        return table.workday(table.rank(day) + 1) - 1
    return day


def standstills(clock: "DeadlineClock", table: Table, after: int) -> list[Standstill]:
    """Return the days, from the one after `after`, on which the clock stands still at the end."""
    found: list[Standstill] = []
    for pause in clock.pauses:
        day, since = split(pause.since)
        first = max(day if since <= table.cutoff(day) else day + 1, after + 1)
        if pause.until is None:
            found.append((first, None))
            continue
        day, until = split(pause.until)
        last = day if until > table.cutoff(day) else day - 1
        if first <= last:
            found.append((first, last))
    return found


def counted_day(clock: "DeadlineClock", table: Table, number: int) -> int | None:
    """Return the day of this number, moved to a workday on which the clock runs."""
    before = first_day(clock, table)
    stills = standstills(clock, table, before) if clock.pauses else []
    day: int | None
    if clock.limit.unit is Unit.WORKING_DAYS:
        day = _workday(table, before, number, stills)
    else:
        day = _calendar_day(before, number, stills)
    return None if day is None else _landed(table, day, stills)


def _workday(table: Table, before: int, number: int, stills: list[Standstill]) -> int | None:
    rank = table.rank(before) + number
    for first, last in stills:
        if table.workday(rank) < first:
            break
        if last is None:
            return None
        rank += table.rank(last) - table.rank(first - 1)
    return table.workday(rank)


def _calendar_day(before: int, number: int, stills: list[Standstill]) -> int | None:
    day = before + number
    for first, last in stills:
        if day < first:
            break
        if last is None:
            return None
        day += last - first + 1
    return day


def _landed(table: Table, day: int, stills: list[Standstill]) -> int | None:
    # A limit whose last day is a day off ends on the next workday (Civil Code 203).
    if day > LAST:
        raise BeyondCalendar(LAST_YEAR)
    if not table.works(day):
        day = table.workday(table.rank(day) + 1)
    for first, last in stills:
        if first <= day and (last is None or day <= last):
            return None if last is None else _landed(table, last + 1, stills)
    return day


def days_used(clock: "DeadlineClock", table: Table, upto: int) -> int:
    """Return how many days have counted up to and with a day."""
    before = first_day(clock, table)
    if upto <= before:
        return 0
    used = _days(clock, table, before, upto)
    for first, last in standstills(clock, table, before):
        end = upto if last is None else min(last, upto)
        if first <= end:
            used -= _days(clock, table, first - 1, end)
    return used


def _days(clock: "DeadlineClock", table: Table, after: int, upto: int) -> int:
    if clock.limit.unit is Unit.WORKING_DAYS:
        return table.rank(upto) - table.rank(after)
    return upto - after


def time_at(clock: "DeadlineClock", table: Table, place: Place) -> int:
    """Return the running time of the clock's unit at a place, in microseconds."""
    if clock.limit.unit is Unit.WORKING_HOURS:
        return table.worked(*place)
    return place[0] * DAY + place[1]


def moment(clock: "DeadlineClock", table: Table, used: int) -> Place | None:
    """Return when so many microseconds of a limit in hours are used."""
    target = time_at(clock, table, split(clock.started_at)) + used
    for pause in clock.pauses:
        since = time_at(clock, table, split(pause.since))
        if target <= since:
            break
        if pause.until is None:
            return None
        target += time_at(clock, table, split(pause.until)) - since
    if clock.limit.unit is Unit.WORKING_HOURS:
        return table.instant(target)
    if target >= (LAST + 1) * DAY:
        raise BeyondCalendar(LAST_YEAR)
    return divmod(target, DAY)


def time_used(clock: "DeadlineClock", table: Table, at: Place) -> int:
    """Return how many microseconds of a limit in hours are used at a place."""
    now = time_at(clock, table, at)
    used = now - time_at(clock, table, split(clock.started_at))
    for pause in clock.pauses:
        since = time_at(clock, table, split(pause.since))
        until = now if pause.until is None else time_at(clock, table, split(pause.until))
        used -= max(min(until, now) - since, 0)
    return max(used, 0)


def hours(microseconds: int) -> float:
    """Return hours, to the second."""
    return round(microseconds / HOUR, 4)
