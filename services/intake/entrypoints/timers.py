"""What falls due in intake: clocks of all kinds, visits, reminders."""

from collections.abc import Mapping
from typing import Any

from services.intake.application.bundle.follow_bundle import look_at_bundle
from services.intake.application.case.deadlines import look_at_clocks
from services.intake.application.case.keeping import DEADLINE, VISIT
from services.intake.application.counter.appointments import APPOINTMENT, remind_of_appointment
from services.intake.application.counter.care import BOOKING, remind_of_booking
from services.intake.application.counter.visit import end_visit
from services.intake.application.rating.keeping_ratings import RATING_DEADLINE
from services.intake.application.rating.rate import rate_by_default
from services.intake.application.rating.rating_deadlines import look_at_rating_clocks
from services.intake.domain.bundle.bundle import BUNDLE
from services.intake.domain.rating.rating_clocks import RATING_WINDOW
from shared.timers import OnTimer


def timers() -> Mapping[str, OnTimer[Any]]:
    """Return what each kind of timer does."""
    return {
        DEADLINE: look_at_clocks,
        BUNDLE: look_at_bundle,
        VISIT: end_visit,
        APPOINTMENT: remind_of_appointment,
        BOOKING: remind_of_booking,
        RATING_DEADLINE: look_at_rating_clocks,
        RATING_WINDOW: rate_by_default,
    }
