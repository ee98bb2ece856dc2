"""What intake's timers do: none is set until its clocks run."""

from collections.abc import Mapping
from typing import Any

from shared.timers import OnTimer


def timers() -> Mapping[str, OnTimer[Any]]:
    """Return what each kind of timer does."""
    return {}
