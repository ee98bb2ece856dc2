"""A layer over the national calendar: one organisation's own days and office hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from shared.calendar.zone import SECOND


@dataclass(frozen=True)
class Span:
    """Office hours without a break, in China's time."""

    opens: time
    closes: time

    @property
    def bounds(self) -> tuple[int, int]:
        """Its ends in microseconds of the day."""
        return _microseconds(self.opens), _microseconds(self.closes)


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Override:
    """A day that this organisation works, or does not, unlike the nation."""

    working: bool
    zh: str
    en: str
    source: str


@dataclass(frozen=True)
class Layer:
    """What an organisation, and all below it, has of its own while the layer holds.

    Args:
        organisation: the leading digits of the organisation codes; empty for all.
        version: the edition of this layer.
        valid_from: the first day on which it says anything.
        valid_to: the last one, or None.
        days: days unlike the nation's.
        hours: the office hours of a workday, if it says any.
        counters: by weekday (0 is Monday), when papers are taken on days off.
        published: years whose national arrangement `days` holds in whole.
    """

    organisation: str
    version: str
    valid_from: date
    valid_to: date | None = None
    days: Mapping[date, Override] = field(default_factory=dict)
    hours: Spans | None = None
    counters: Mapping[int, Spans] = field(default_factory=dict)
    published: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """Organisation and version, as a calendar's version names it."""
        return "-".join(part for part in (self.organisation, self.version) if part)

    def holds(self, day: date) -> bool:
        """Tell whether the layer says anything about this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


STANDARD_HOURS = Layer(
    organisation="",
    version="standard-hours",
    valid_from=date.min,
    hours=(Span(time(8, 30), time(12)), Span(time(14, 30), time(17, 30))),
)
"""Office hours of a deployment that has no calendar file."""


def _microseconds(at: time) -> int:
    return (at.hour * 3600 + at.minute * 60 + at.second) * SECOND
