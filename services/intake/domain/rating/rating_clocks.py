"""The clocks of a bad rating, and how long an application may be rated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.intake.domain.catalogue.item import RED, YELLOW
from services.intake.domain.rating.rating import Rating
from services.intake.domain.rating.rating_states import RatingState
from shared.calendar import Calendar, DeadlineClock, Limit, Start, Threshold, Unit

VERIFICATION = "rating-verification"
"""差评核实: one working day (安阳条例 52)."""
RECTIFICATION = "rating-rectification"
"""差评整改: fifteen working days (四川 precedent), from when it was confirmed."""
RATING_WINDOW = "rating-window"
"""The kind of timer that ends the time for rating an application; its subject is the case."""

WINDOW = Limit(5, Unit.WORKING_DAYS)
"""How long after the last contact of an application that ended; a policy, no law sets it."""


@dataclass(frozen=True)
class _Terms:
    limit: Limit
    yellow: Threshold | None
    red: Threshold | None


_TERMS: Mapping[str, _Terms] = {
    # One day has no half: it turns red when the office opens on the day on which it is due.
    VERIFICATION: _Terms(Limit(1, Unit.WORKING_DAYS), None, Threshold(left=0)),
    RECTIFICATION: _Terms(Limit(15, Unit.WORKING_DAYS), YELLOW, RED),
}
_RUNNING: Mapping[RatingState, str] = {
    RatingState.VERIFYING: VERIFICATION,
    RatingState.CONFIRMED: RECTIFICATION,
    RatingState.RECTIFYING: RECTIFICATION,
}


def timed_rating(rating: Rating, now: datetime, calendar: Calendar) -> Rating:
    """Let the clocks follow the state: what was confirmed is to be mended within one limit."""
    wanted = _RUNNING.get(rating.state)
    kept = tuple(_following(clock, wanted, now) for clock in rating.clocks)
    if wanted and not any(c.name == wanted and c.ended_at is None for c in kept):
        kept = (*(c for c in kept if c.name != wanted), _begun(wanted, now, calendar))
    return rating.with_clocks(kept, now, calendar)


def window_ends(now: datetime, calendar: Calendar) -> datetime:
    """Return the first instant at which an application can be rated no more."""
    due = DeadlineClock.begun(RATING_WINDOW, WINDOW, now, calendar, start=Start.NEXT_WORKDAY).due_at
    # The due second itself is still in time.
    return (due or now) + timedelta(seconds=1)


def _following(clock: DeadlineClock, wanted: str | None, now: datetime) -> DeadlineClock:
    if clock.ended_at is not None or clock.name == wanted:
        return clock
    return clock.ended(max(now, clock.started_at))


def _begun(name: str, now: datetime, calendar: Calendar) -> DeadlineClock:
    terms = _TERMS[name]
    return DeadlineClock.begun(
        name,
        terms.limit,
        now,
        calendar,
        start=Start.NEXT_WORKDAY,
        yellow=terms.yellow,
        red=terms.red,
    )
