"""The way in: FastStream's batch subscriber, made safe.

FastStream's typed batches lose every record of a batch with one bad one, and a header that is not
UTF-8 makes it skip the batch in silence. So the parser never decodes, and records are validated
one by one in `Hearing`. The handler waits for the store itself and returns only when the batch is
written; the offset is committed after that.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from shared.events.codec import BUS_MAX_BYTES
from shared.messaging.hearing import Hearing
from shared.messaging.positions import Positions
from shared.messaging.records import Record
from shared.messaging.security import security
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.storage.ports import StoreAway

_log = logging.getLogger("jiedao.consumer")
_LONGEST_PAUSE = 5.0
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
    ) -> None:
        self.waiting_for: str | None = None
        self.bus_seen_at = monotonic()
        self._hearing = hearing
        self._metrics = metrics
        self.positions = Positions()
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
        records: tuple[ConsumerRecord, ...] = message.raw_message
        began = monotonic()
        await self._until_written(records)
        self.positions.advance(records)
        self._metrics.observe("batch_seconds", monotonic() - began)
        self._metrics.observe("batch_records", len(records))

    async def _until_written(self, records: tuple[ConsumerRecord, ...]) -> None:
        pause = 0.1
        while True:
            try:
                await self._report_missed(records)
                await self._hearing.hear([_record(record) for record in records])
            except StoreAway as error:
                self.waiting_for = "store"
                _log.warning("batch of %s waits for the store: %s", len(records), error)
            except KafkaError as error:
                self.waiting_for = "bus"
                _log.warning("batch of %s waits for the bus: %s", len(records), error)
            except Exception:  # noqa: BLE001
                # Never handed back: a batch that went wrong for a reason nobody foresaw is kept
                # and tried again, loudly, because the offset must not pass it.
                self.waiting_for = "operator"
                _log.exception("batch of %s records cannot be written", len(records))
            else:
                self.waiting_for = None
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _report_missed(self, records: tuple[ConsumerRecord, ...]) -> None:
        consumer = self._subscriber.consumer
        if consumer is None:
            return
        for gap in await self.positions.gaps(consumer, records):
            await self._hearing.missed(gap.topic, gap.partition, gap.first, gap.count)
            self.positions.said(gap)

    async def watch(self) -> None:
        """Ask the bus whether it is there, and measure lag, for as long as the service lives."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            await self._ask()
            for partition, lag in self.lag().items():
                self._metrics.set(
                    "consumer_lag_records",
                    lag,
                    topic=partition.topic,
                    partition=str(partition.partition),
                )

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
