"""Durable timers: a row that falls due becomes one use case in one transaction."""

from shared.timers.firing import OnTimer
from shared.timers.worker import Timers

__all__ = ["OnTimer", "Timers"]
