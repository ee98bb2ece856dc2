"""A member of staff reads a notification, or acts on it: two different things."""

from collections.abc import Callable

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


async def act_on_entry(id_: str, staff: str, seen: Seen, work: Work) -> Entry:
    """Mark an entry as acted upon and announce it; a second time changes nothing."""
    entry = (await work.entries.get(id_)).opened_by(staff)
    seen(entry)
    acted = entry.acted_now(work.now)
    if acted is entry:
        return entry
    notification = await work.notifications.get(entry.notification)
    saved = work.notifications.save(notification.acted(work.now))
    data = NotificationActed(rule=saved.rule, recipient=saved.recipient, about=saved.about)
    work.announce(data, about=saved, orgunit=saved.orgunit)
    return work.entries.save(acted)
