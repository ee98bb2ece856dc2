"""What notify's screens read, outside any transaction; everything committed is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.notify.domain.deliveries import Attempt, Delivery
from services.notify.domain.escalations import Escalation
from services.notify.domain.inbox import Entry
from services.notify.domain.notifications import Notification


class Inboxes(Protocol):
    """Inboxes as staff read them; everything committed is seen."""

    async def newest(self, staff: str, before: int | None, limit: int) -> list[Entry]:
        """Return entries with numbers below `before`, newest first."""
        ...

    async def following(self, staff: str, number: int, limit: int) -> list[Entry]:
        """Return entries with numbers above `number`, oldest first, without gaps."""
        ...

    async def entry(self, id_: str) -> Entry:
        """Return one entry; raise `NotFound`."""
        ...

    async def unread(self, staff: str) -> int:
        """Count entries that were not read."""
        ...

    async def last_numbers(self, staff: Sequence[str]) -> Mapping[str, int]:
        """Return the last number of each inbox, 0 for an empty one."""
        ...


@dataclass(frozen=True)
class Trace:
    """Why somebody was told, and all that became of it."""

    notification: Notification
    deliveries: tuple[Delivery, ...]
    attempts: tuple[Attempt, ...]


class History(Protocol):
    """What became of notifications, for operators."""

    async def trace(self, id_: str) -> Trace:
        """Return one notification with its deliveries and attempts; raise `NotFound`."""
        ...

    async def deliveries(
        self, outcome: str | None, scope: str, *, after: str | None, limit: int
    ) -> list[Delivery]:
        """Return deliveries within an organisation's scope, by id; all outcomes for None."""
        ...


class Escalations(Protocol):
    """What waits for somebody, and who took on what."""

    async def one(self, id_: str) -> Escalation:
        """Return one; raise `NotFound`."""
        ...

    async def within(
        self, scope: str, state: str | None, *, after: str | None, limit: int
    ) -> list[Escalation]:
        """Return those of an organisation's scope, by id; in every state for None."""
        ...
