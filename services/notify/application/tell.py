"""One notification goes out: into its person's inbox and by the other channels of its rule."""

from collections.abc import Awaitable, Callable, Mapping

from services.notify.application.ports import Work
from services.notify.domain.deliveries import Delivery, Due, State
from services.notify.domain.inbox import Entry, Mailbox, entry_id
from services.notify.domain.notifications import Ending, Notification
from services.notify.domain.rules import Channel
from shared.events.notify import DeliveryEnded, NotificationRaised
from shared.ids import derive


async def tell(notification: Notification, work: Work) -> Notification:
    """Announce a new notification and hand it to its channels; return it as it is then."""
    saved = work.notifications.save(notification)
    data = NotificationRaised(
        rule=saved.rule, recipient=saved.recipient, about=saved.about, channels=saved.channels
    )
    work.announce(data, about=saved, orgunit=saved.orgunit)
    if saved.stand_in:
        work.count("notify_deliveries_total", channel="none", outcome="nobody")
    for channel in saved.channels:
        saved = await _DELIVER[channel](saved, work)
    return saved


async def _into_inbox(notification: Notification, work: Work) -> Notification:
    staff = notification.recipient
    mailbox = await work.mailboxes.find(staff) or Mailbox(staff, 0)
    mailbox = work.mailboxes.save(mailbox.next())
    work.entries.save(
        Entry(
            id=entry_id(staff, mailbox.last),
            version=0,
            recipient=staff,
            number=mailbox.last,
            notification=notification.id,
            rule=notification.rule,
            about=notification.about,
            orgunit=notification.orgunit,
            title=notification.title,
            body=notification.body,
            priority=notification.priority,
            event_time=notification.event_time,
            delivered_at=work.now,
            escalation=notification.escalation,
        )
    )
    work.deliveries.save(_delivery(notification, Channel.INBOX, State.ACCEPTED, work))
    return tell_ending(notification, Ending(Channel.INBOX, "accepted", 1, work.now), work)


async def _into_mail_queue(notification: Notification, work: Work) -> Notification:
    delivery = _delivery(notification, Channel.EMAIL, State.PENDING, work)
    work.deliveries.save(delivery)
    work.queue.save(
        Due(
            id=delivery.id,
            version=0,
            recipient=delivery.recipient,
            at=work.now,
            attempts=0,
            orgunit=delivery.orgunit,
            correlation=work.cause.correlation,
        )
    )
    return notification


_DELIVER: Mapping[Channel, Callable[[Notification, Work], Awaitable[Notification]]] = {
    Channel.INBOX: _into_inbox,
    Channel.EMAIL: _into_mail_queue,
}


def _delivery(notification: Notification, channel: Channel, state: State, work: Work) -> Delivery:
    ended = state is State.ACCEPTED
    return Delivery(
        id=f"dlv_{derive(notification.id, channel)}",
        version=0,
        notification=notification.id,
        channel=channel,
        recipient=notification.recipient,
        orgunit=notification.orgunit,
        rule=notification.rule,
        about=notification.about,
        state=state,
        event_time=notification.event_time,
        created_at=work.now,
        attempts=1 if ended else 0,
        outcome="accepted" if ended else None,
        next_at=None if ended else work.now,
        ended_at=work.now if ended else None,
    )


def tell_ending(notification: Notification, ending: Ending, work: Work) -> Notification:
    """Write a channel's outcome into the notification, announce and count it."""
    saved = work.notifications.save(notification.ended(ending))
    work.announce(ended_event(saved, ending), about=saved, orgunit=saved.orgunit)
    work.count("notify_deliveries_total", channel=ending.channel, outcome=ending.outcome)
    return saved


def ended_event(notification: Notification, ending: Ending) -> DeliveryEnded:
    """Return the event that tells of a channel's outcome."""
    return DeliveryEnded(
        rule=notification.rule,
        recipient=notification.recipient,
        about=notification.about,
        channel=ending.channel,
        outcome=ending.outcome,
        attempts=ending.attempts,
    )
