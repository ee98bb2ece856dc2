"""The outbox: what a transaction announced, packed into one row that the relay sends in order."""

from collections.abc import Sequence
from datetime import datetime

from shared.events.base import AnyEnvelope, service_of, topic_of
from shared.events.codec import encode
from shared.ids import mint
from shared.storage.ports import Document

OUTBOX = "outbox"


def packed(events: Sequence[AnyEnvelope], stamp: int, now: datetime) -> Document:
    """Return one row; `stamp` (hybrid logical milliseconds) makes its key sort causally."""
    return {
        "_id": f"{stamp:016x}-{mint()}",
        "at": now,
        "events": [
            {
                "topic": topic_of(service_of(event.type)),
                "key": event.subject,
                "type": event.type,
                "body": encode(event),
            }
            for event in events
        ],
    }
