"""When to remind somebody of something that is arranged."""

from datetime import datetime, time, timedelta

from shared.calendar import CST, Calendar

_MORNING = time(9)
_FARTHEST = 31


def reminder_at(starts_at: datetime, calendar: Calendar, now: datetime) -> datetime | None:
    """Return when the office opens on the last working day before; None when that is past.

    Args:
        starts_at: what is arranged.
        calendar: the calendar of who reminds: staff, on a working day.
        now: the instant.
    """
    day = starts_at.astimezone(CST).date()
    before = (day - timedelta(days=n) for n in range(1, _FARTHEST))
    last = next((day for day in before if calendar.is_workday(day)), None)
    if last is None:
        return None
    spans = calendar.spans(last)
    at = datetime.combine(last, spans[0].opens if spans else _MORNING, CST)
    return at if at > now else None
