"""Opening hours as the files write them."""

from collections.abc import Mapping

from services.intake.domain.counter.points import Spans, Week
from shared.calendar.calendars import WEEKDAYS, Weekday


def week(told: Mapping[Weekday, Spans]) -> Week:
    """Return hours by weekday, 0 is Monday."""
    return {WEEKDAYS.index(day): spans for day, spans in told.items()}
