"""Timers of notify: what nobody acknowledged is passed on. Mail has a queue of its own."""

from collections.abc import Mapping
from typing import Any

from services.notify.application.escalate import TIMER, step_escalation
from shared.timers import OnTimer


def timers() -> Mapping[str, OnTimer[Any]]:
    """Return what each kind of timer does."""
    return {TIMER: step_escalation}
