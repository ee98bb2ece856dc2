"""The in-app inbox: numbered entries of one person; reading and acting are two things."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from services.notify.domain.rules import Priority
from shared.values import Invalid, NotAllowed, Refusal


@dataclass(frozen=True)
class Mailbox:
    """The last number given in one person's inbox: 1, 2, 3 … without gaps."""

    id: str
    version: int
    last: int = 0

    def next(self) -> Self:
        """Return it with one more number given."""
        return replace(self, last=self.last + 1)


@dataclass(frozen=True)
class Entry:
    """One line of an inbox; id is ``<staff>:<number, 12 digits>``, so ids sort by time."""

    id: str
    version: int
    recipient: str
    number: int
    notification: str
    rule: str
    about: str
    orgunit: str
    title: str
    body: str
    priority: Priority
    event_time: datetime
    delivered_at: datetime
    read: bool = False
    read_at: datetime | None = None
    acted_at: datetime | None = None
    escalation: str | None = None
    acknowledged_at: datetime | None = None

    def opened_by(self, staff: str) -> Self:
        """Return it; raise `NotAllowed` for anybody but its owner."""
        if staff != self.recipient:
            raise NotAllowed(
                "not-your-inbox",
                "这条通知属于其他同事，只能由本人处理。",
                "This notification is in somebody else's inbox.",
            )
        return self

    def read_now(self, now: datetime) -> Self:
        """Return it as read; a second reading changes nothing."""
        return self if self.read else replace(self, read=True, read_at=now)

    def acknowledged_now(self, now: datetime) -> Self:
        """Return it as acknowledged, and so as read; a second time changes nothing.

        Raises:
            Refusal: ``nothing-to-acknowledge``: it asks nobody for that.
        """
        if self.escalation is None:
            raise Refusal(
                "nothing-to-acknowledge",
                "这条通知不需要确认，请直接办理。",
                "This notification asks for no acknowledgement; just deal with it.",
            )
        if self.acknowledged_at:
            return self
        return replace(self.read_now(now), acknowledged_at=now)

    def acted_now(self, now: datetime) -> Self:
        """Return it as acted upon, and so as read; a second time changes nothing."""
        return self if self.acted_at else replace(self.read_now(now), acted_at=now)


def entry_id(staff: str, number: int) -> str:
    """Return the id of the entry with this number."""
    return f"{staff}:{number:012d}"


def number_of(id_: str, staff: str) -> int:
    """Return the number in an entry's id; raise `Invalid` unless it is of this person's inbox."""
    owner, _, digits = id_.rpartition(":")
    if owner != staff or len(digits) != 12 or not (digits.isascii() and digits.isdigit()):  # noqa: PLR2004
        raise Invalid(
            "not-an-entry",
            "这不是您收件箱中的编号，请使用收件箱返回的编号。",
            "This is no id of your inbox; use one that the inbox gave.",
        )
    return int(digits)
