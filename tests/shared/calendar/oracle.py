"""The same rules read a second time: one walk, day after day, over the published holidays."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import count

from shared.calendar import DeadlineClock, Pause, Start, Unit
from tests import needs

CHINA = timezone(timedelta(hours=8))
MORNING = time(8, 30), time(12)
AFTERNOON = time(14, 30), time(17, 30)


def published() -> dict[date, bool]:
    """Return the days that differ from their weekday's habit, and whether they are off."""
    days = needs.real_data("calendar_days_2019_2026.json").read_text(encoding="utf-8")
    rows = json.loads(days)
    return {date.fromisoformat(day): row["off"] for day, row in rows.items()}


class Oracle:
    """Due times under the published holidays, with or without office hours."""

    def __init__(self, *, hours: bool) -> None:
        self._published = published()
        self._hours = hours

    def due(self, clock: DeadlineClock) -> datetime | None:
        """Return when it falls due, in UTC; None while it stands still."""
        amount = clock.limit.amount
        for extension in clock.extensions:
            amount += extension.amount
        if clock.limit.unit in {Unit.WORKING_DAYS, Unit.CALENDAR_DAYS}:
            found = self._after_days(clock, amount)
        else:
            found = self._after_hours(clock, timedelta(hours=amount))
        return None if found is None else found.astimezone(UTC)

    def off(self, day: date) -> bool:
        """Tell whether nobody works."""
        return self._published.get(day, day.isoweekday() > 5)

    def _after_days(self, clock: DeadlineClock, amount: int) -> datetime | None:
        taken = clock.started_at.astimezone(CHINA).date()
        waits = clock.start is Start.NEXT_WORKDAY and self.off(taken)
        counted = 0
        for day in _days_from(taken + timedelta(days=1)):
            if waits and self.off(day):
                continue
            waits = False
            end = self._end_of(day)
            holding = [one for one in clock.pauses if _holds(one, end)]
            if any(one.until is None for one in holding):
                return None
            if holding or (clock.limit.unit is Unit.WORKING_DAYS and self.off(day)):
                continue
            counted += 1
            if counted >= amount and not self.off(day):
                return end
        raise AssertionError

    def _after_hours(self, clock: DeadlineClock, left: timedelta) -> datetime | None:
        begun = clock.started_at.astimezone(CHINA)
        for day in _days_from(begun.date()):
            for opens, closes in self._running(clock, day):
                for since, until in _without(clock.pauses, max(opens, begun), closes):
                    if until - since >= left:
                        return since + left
                    left -= until - since
            if any(one.until is None and one.since < _midnight(day, 1) for one in clock.pauses):
                return None
        raise AssertionError

    def _running(self, clock: DeadlineClock, day: date) -> list[tuple[datetime, datetime]]:
        if clock.limit.unit is Unit.URGENT_HOURS:
            return [(_midnight(day), _midnight(day, 1))]
        if self.off(day):
            return []
        return [(_at(day, opens), _at(day, closes)) for opens, closes in (MORNING, AFTERNOON)]

    def _end_of(self, day: date) -> datetime:
        open_today = self._hours and not self.off(day)
        return _at(day, time(17, 30) if open_today else time(23, 59, 59))


def _holds(pause: Pause, at: datetime) -> bool:
    return pause.since <= at and (pause.until is None or at < pause.until)


def _without(
    pauses: tuple[Pause, ...], since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    for pause in pauses:
        if since < min(pause.since, until):
            yield since, min(pause.since, until)
        since = max(since, until if pause.until is None else pause.until)
    if since < until:
        yield since, until


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=number) for number in count())


def _midnight(day: date, later: int = 0) -> datetime:
    return _at(day + timedelta(days=later), time())


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, CHINA)
