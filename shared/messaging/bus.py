"""The way out: events to Kafka, acknowledged by all replicas, in order per key."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2
from aiokafka.producer.message_accumulator import BatchBuilder

from shared.events.codec import headers_of
from shared.messaging.security import connection
from shared.messaging.settings import BusSettings

_BATCH_BYTES = 512 * 1024
_SEND_SECONDS = 10.0
_CLOSE_SECONDS = 2.0


@dataclass(frozen=True)
class Message:
    """One event on its way out."""

    topic: str
    key: str
    type: str
    body: bytes


class BusAway(Exception):  # noqa: N818 - not poison: wait and try again
    """The bus did not acknowledge; some of the messages may be on it."""


class Bus(Protocol):
    """Sends messages; those of one key arrive in the order given, each at least once."""

    async def send(self, messages: Sequence[Message]) -> None:
        """Return when every message is acknowledged; raise `BusAway` otherwise."""
        ...


class KafkaBus:
    """`Bus` on an idempotent producer, connected at first use and again after a failure.

    Args:
        settings: where the bus is.
        client_id: how it is named on the broker.
        patience: seconds after which what is not acknowledged counts as not sent.
    """

    def __init__(
        self, settings: BusSettings, client_id: str, patience: float = _SEND_SECONDS
    ) -> None:
        self._patience = patience
        self._settings = settings
        self._client_id = client_id
        self._producer: AIOKafkaProducer | None = None

    async def send(self, messages: Sequence[Message]) -> None:
        """Send in order; after a failure the producer is replaced and nothing passes it."""
        try:
            # An idempotent producer never gives up by itself: without a limit a bus that went away
            # would hold the relay, and its shutdown, for as long as it is away.
            async with asyncio.timeout(self._patience):
                await self._send(messages)
        except (KafkaError, OSError) as error:
            await self.close()
            raise BusAway(type(error).__name__) from error

    async def close(self) -> None:
        """Let go of the connection."""
        producer, self._producer = self._producer, None
        if producer is None:
            return
        # Not `stop`: it waits for batches that only the bus could take. `send` waited for the good
        # ones itself; the others are still in the outbox.
        producer._closed = True  # noqa: SLF001 - aiokafka has no way to give batches up
        with contextlib.suppress(KafkaError, OSError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await producer.client.close()
                await producer._sender.close()  # noqa: SLF001

    async def _send(self, messages: Sequence[Message]) -> None:
        producer = self._producer or await self._connect()
        partitions = {t: await producer.partitions_for(t) for t in {m.topic for m in messages}}
        filling: dict[tuple[str, int], BatchBuilder] = {}
        sent: list[asyncio.Future[Any]] = []
        for message in messages:
            place = message.topic, _partition(message.key, len(partitions[message.topic]))
            batch = filling.get(place)
            if batch is None or not _appended(batch, message):
                if batch is not None:
                    sent.append(await _submitted(producer, batch, place))
                filling[place] = producer.create_batch()
                _appended(filling[place], message)
        sent += [await _submitted(producer, batch, place) for place, batch in filling.items()]
        await asyncio.gather(*sent)

    async def _connect(self) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._settings.bootstrap,
            client_id=self._client_id,
            acks="all",
            enable_idempotence=True,
            request_timeout_ms=10_000,
            max_batch_size=_BATCH_BYTES,
            max_request_size=2 * 1024 * 1024,
            **connection(self._settings),
        )
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        self._producer = producer
        return producer


@lru_cache(maxsize=65_536)
def _hash(key: str) -> int:
    # As Kafka's own clients do it. In Python it costs as much as all the rest of a send.
    return int(murmur2(key.encode())) & 0x7FFFFFFF


def _partition(key: str, partitions: int) -> int:
    return _hash(key) % partitions


def _appended(batch: BatchBuilder, message: Message) -> bool:
    """Add the message; False when the batch is full. An empty batch takes any message."""
    added = batch.append(
        timestamp=None,
        key=message.key.encode(),
        value=message.body,
        headers=headers_of(message.type),
    )
    return added is not None


async def _submitted(
    producer: AIOKafkaProducer, batch: BatchBuilder, place: tuple[str, int]
) -> "asyncio.Future[Any]":
    topic, partition = place
    batch.close()
    future: asyncio.Future[Any] = await producer.send_batch(batch, topic, partition=partition)
    return future
