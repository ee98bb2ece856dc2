"""What falls due in intake: the clocks of an application, and reminders."""

from collections.abc import Mapping
from typing import Any

from services.intake.application.appointments import APPOINTMENT, remind_of_appointment
from services.intake.application.care import BOOKING, remind_of_booking
from services.intake.application.deadlines import look_at_clocks
from services.intake.application.keeping import DEADLINE
from shared.timers import OnTimer


def timers() -> Mapping[str, OnTimer[Any]]:
    """Return what each kind of timer does."""
    return {
        DEADLINE: look_at_clocks,
        APPOINTMENT: remind_of_appointment,
        BOOKING: remind_of_booking,
    }
