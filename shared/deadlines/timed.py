"""A matter that owns clocks, and what was announced of each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from shared.calendar import Alert, Calendar, DeadlineClock, alert_of, next_alert

_LEVELS = {Alert.NORMAL: 0, Alert.YELLOW: 1, Alert.RED: 2, Alert.OVERDUE: 3}


@dataclass(frozen=True)
class Warned:
    """The worst that was announced of a clock, so that it is announced once."""

    clock: str
    alert: Alert


@dataclass(frozen=True)
class ClockMove:
    """A clock as another calendar computes it; `before` is when it was due.

    Both may be the same instant: then it is only certain now, or no longer (`provisional`).
    """

    clock: DeadlineClock
    before: datetime | None

    @property
    def told(self) -> dict[str, Any]:
        """What every event about a moved clock says of it, beside whose clock it is."""
        return {
            "clock": self.clock.name,
            "before": self.before,
            "after": self.clock.due_at,
            "provisional": self.clock.provisional,
            "calendar": self.clock.calendar,
        }


@dataclass(frozen=True, kw_only=True)
class Timed:
    """A base of aggregates. `running` tells whether any clock is open: a store can ask for it."""

    clocks: tuple[DeadlineClock, ...] = ()
    running: bool = False
    warned: tuple[Warned, ...] = ()

    @property
    def open_clocks(self) -> tuple[DeadlineClock, ...]:
        """The clocks that have not ended; some may stand still."""
        return tuple(clock for clock in self.clocks if clock.ended_at is None)

    @property
    def due_at(self) -> datetime | None:
        """When the first of its clocks falls due."""
        return min((clock.due_at for clock in self.open_clocks if clock.due_at), default=None)

    @property
    def announced(self) -> Alert:
        """The worst that was announced of an open clock; `NONE` where none is open."""
        if not self.running:
            return Alert.NONE
        names = {clock.name for clock in self.open_clocks}
        told = (told.alert for told in self.warned if told.clock in names)
        return max(told, key=_LEVELS.__getitem__, default=Alert.NORMAL)

    def with_clocks(self, clocks: Iterable[DeadlineClock], now: datetime, by: Calendar) -> Self:
        """Return it with other clocks; a warning that a later due time took back goes."""
        clocks = tuple(clocks)
        if clocks == self.clocks:
            return self
        alerts = {clock.name: alert_of(clock, by, now) for clock in clocks} if self.warned else {}
        warned = tuple(told for told in self.warned if _holds(told, alerts[told.clock]))
        running = any(clock.ended_at is None for clock in clocks)
        return replace(self, clocks=clocks, warned=warned, running=running)

    def unwarned(self, now: datetime, by: Calendar) -> list[tuple[DeadlineClock, Alert]]:
        """Return the clocks that stand worse than was announced, and how."""
        known = {told.clock: told.alert for told in self.warned}
        alerts = ((clock, alert_of(clock, by, now)) for clock in self.open_clocks)
        return [
            (clock, alert)
            for clock, alert in alerts
            if _LEVELS.get(alert, 0) > _LEVELS[known.get(clock.name, Alert.NORMAL)]
        ]

    def warning(self, clock: str, alert: Alert) -> Self:
        """Return the matter of which this was announced."""
        others = tuple(told for told in self.warned if told.clock != clock)
        return replace(self, warned=(*others, Warned(clock, alert)))

    def next_look(self, now: datetime, by: Calendar) -> datetime | None:
        """Return when to look at the clocks again: now, where one should have warned."""
        if not self.running:
            return None
        if self.unwarned(now, by):
            return now
        following = next_alert(self.open_clocks, by, now)
        return None if following is None else following[0]

    def moves(self, by: Calendar) -> tuple[ClockMove, ...]:
        """Return the open clocks that this calendar lets fall due at another time, or for sure."""
        others = (clock for clock in self.open_clocks if clock.calendar != by.version)
        computed = ((clock, clock.computed(by)) for clock in others)
        return tuple(
            ClockMove(new, old.due_at)
            for old, new in computed
            if (new.due_at, new.provisional) != (old.due_at, old.provisional)
        )

    def moved(self, move: ClockMove, now: datetime, by: Calendar) -> Self:
        """Return it with this one clock moved."""
        name = move.clock.name
        clocks = (move.clock if clock.name == name else clock for clock in self.clocks)
        return self.with_clocks(clocks, now, by)


def _holds(told: Warned, alert: Alert) -> bool:
    return alert is Alert.NONE or _LEVELS[told.alert] <= _LEVELS[alert]
