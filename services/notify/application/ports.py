"""What notify's use cases need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notify.domain.deliveries import Attempt, Delivery, Due
from services.notify.domain.escalations import Escalation, Watch
from services.notify.domain.inbox import Entry, Mailbox
from services.notify.domain.notifications import Notification
from services.notify.domain.outcomes import Mail, Outcome
from services.notify.domain.rulebook import Rulebook
from services.notify.domain.staff import Contact
from shared.calendar import Calendars
from shared.storage import ports
from shared.storage.ports import Repository


class Contacts(Protocol):
    """Names and addresses of staff, kept sealed; only who sends a mail opens one."""

    async def find(self, ref: str) -> Contact | None:
        """Return the contact, or None for somebody who is not on the roster."""
        ...

    async def put(self, ref: str, contact: Contact) -> None:
        """Store a contact; one that is unchanged is not written anew."""
        ...

    async def keep_only(self, refs: Sequence[str]) -> None:
        """Make everybody else's contact unreadable for ever. Call it before `put`."""
        ...


class Work(ports.Work, Protocol):
    """What every use case of notify is given."""

    @property
    def rulebook(self) -> Rulebook:
        """The rules in force."""
        ...

    @property
    def calendars(self) -> Calendars:
        """Workdays and office hours of every organisation."""
        ...

    @property
    def contacts(self) -> Contacts:
        """Addresses of staff."""
        ...

    @property
    def notifications(self) -> Repository[Notification]:
        """Announced: each saved version is one event."""
        ...

    @property
    def deliveries(self) -> Repository[Delivery]:
        """Not announced: their outcomes are told by their notification."""
        ...

    @property
    def attempts(self) -> Repository[Attempt]:
        """Not announced."""
        ...

    @property
    def queue(self) -> Repository[Due]:
        """What waits to be sent, or is being sent."""
        ...

    @property
    def mailboxes(self) -> Repository[Mailbox]:
        """The last entry number of each person."""
        ...

    @property
    def entries(self) -> Repository[Entry]:
        """The lines of all inboxes."""
        ...

    @property
    def escalations(self) -> Repository[Escalation]:
        """Announced: each saved version is one event."""
        ...

    @property
    def watches(self) -> Repository[Watch]:
        """The open escalations of each matter; not announced."""
        ...


class Mailer(Protocol):
    """Hands one mail over, within a time limit of its own.

    It never raises for what the other side or the network does: that is the outcome. `Accepted`
    means responsibility was taken; `Unknown` that the text was handed over and no answer came.
    Sending the same mail again is a second mail: the caller decides.
    """

    async def send(self, mail: Mail) -> Outcome:
        """Send and return what became of it."""
        ...


class MailQueue(Protocol):
    """The queue as the sender looks at it, outside any transaction."""

    async def earliest(self, limit: int) -> list[Due]:
        """Return the first rows by `at`; a row may be taken by another replica meanwhile."""
        ...


@dataclass(frozen=True, repr=False)
class Job:
    """One claimed attempt; `until` is when it counts as lost. Not printable: holds a mail."""

    delivery: str
    number: int
    until: datetime
    mail: Mail


@dataclass(frozen=True)
class Conclusion:
    """How an attempt ended, and whom the rules told about that."""

    delivery: Delivery
    raised: tuple[Notification, ...] = ()
