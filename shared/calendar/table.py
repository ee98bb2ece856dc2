"""All days of one calendar as running totals, so that a due date is a look-up."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from shared.calendar import national
from shared.calendar.errors import BeyondCalendar, NoOfficeHours
from shared.calendar.layers import Layer
from shared.calendar.zone import DAY_END, FIRST, LAST, LAST_YEAR

Bounds = tuple[tuple[int, int], ...]


class Table:
    """Workdays and office time of every day from `FIRST` to `LAST`; days are ordinals.

    Args:
        layers: the layers of the calendar, the strongest last.
    """

    def __init__(self, layers: Iterable[Layer]) -> None:
        working, hours = _days(tuple(layers))
        self.working = working
        self.hours = [spans if on else () for spans, on in zip(hours, working, strict=True)]
        self.workdays = [FIRST + index for index, on in enumerate(working) if on]
        self._rank = [0, *accumulate(working)]
        self._time = [0, *accumulate(_length(spans) for spans in self.hours)]

    def rank(self, day: int) -> int:
        """Return how many workdays there are up to and with this day."""
        return self._rank[day - FIRST + 1]

    def workday(self, rank: int) -> int:
        """Return the workday of this rank."""
        if rank > len(self.workdays):
            raise BeyondCalendar(LAST_YEAR)
        return self.workdays[rank - 1]

    def works(self, day: int) -> bool:
        """Tell whether this is a workday."""
        return self.working[day - FIRST]

    def opening(self, day: int) -> int:
        """Return the microsecond at which the office opens; 0 where no hours are known."""
        spans = self.hours[day - FIRST]
        return spans[0][0] if spans else 0

    def cutoff(self, day: int) -> int:
        """Return the microsecond at which the day ends in law: the office closes, or 23:59:59."""
        spans = self.hours[day - FIRST]
        return spans[-1][1] if spans else DAY_END

    def worked(self, day: int, microseconds: int) -> int:
        """Return all office time, in microseconds, up to an instant."""
        done = self._time[day - FIRST]
        for opens, closes in self.hours[day - FIRST]:
            if microseconds <= opens:
                break
            done += min(microseconds, closes) - opens
        return done

    def instant(self, worked: int) -> tuple[int, int]:
        """Return the first instant by which so much office time has gone.

        Raises:
            NoOfficeHours: this calendar has none.
            BeyondCalendar: there is not so much left.
        """
        if not self._time[-1]:
            raise NoOfficeHours
        index = bisect_left(self._time, worked)
        if index >= len(self._time):
            raise BeyondCalendar(LAST_YEAR)
        rest = worked - self._time[index - 1]
        for opens, closes in self.hours[index - 1]:
            if rest <= closes - opens:
                return FIRST + index - 1, opens + rest
            rest -= closes - opens
        raise BeyondCalendar(LAST_YEAR)


def _length(spans: Bounds) -> int:
    return sum(closes - opens for opens, closes in spans)


def _days(layers: tuple[Layer, ...]) -> tuple[list[bool], list[Bounds]]:
    working = [national.is_workday(date.fromordinal(day)) for day in range(FIRST, LAST + 1)]
    hours: list[Bounds] = [()] * len(working)
    for layer in layers:
        first = max(layer.valid_from.toordinal(), FIRST) - FIRST
        last = min((layer.valid_to or date.max).toordinal(), LAST) - FIRST
        if layer.hours is not None and first <= last:
            bounds = tuple(span.bounds for span in layer.hours)
            hours[first : last + 1] = [bounds] * (last - first + 1)
        for day, override in layer.days.items():
            working[day.toordinal() - FIRST] = override.working
    return working, hours
