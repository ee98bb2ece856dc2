"""Matters that own clocks: what was announced of them, when to look again, how they are shown."""

from shared.deadlines.timed import ClockMove, Timed, Warned

__all__ = ["ClockMove", "Timed", "Warned"]
