"""Time that holds in law: working days and hours, and clocks that explain themselves. Pure.

`DeadlineClock` is the value a matter keeps; `Calendars` gives each organisation its `Calendar`.
"""

from shared.calendar.calendar import Calendar
from shared.calendar.calendars import Calendars
from shared.calendar.clock import DeadlineClock
from shared.calendar.due import alert_of, due_of, moved, next_alert, remaining
from shared.calendar.explaining import Step, explain
from shared.calendar.layers import STANDARD_HOURS, Layer, Override, Span
from shared.calendar.limits import (
    Alert,
    Due,
    Extension,
    Limit,
    Move,
    Pause,
    Remaining,
    Start,
    Threshold,
    Unit,
)
from shared.calendar.national import Day
from shared.calendar.zone import CST, shown

__all__ = [
    "CST",
    "STANDARD_HOURS",
    "Alert",
    "Calendar",
    "Calendars",
    "Day",
    "DeadlineClock",
    "Due",
    "Extension",
    "Layer",
    "Limit",
    "Move",
    "Override",
    "Pause",
    "Remaining",
    "Span",
    "Start",
    "Step",
    "Threshold",
    "Unit",
    "alert_of",
    "due_of",
    "explain",
    "moved",
    "next_alert",
    "remaining",
    "shown",
]
