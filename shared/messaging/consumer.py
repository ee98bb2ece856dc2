"""The way in: FastStream's batch subscriber, made safe.

FastStream's typed batches lose every record of a batch with one bad one, and a header that is not
UTF-8 makes it skip the batch in silence. So the parser never decodes, and records are validated
one by one in `Hearing`. The handler returns only when the batch is written (`Batches`); the offset
is committed after that.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from shared.events.codec import BUS_MAX_BYTES
from shared.messaging.batches import Batches
from shared.messaging.brake import hold
from shared.messaging.bus import BusAway
from shared.messaging.hearing import Hearing
from shared.messaging.pausing import Pausing
from shared.messaging.positions import Positions
from shared.messaging.records import Record
from shared.messaging.security import security
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.storage.ports import StoreAway

_WATCH_SECONDS = 1.0
_ANSWER_SECONDS = 2.0
_SILENT_SECONDS = 5.0


async def _without_headers(
    records: tuple[ConsumerRecord, ...], original: Callable[..., Awaitable[Any]]
) -> Any:
    message = await original((replace(records[0], headers=()),))
    message.raw_message = records
    return message


async def _undecoded(_: KafkaMessage) -> bytes:
    return b""


class Consumer:
    """One service's subscription to all topics it hears, in one group named after it."""

    def __init__(
        self,
        service: str,
        topics: Sequence[str],
        hearing: Hearing[Any],
        settings: BusSettings,
        metrics: Metrics,
        pausing: Pausing | None = None,
    ) -> None:
        self.batches = Batches(hearing, metrics)
        self.bus_seen_at = monotonic()
        self._pausing = pausing
        self._put_down: float | None = monotonic()
        self._told: set[TopicPartition] = set()
        self._hearing = hearing
        self._metrics = metrics
        self.positions = Positions(self._settled)
        self.broker = KafkaBroker(
            settings.bootstrap,
            client_id=f"jiedao-{service}",
            logger=None,
            allow_auto_create_topics=False,
            ack_policy=AckPolicy.NACK_ON_ERROR,
            security=security(settings),
            graceful_timeout=10.0,
        )
        self._subscriber = self.broker.subscriber(
            *topics,
            group_id=f"jiedao-{service}",
            batch=True,
            max_records=settings.batch_records,
            batch_timeout_ms=settings.poll_wait_ms,
            fetch_max_wait_ms=settings.fetch_wait_ms,
            max_partition_fetch_bytes=BUS_MAX_BYTES,
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=settings.heartbeat_ms,
            max_poll_interval_ms=600_000,
            auto_offset_reset="earliest",
            listener=self.positions,
            parser=_without_headers,
            decoder=_undecoded,
        )
        self._subscriber(self._on_batch)

    async def _on_batch(self, message: KafkaMessage) -> None:
        self._put_down = None
        try:
            await self._written(message.raw_message)
        finally:
            self._put_down = monotonic()

    async def _written(self, records: tuple[ConsumerRecord, ...]) -> None:
        await self.batches.insist(partial(self._report_missed, records), "a gap")
        results = await self.batches.written([_record(record) for record in records])
        self.positions.advance(records)
        if self._pausing is not None:
            with self.batches.pulse.beat():
                await self._pausing.heard(results)
            self._hold()

    def _settled(self) -> None:
        self._metrics.count("consumer_rebalances_total")
        self._hold()

    def _hold(self) -> None:
        if self._pausing is not None and self._subscriber.consumer is not None:
            hold(self._subscriber.consumer, self._pausing.paused_topics)

    async def _report_missed(self, records: tuple[ConsumerRecord, ...]) -> None:
        consumer = self._subscriber.consumer
        if consumer is None:
            return
        try:
            gaps = await self.positions.gaps(consumer, records)
        except KafkaError as error:
            raise BusAway(type(error).__name__) from error
        for gap in gaps:
            await self._hearing.missed(gap.topic, gap.partition, gap.first, gap.count)
            self.positions.said(gap)

    async def watch(self) -> None:
        """Ask the bus whether it is there, and measure lag, for as long as the service lives."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            await self._ask()
            if self._pausing is not None:
                with suppress(StoreAway):
                    await self._pausing.refresh()
                self._hold()
            self._metrics.set("consumer_since_poll_seconds", self.since_poll_seconds)
            self._tell_lag()

    def _tell_lag(self) -> None:
        lag = self.lag()
        # What moved to another member is that one's to tell.
        for partition in self._told | lag.keys():
            self._metrics.set(
                "consumer_lag_records",
                lag.get(partition, 0),
                topic=partition.topic,
                partition=str(partition.partition),
            )
        self._told = set(lag)

    async def _ask(self) -> None:
        # A consumer whose broker has gone polls on in silence: only a question tells.
        consumer = self._subscriber.consumer
        if consumer is None:
            return
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await consumer.topics()
        except (KafkaError, OSError, TimeoutError):
            return
        self.bus_seen_at = monotonic()

    @property
    def bus_answers(self) -> bool:
        """Whether the bus has answered lately."""
        return monotonic() - self.bus_seen_at < _SILENT_SECONDS

    @property
    def since_poll_seconds(self) -> float:
        """How long ago the bus was last asked for records; 0 while it is being asked."""
        consumer = self._subscriber.consumer
        # The client keeps this for its own `max_poll_interval_ms`, and shows it nowhere else.
        return float(consumer._subscription.fetcher_idle_time) if consumer else 0.0  # noqa: SLF001

    @property
    def stuck_seconds(self) -> float:
        """For how long the loop has not come round; a batch that waits is not stuck."""
        if self._put_down is None:
            return self.batches.pulse.seconds
        return min(self.since_poll_seconds, monotonic() - self._put_down)

    def lag(self) -> dict[TopicPartition, int]:
        """Return how many records wait, by partition of this member."""
        consumer = self._subscriber.consumer
        if consumer is None:
            return {}
        ends = {tp: consumer.highwater(tp) for tp in consumer.assignment()}
        return {
            tp: max(end - self.positions.next_of(tp, end), 0)
            for tp, end in ends.items()
            if end is not None
        }

    @property
    def joined(self) -> bool:
        """Whether the group has a place for this member."""
        return self._subscriber.consumer is not None and self.positions.assigned


def _record(record: ConsumerRecord) -> Record:
    place = f"{record.topic}:{record.partition}:{record.offset}"
    return Record(record.topic, place, record.headers, record.value)
