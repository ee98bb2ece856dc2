"""Notify's collections, its work, and what its screens read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pymongo import IndexModel

from services.notify.adapters.contacts import SealedContacts
from services.notify.domain.deliveries import Attempt, Delivery, Due
from services.notify.domain.escalations import Escalation, Watch
from services.notify.domain.inbox import Entry, Mailbox, entry_id
from services.notify.domain.notifications import Notification
from services.notify.domain.rulebook import Rulebook
from services.notify.domain.staff import Staff, StaffKey
from shared.calendar import Calendars
from shared.privacy.sealing import Keyring
from shared.storage.mongo import Indexes
from shared.storage.ports import Cause, Repository, Store
from shared.storage.work import Kind, Stage, Unit
from shared.values import NotFound

NOTIFICATIONS = Kind("notifications", Notification)
DELIVERIES = Kind("deliveries", Delivery, announced=False)
ATTEMPTS = Kind("attempts", Attempt, announced=False)
QUEUE = Kind("mail_queue", Due, announced=False)
MAILBOXES = Kind("mailboxes", Mailbox, announced=False)
ENTRIES = Kind("entries", Entry, announced=False, trailed=True)
ESCALATIONS = Kind("escalations", Escalation)
WATCHES = Kind("watches", Watch, announced=False, sparse=True)
STAFF = Kind("staff", Staff, announced=False)
STAFF_KEYS = Kind("staff_keys", StaffKey, announced=False)

INDEXES: Indexes = {
    QUEUE.name: [IndexModel("at")],
    ENTRIES.name: [IndexModel([("recipient", 1), ("read", 1)])],
    DELIVERIES.name: [IndexModel([("outcome", 1), ("_id", 1)])],
    ESCALATIONS.name: [IndexModel([("state", 1), ("_id", 1)])],
}


class NotifyWork(Stage):
    """One message's work in notify."""

    def __init__(
        self,
        unit: Unit,
        cause: Cause,
        now: datetime,
        rulebook: Rulebook,
        keyring: Keyring,
        calendars: Calendars,
    ) -> None:
        super().__init__(unit, cause, now)
        self.rulebook = rulebook
        self.calendars = calendars
        self.contacts = SealedContacts(self.repository(STAFF), self.repository(STAFF_KEYS), keyring)
        self.notifications: Repository[Notification] = self.repository(NOTIFICATIONS)
        self.deliveries: Repository[Delivery] = self.repository(DELIVERIES)
        self.attempts: Repository[Attempt] = self.repository(ATTEMPTS)
        self.queue: Repository[Due] = self.repository(QUEUE)
        self.mailboxes: Repository[Mailbox] = self.repository(MAILBOXES)
        self.entries: Repository[Entry] = self.repository(ENTRIES)
        self.escalations: Repository[Escalation] = self.repository(ESCALATIONS)
        self.watches: Repository[Watch] = self.repository(WATCHES)


class StoredQueue:
    """`MailQueue` over the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def earliest(self, limit: int) -> list[Due]:
        """Return the first rows by `at`."""
        rows = await self._store.earliest(QUEUE.name, "at", limit)
        return [QUEUE.decode(row) for row in rows]


class StoredInboxes:
    """`Inboxes` over the store: numbers have no gaps, so a page is a list of known keys."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def newest(self, staff: str, before: int | None, limit: int) -> list[Entry]:
        """Return entries with numbers below `before`, newest first."""
        last = (await self.last_numbers([staff]))[staff]
        top = last if before is None else min(last, before - 1)
        return await self._entries(staff, range(top, max(top - limit, 0), -1))

    async def following(self, staff: str, number: int, limit: int) -> list[Entry]:
        """Return entries with numbers above `number`, oldest first."""
        last = (await self.last_numbers([staff]))[staff]
        return await self._entries(staff, range(number + 1, min(last, number + limit) + 1))

    async def entry(self, id_: str) -> Entry:
        """Return one entry; raise `NotFound`."""
        found = await self._store.load(ENTRIES.name, [id_])
        if id_ not in found:
            raise missing(id_)
        return ENTRIES.decode(found[id_])

    async def unread(self, staff: str) -> int:
        """Count entries that were not read."""
        return await self._store.count(ENTRIES.name, {"recipient": staff, "read": False})

    async def last_numbers(self, staff: Sequence[str]) -> Mapping[str, int]:
        """Return the last number of each inbox."""
        found = await self._store.load(MAILBOXES.name, staff)
        return {ref: int(found[ref]["last"]) if ref in found else 0 for ref in staff}

    async def _entries(self, staff: str, numbers: range) -> list[Entry]:
        keys = [entry_id(staff, number) for number in numbers]
        found = await self._store.load(ENTRIES.name, keys) if keys else {}
        return [ENTRIES.decode(found[key]) for key in keys if key in found]


def missing(id_: str) -> NotFound:
    """Return the refusal for an id that nothing here has."""
    return NotFound("not-found", f"没有编号为 {id_} 的通知。", f"There is no notification {id_}.")
