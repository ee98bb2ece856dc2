"""Mail: an attempt is written before it is made, and every attempt ends with an outcome."""

from dataclasses import replace
from datetime import timedelta

from services.notify.application.ports import Conclusion, Job, Work
from services.notify.application.raise_notifications import raise_notifications
from services.notify.application.tell import ended_event, tell_ending
from services.notify.domain.deliveries import (
    UNDER_WAY,
    Attempt,
    Delivery,
    attempt_id,
)
from services.notify.domain.facts import Fact
from services.notify.domain.notifications import Ending, Notification
from services.notify.domain.outcomes import Mail, Outcome, Rejected, Unknown
from shared.events.base import source_of

MARK = "（可能重复）"


async def begin_attempt(id_: str, lease: timedelta, work: Work) -> Job | Conclusion | None:
    """Claim a delivery that is due.

    Returns the job to do; or the conclusion, when it was concluded without a mail (its last attempt
    was lost in a crash, or nobody knows an address); or None, when there is nothing to do now.
    """
    due = await work.queue.find(id_)
    if due is None or due.at > work.now:
        return None
    delivery = await work.deliveries.get(id_)
    if delivery.state in UNDER_WAY:
        return await _conclude(delivery, Unknown("crashed"), work)
    until = work.now + lease
    marked = delivery.repeats
    delivery = work.deliveries.save(delivery.claimed(until))
    number = delivery.attempts
    work.attempts.save(Attempt(attempt_id(id_, number), 0, id_, number, work.now, until, marked))
    await _queued(delivery, work)
    mail = await _mail(delivery, work)
    if mail is None:
        return await _conclude(delivery, Rejected("no-address"), work)
    return Job(id_, number, until, mail)


async def end_attempt(id_: str, number: int, outcome: Outcome, work: Work) -> Conclusion | None:
    """Record what became of an attempt; None when it was given up as lost meanwhile."""
    delivery = await work.deliveries.get(id_)
    if delivery.state not in UNDER_WAY or delivery.attempts != number:
        return None
    return await _conclude(delivery, outcome, work)


async def _conclude(delivery: Delivery, outcome: Outcome, work: Work) -> Conclusion:
    concluded = work.deliveries.save(delivery.concluded(outcome, work.now))
    attempt = await work.attempts.get(attempt_id(delivery.id, delivery.attempts))
    work.attempts.save(attempt.concluded(outcome, work.now))
    await _queued(concluded, work)
    if concluded.ended_at is None:
        return Conclusion(concluded)
    return Conclusion(concluded, tuple(await _tell(concluded, work)))


async def _queued(delivery: Delivery, work: Work) -> None:
    due = await work.queue.get(delivery.id)
    if delivery.next_at is None:
        work.queue.remove(due)
    else:
        work.queue.save(replace(due, at=delivery.next_at, attempts=delivery.attempts))


async def _tell(delivery: Delivery, work: Work) -> list[Notification]:
    # This service does not hear itself over the bus: the rules about deliveries run right here.
    ending = Ending(delivery.channel, str(delivery.outcome), delivery.attempts, work.now)
    notification = tell_ending(await work.notifications.get(delivery.notification), ending, work)
    return await raise_notifications(_fact(notification, ending), work)


def _fact(notification: Notification, ending: Ending) -> Fact:
    data = ended_event(notification, ending)
    return Fact(
        id=f"{source_of('notify')}|{notification.id}.{notification.version}",
        type=data.type,
        about=notification.id,
        orgunit=notification.orgunit,
        time=ending.at,
        fields=data.model_dump(),
    )


async def _mail(delivery: Delivery, work: Work) -> Mail | None:
    contact = await work.contacts.find(delivery.recipient)
    if contact is None:
        return None
    notification = await work.notifications.get(delivery.notification)
    mark = MARK if delivery.repeats else ""
    return Mail(
        # Stable over all attempts: a mail program that gets it twice can tell.
        message_id=delivery.id,
        to=contact.email,
        to_name=contact.name,
        subject=f"{mark}{notification.title}",
        body=notification.body,
    )
