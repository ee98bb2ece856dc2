"""What falls due in grid."""

from collections.abc import Mapping
from typing import Any

from services.grid.application.deadlines import DEADLINE, look_at_clocks
from services.grid.application.dispatch import SIGN_OVERDUE, lapse_handoff
from shared.timers import OnTimer


def timers() -> Mapping[str, OnTimer[Any]]:
    """Return what each kind of timer does."""
    return {SIGN_OVERDUE: lapse_handoff, DEADLINE: look_at_clocks}
