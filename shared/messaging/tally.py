"""What became of records, counted by topic, by reason and by who sent them."""

from collections import Counter
from collections.abc import Iterable

from shared.events.base import topic_of
from shared.events.catalogue import SERVICES
from shared.messaging.ledger import Fate
from shared.messaging.partners import Partners
from shared.observability.metrics import Metrics

_OWNERS = {topic_of(service): service for service in SERVICES}
_UNKNOWN = "unknown"
Told = tuple[str, str, Exception | None]
"""Topic, outcome, and why it was not handled."""


class Tally:
    """Counts batch by batch: a label is looked up once a batch, not once a record."""

    def __init__(self, partners: Partners, metrics: Metrics) -> None:
        self._partners = partners
        self._metrics = metrics

    def add(self, told: Iterable[Told]) -> None:
        """Count what became of a batch."""
        counts = Counter((topic, outcome, _reason(error)) for topic, outcome, error in told)
        for (topic, outcome, reason), count in counts.items():
            self._metrics.count("events_received_total", count, topic=topic, outcome=outcome)
            self._of_source(outcome, reason, self.source_of(topic), count)

    def source_of(self, topic: str) -> str:
        """Return the partner or service that alone writes to a topic, a bounded label."""
        partner = self._partners.by_topic.get(topic)
        return partner.id if partner else _OWNERS.get(topic, _UNKNOWN)

    def _of_source(self, outcome: str, reason: str, source: str, count: int) -> None:
        if outcome == Fate.REPEATED:
            self._metrics.count("inbox_hits_total", count, source=source)
        elif outcome == Fate.QUARANTINED:
            self._metrics.count("events_invalid_total", count, reason=reason, source=source)
        elif reason:
            self._metrics.count("events_parked_total", count, reason=reason, source=source)


def _reason(error: Exception | None) -> str:
    # Codes of refusals are constants of ours; whatever else went wrong is our own fault.
    return "" if error is None else str(getattr(error, "code", "our-fault"))
