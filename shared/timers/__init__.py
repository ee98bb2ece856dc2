"""Durable timers: a row that falls due becomes one use case in one transaction."""

from shared.timers.worker import OnTimer, Timers

__all__ = ["OnTimer", "Timers"]
