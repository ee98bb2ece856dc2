"""A member of staff reads a notification, takes it on, or acts on it: three different things."""

from collections.abc import Callable

from services.notify.application.escalate import acknowledge
from services.notify.application.ports import Work
from services.notify.domain.inbox import Entry
from shared.events.notify import NotificationActed

Seen = Callable[[Entry], None]
"""Raises `Stale` when the caller decided on another version than this one."""


async def read_entry(id_: str, staff: str, seen: Seen, work: Work) -> Entry:
    """Mark an entry as read; reading it again changes nothing."""
    entry = (await work.entries.get(id_)).opened_by(staff)
    seen(entry)
    read = entry.read_now(work.now)
    return entry if read is entry else work.entries.save(read)


async def acknowledge_entry(id_: str, staff: str, seen: Seen, work: Work) -> Entry:
    """Take on what an entry asks for, so that nobody else is told; again changes nothing.

    Raises:
        Refusal: ``nothing-to-acknowledge``.
    """
    entry = (await work.entries.get(id_)).opened_by(staff)
    seen(entry)
    return await _acknowledged(entry, staff, work)


async def act_on_entry(id_: str, staff: str, seen: Seen, work: Work) -> Entry:
    """Mark an entry as acted upon and announce it; a second time changes nothing.

    Who acts has taken it on.
    """
    entry = (await work.entries.get(id_)).opened_by(staff)
    seen(entry)
    if entry.acted_at is not None:
        return entry
    if entry.escalation is not None:
        entry = await _acknowledged(entry, staff, work)
    notification = await work.notifications.get(entry.notification)
    saved = work.notifications.save(notification.acted(work.now))
    data = NotificationActed(rule=saved.rule, recipient=saved.recipient, about=saved.about)
    work.announce(data, about=saved, orgunit=saved.orgunit)
    return work.entries.save(entry.acted_now(work.now))


async def _acknowledged(entry: Entry, staff: str, work: Work) -> Entry:
    known = entry.acknowledged_now(work.now)
    if known is entry:
        return entry
    await acknowledge(str(entry.escalation), staff, work)
    return work.entries.save(known)
