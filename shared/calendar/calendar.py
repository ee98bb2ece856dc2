"""One organisation's calendar: the national layer under its own layers."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from shared.calendar import national
from shared.calendar.layers import Layer, Spans
from shared.calendar.national import Day
from shared.calendar.table import Table


class Calendar:
    """Days, office hours and their version, for one organisation.

    Args:
        layers: what it has of its own, the strongest last; none for the bare national calendar,
            in which a day ends at 24:00 and no hours are worked.
    """

    def __init__(self, layers: Sequence[Layer] = ()) -> None:
        self.layers = tuple(layers)
        self.version = "+".join((national.VERSION, *(layer.name for layer in self.layers)))
        self.published = national.PUBLISHED.union(*(layer.published for layer in self.layers))

    @cached_property
    def table(self) -> Table:
        """The running totals that due dates are looked up in."""
        return Table(self.layers)

    @cached_property
    def known_to(self) -> int:
        """The last year up to which every year is published."""
        last = min(self.published)
        while last + 1 in self.published:
            last += 1
        return last

    @cached_property
    def known_until(self) -> int:
        """The last day, as an ordinal, whose arrangement is certain.

        A year's notice may still change the last days of the year before: that of 2019 made
        2018-12-29 a workday and 2018-12-31 a holiday.
        """
        return date(self.known_to, 12, 28).toordinal()

    def is_workday(self, day: date) -> bool:
        """Tell whether the organisation works on this day."""
        return self.day(day).working

    def day(self, day: date) -> Day:
        """Return the day and why it is worked or not."""
        known = day.year in self.published
        for layer in reversed(self.layers):
            if own := layer.days.get(day):
                return Day(day, own.working, known, own.zh, own.en, own.source)
        return national.day_of(day, known=known)

    def spans(self, day: date) -> Spans:
        """Return the office hours of a workday; none on a day off."""
        if not self.is_workday(day):
            return ()
        told = (one.hours for one in reversed(self.layers) if one.holds(day))
        return next((hours for hours in told if hours is not None), ())

    def counters(self, day: date) -> Spans:
        """Return when papers are taken on a day off, although no limit runs."""
        if self.is_workday(day):
            return ()
        told = (one.counters for one in reversed(self.layers) if one.holds(day))
        return next((hours[day.weekday()] for hours in told if day.weekday() in hours), ())
