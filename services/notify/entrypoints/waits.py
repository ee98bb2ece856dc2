"""How long staff waited: observed after the commit that told them."""

from collections.abc import Iterable
from datetime import datetime

from services.notify.application.ports import Conclusion
from services.notify.domain.notifications import Notification
from services.notify.domain.rules import Channel
from shared.clock import Clock
from shared.observability.metrics import Metrics


class Waits:
    """Times of events whose telling is under way, by what tells them: a retry waits once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._noted: dict[str, datetime] = {}

    def note(self, raised: Iterable[Notification]) -> None:
        """Remember what a use case put into inboxes."""
        self._noted.update((n.id, n.event_time) for n in raised if Channel.INBOX in n.channels)

    def note_mail(self, conclusion: Conclusion) -> None:
        """Remember a mail that was accepted, and whom the rules told about its end."""
        self.note(conclusion.raised)
        delivery = conclusion.delivery
        if delivery.ended_at is not None and delivery.outcome == "accepted":
            self._noted[delivery.id] = delivery.event_time

    def observe(self, metrics: Metrics) -> None:
        """Observe what was remembered; called after each commit."""
        noted, self._noted = self._noted, {}
        for event_time in noted.values():
            waited = (self._clock.now() - event_time).total_seconds()
            metrics.observe("event_to_staff_seconds", max(waited, 0.0))
