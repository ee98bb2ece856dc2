"""What notify's answers look like."""

from datetime import datetime
from typing import Self

from services.notify.application.screens import Trace
from services.notify.domain.deliveries import Attempt, Delivery
from services.notify.domain.inbox import Entry
from shared.web.views import View


class EntryView(View):
    """One line of an inbox; `version` is its ETag; read, acknowledged and acted are three things.

    `escalation` is there where somebody must acknowledge.
    """

    id: str
    version: int
    number: int
    notification: str
    rule: str
    about: str
    title: str
    body: str
    priority: str
    event_time: datetime
    delivered_at: datetime
    read_at: datetime | None = None
    acted_at: datetime | None = None
    escalation: str | None = None
    acknowledged_at: datetime | None = None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Show an entry."""
        return cls.model_validate(entry)


class UnreadView(View):
    """How many entries were not read."""

    unread: int


class AttemptView(View):
    """One try; `marked` when sent as a possible repetition; `reason` is a code."""

    number: int
    began_at: datetime
    outcome: str
    reason: str | None = None
    marked: bool = False
    ended_at: datetime | None = None


class DeliveryView(View):
    """One channel's delivery; `outcome` accepted, rejected, unknown, or null while it waits."""

    id: str
    notification: str
    channel: str
    recipient: str
    rule: str
    about: str
    orgunit: str
    state: str
    outcome: str | None
    attempts: int
    created_at: datetime
    next_at: datetime | None = None
    ended_at: datetime | None = None

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """Show a delivery."""
        return cls.model_validate(delivery)


class TracedDelivery(DeliveryView):
    """A delivery with every attempt."""

    tries: tuple[AttemptView, ...] = ()

    @classmethod
    def with_tries(cls, delivery: Delivery, attempts: tuple[Attempt, ...]) -> Self:
        """Show a delivery and its own attempts."""
        own = (AttemptView.model_validate(a) for a in attempts if a.delivery == delivery.id)
        return cls.of(delivery).model_copy(update={"tries": tuple(own)})


class NotificationView(View):
    """Why somebody was told (event, rule), and what became of it."""

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
    priority: str
    channels: tuple[str, ...]
    raised_at: datetime
    acted_at: datetime | None = None
    escalation: str | None = None
    deliveries: tuple[TracedDelivery, ...] = ()

    @classmethod
    def of(cls, trace: Trace) -> Self:
        """Show a notification with deliveries and attempts."""
        shown = tuple(TracedDelivery.with_tries(d, trace.attempts) for d in trace.deliveries)
        return cls.model_validate(trace.notification).model_copy(update={"deliveries": shown})
