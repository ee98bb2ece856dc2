"""Clocks drawn at random, with the corners that calendars are wrong at drawn often."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from shared.calendar import (
    Calendar,
    Calendars,
    DeadlineClock,
    Extension,
    Limit,
    Pause,
    Start,
    Unit,
)
from tests.shared.calendar.oracle import CHINA

OFFICE: Calendar = Calendars.load(None).of("150602013000")
NATION: Calendar = Calendars.national().of("")

_FIRST = date(2019, 1, 1)
_DAYS = (date(2026, 12, 31) - _FIRST).days
_CORNERS = (
    time(0),
    time(8, 30),
    time(12),
    time(14, 30),
    time(17, 30),
    time(17, 30, 0, 1),
    time(23, 59, 59),
)
_MOST = {
    Unit.WORKING_DAYS: 60,
    Unit.CALENDAR_DAYS: 90,
    Unit.WORKING_HOURS: 120,
    Unit.URGENT_HOURS: 500,
}


def random_clock(rng: Random, units: Sequence[Unit] = tuple(Unit)) -> DeadlineClock:
    """Return a clock that began in the published years, with up to three pauses."""
    unit = rng.choice(units)
    began = _instant(rng, _FIRST + timedelta(days=rng.randrange(_DAYS)))
    pauses = _pauses(rng, began)
    extensions = tuple(
        Extension(rng.randint(1, 10), "科长", "案情复杂", began)
        for _ in range(rng.choice((0, 0, 1, 2)))
    )
    return DeadlineClock(
        "statutory",
        Limit(rng.randint(1, rng.choice((3, _MOST[unit]))), unit),
        began.astimezone(UTC) if rng.random() < 0.5 else began,
        start=rng.choice(tuple(Start)),
        pauses=pauses,
        extensions=extensions,
    )


def clocks(*units: Unit) -> st.SearchStrategy[DeadlineClock]:
    """Return the same clocks as hypothesis draws, and shrinks, them."""
    return st.randoms(use_true_random=False).map(
        lambda rng: random_clock(rng, units or tuple(Unit))
    )


def _pauses(rng: Random, began: datetime) -> tuple[Pause, ...]:
    days = sorted(rng.randrange(80) for _ in range(2 * rng.choice((0, 0, 1, 2, 3))))
    instants = sorted(
        max(_instant(rng, began.date() + timedelta(days=number)), began) for number in days
    )
    pauses = [
        Pause(since, until, "专家评审")
        for since, until in zip(instants[::2], instants[1::2], strict=True)
    ]
    if pauses and rng.random() < 0.2:
        pauses[-1] = Pause(pauses[-1].since, None, "专家评审")
    return tuple(pauses)


def _instant(rng: Random, day: date) -> datetime:
    if rng.random() < 0.5:
        return datetime.combine(day, rng.choice(_CORNERS), CHINA)
    return datetime.combine(day, time(), CHINA) + timedelta(seconds=rng.randrange(86_400))


def china(text: str) -> datetime:
    """Return an instant of China's time, written as ``2025-09-30 16:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def begun(
    amount: int, unit: Unit, at: str, calendar: Calendar = OFFICE, **options: Any
) -> DeadlineClock:
    """Return a clock that began at an instant of China's time."""
    return DeadlineClock.begun("statutory", Limit(amount, unit), china(at), calendar, **options)


def told_due(clock: DeadlineClock) -> str | None:
    """Return its due time as China's clocks show it."""
    return None if clock.due_at is None else f"{clock.due_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
