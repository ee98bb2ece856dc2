"""Timers of notify: none yet; mail that is due has a queue of its own."""

from collections.abc import Mapping
from typing import Any

from shared.timers import OnTimer


def timers() -> Mapping[str, OnTimer[Any]]:
    """Return what each kind of timer does."""
    return {}
