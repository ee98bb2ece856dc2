"""One message as it was read, from Kafka or from the HTTP door."""

from dataclasses import dataclass

from shared.events.codec import Headers


@dataclass(frozen=True)
class Record:
    """Raw bytes and where they were read.

    `place` is ``topic:partition:offset`` on Kafka, ``http:<partner>:<id>`` at the door. What came
    by the `door` was addressed to one service, so no other will answer for it.
    """

    topic: str
    place: str
    headers: Headers
    value: bytes | None
    door: bool = False
