"""The notification: a rule decided that one person must know, and what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from services.notify.domain.rules import Channel, Priority


@dataclass(frozen=True)
class Ending:
    """One channel's outcome: accepted, rejected or unknown, after so many attempts."""

    channel: Channel
    outcome: str
    attempts: int
    at: datetime


@dataclass(frozen=True)
class Notification:
    """Why somebody is told (`event`, `rule`), by which text, and how each channel ended.

    The text holds no personal data: events have none. `endings` grows; the last one of a channel
    counts. `escalation` is there where somebody must acknowledge.
    """

    id: str
    version: int
    event: str
    event_type: str
    event_time: datetime
    about: str
    orgunit: str
    rule: str
    rule_version: int
    recipient: str
    stand_in: bool
    title: str
    body: str
    priority: Priority
    channels: tuple[Channel, ...]
    raised_at: datetime
    endings: tuple[Ending, ...] = ()
    acted_at: datetime | None = None
    escalation: str | None = None

    def ended(self, ending: Ending) -> Self:
        """Return it with one more outcome."""
        return replace(self, endings=(*self.endings, ending))

    def acted(self, now: datetime) -> Self:
        """Return it as acted upon."""
        return replace(self, acted_at=now)
