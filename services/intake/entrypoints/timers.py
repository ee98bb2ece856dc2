"""What falls due in intake: the clocks of an application."""

from collections.abc import Mapping
from typing import Any

from services.intake.application.deadlines import look_at_clocks
from services.intake.application.keeping import DEADLINE
from shared.timers import OnTimer


def timers() -> Mapping[str, OnTimer[Any]]:
    """Return what each kind of timer does."""
    return {DEADLINE: look_at_clocks}
