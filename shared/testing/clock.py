"""A clock that stands still until it is told."""

from datetime import UTC, datetime, timedelta

MONDAY_MORNING = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)


class SetClock:
    """Shows the instant it was set to."""

    def __init__(self, now: datetime = MONDAY_MORNING) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self._now

    def of(self, server: datetime) -> datetime:  # noqa: ARG002 - time passes only where told
        """Return the instant it was set to, whatever the server says."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move forward."""
        self._now += by

    def move(self, to: datetime) -> None:
        """Move forward to an instant; one that is past changes nothing."""
        self._now = max(self._now, to)
