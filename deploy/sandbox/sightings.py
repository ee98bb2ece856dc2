"""What was seen on the bus: one compact row a record, without its content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# With the type and the cause these tell apart the several first events that one cause may have.
_PARTIES = ("rule", "recipient", "seeker", "post", "incident", "case")


@dataclass(frozen=True)
class Sighting:
    """One record; `at` is its producer's time in milliseconds since 1970.

    The rest is read from our own events only; a partner's record may hold anything.
    """

    topic: str
    partition: int
    offset: int
    at: int
    id: str = ""
    source: str = ""
    type: str = ""
    subject: str = ""
    sequence: int = 0
    causation: str = ""
    parties: str = ""
    digest: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as inbox and ledger name it."""
        return f"{self.topic}:{self.partition}:{self.offset}"

    @property
    def key(self) -> str:
        """The key under which an inbox remembers it."""
        return f"{self.source}|{self.id}"


def sighting_of(topic: str, partition: int, offset: int, at: int, value: bytes) -> Sighting:
    """Return the row of one of our own events."""
    event: Mapping[str, Any] = json.loads(value)
    data = event["data"]
    return Sighting(
        topic,
        partition,
        offset,
        at,
        id=event["id"],
        source=event["source"],
        type=event["type"],
        subject=event["subject"],
        sequence=event.get("sequence") or 0,
        causation=event.get("causationid") or "",
        parties="|".join(str(data.get(name, "")) for name in _PARTIES),
        digest=hashlib.sha256(value).hexdigest(),
    )
