"""The player: publishes the day as the partners would, each on its own topic."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from deploy.sandbox.day import Line, length_of
from shared.events.catalogue import CONSUMERS
from shared.events.codec import headers_of
from shared.messaging.partners import Partners
from shared.privacy.jwe import seal_for

PUBLISHED = "published.ndjson"
USUAL_SECONDS = 15.0
"""How long a day takes at SPEED=1; a shorter file is played at its own pace."""

_PAUSE = 0.5


@dataclass(frozen=True)
class Posted:
    """Where the bus put one line of the day."""

    line: int
    id: str
    topic: str
    partition: int
    offset: int
    published_at: str


class Send(Protocol):
    """Puts one record on the bus and says where: (partition, offset). Raises KafkaError."""

    async def __call__(
        self, topic: str, key: str | None, type_: str, body: bytes
    ) -> tuple[int, int]:
        """Return when the bus has acknowledged it."""
        ...


class Sealer:
    """Seals a partner's personal data to the key of the service that consumes the event."""

    def __init__(self, keys: Mapping[str, dict[str, Any]], partners: Partners) -> None:
        self._keys = keys
        self._partners = partners

    def sealed(self, line: Line) -> dict[str, Any]:
        """Return the event; a `sealed` member that is a JSON object becomes a compact JWE."""
        data = line.event.get("data")
        if not isinstance(data, dict) or not isinstance(data.get("sealed"), dict):
            return line.event
        consumer = CONSUMERS.get(str(line.event.get("type")))
        desk = self._partners.by_topic[line.topic].desk
        token = seal_for(self._keys[consumer or desk], data["sealed"])
        return {**line.event, "data": {**data, "sealed": token}}


class Player:
    """Plays lines at their time; every record's place goes to a file for whoever reconciles."""

    def __init__(self, send: Send, sealer: Sealer, file: Path) -> None:
        self.posted: list[Posted] = []
        self.too_large: list[int] = []
        self._send = send
        self._sealer = sealer
        self._file = file

    async def play(self, day: Sequence[Line], speed: float, sleep: Callable[..., Any]) -> None:
        """Publish every line, in order; `sleep` waits so many seconds."""
        pace = max(length_of(list(day)) / USUAL_SECONDS, 1.0) * speed
        now = 0.0
        posting: list[asyncio.Task[None]] = []
        for line in day:
            due = (line.offset or now * pace) / pace
            if due > now:
                await sleep(due - now)
                now = due
            posting.append(asyncio.create_task(self._post(line)))
            # The task has reached the producer when it first waits: so lines keep their order.
            await asyncio.sleep(0)
        await asyncio.gather(*posting)

    async def _post(self, line: Line) -> None:
        text = json.dumps(self._sealer.sealed(line), ensure_ascii=False)
        # Half a character, which JSON can spell: passed on as it is, for the reader to refuse.
        body = text.encode("utf-8", "surrogatepass")
        type_ = str(line.event.get("type", ""))
        at = datetime.now(UTC)
        try:
            partition, offset = await self._until_sent(line, type_, body)
        except MessageSizeTooLargeError:
            # No bus takes it, however often it is sent: said at the end, and not published.
            self.too_large.append(line.number)
            return
        posted = Posted(
            line.number,
            str(line.event.get("id", "")),
            line.topic,
            partition,
            offset,
            at.isoformat(timespec="milliseconds"),
        )
        self.posted.append(posted)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(posted.__dict__, ensure_ascii=False) + "\n")

    async def _until_sent(self, line: Line, type_: str, body: bytes) -> tuple[int, int]:
        while True:
            try:
                return await self._send(line.topic, line.key, type_, body)
            except MessageSizeTooLargeError:
                raise
            except KafkaError:
                # The bus is away: a partner would send again too, and repetition is harmless.
                await asyncio.sleep(_PAUSE)


def sender(producer: AIOKafkaProducer) -> Send:
    """Return a `Send` over a started producer."""

    async def send(topic: str, key: str | None, type_: str, body: bytes) -> tuple[int, int]:
        waiting = await producer.send(
            topic,
            body,
            key=key.encode("utf-8", "replace") if key else None,
            headers=headers_of(type_),
        )
        stored = await waiting
        return stored.partition, stored.offset

    return send
