"""The witness: reads every topic beside the services, in no group, and remembers what it saw."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from deploy.sandbox.sightings import Sighting, sighting_of
from shared.events.base import topic_of
from shared.events.catalogue import SERVICES

_OWN = frozenset(topic_of(service) for service in SERVICES)
_MOST = 2000
_WAIT_MS = 100
_END_SECONDS = 3.0
_log = logging.getLogger("jiedao.sandbox.witness")

Marks = Mapping[TopicPartition, int]


async def ends_of(bootstrap: str, topics: Sequence[str]) -> dict[TopicPartition, int]:
    """Return the present end of every partition: what lies before is not of this run."""
    consumer = _consumer(bootstrap)
    await consumer.start()
    try:
        return dict(await consumer.end_offsets(await _partitions(consumer, topics)))
    finally:
        await consumer.stop()


async def quietly(ending: Coroutine[Any, Any, None]) -> None:
    """End a Kafka client; one whose broker is gone may fail at it, or never be done."""
    task = asyncio.ensure_future(ending)
    await asyncio.wait({task}, timeout=_END_SECONDS)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class Witness:
    """Sees partners' and services' records from the marks on (or from the beginning)."""

    def __init__(self, bootstrap: str, topics: Sequence[str], marks: Marks) -> None:
        self.published: list[Sighting] = []
        self.announced: list[Sighting] = []
        self.unreadable: list[str] = []
        self._topics = topics
        self._marks = marks
        self._consumer = _consumer(bootstrap)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self._consumer.start()
        partitions = await _partitions(self._consumer, self._topics)
        self._consumer.assign(partitions)
        for partition in partitions:
            if partition in self._marks:
                self._consumer.seek(partition, self._marks[partition])
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await quietly(self._consumer.stop())

    async def caught_up(self) -> bool:
        """Whether everything on the bus was seen."""
        partitions = list(self._consumer.assignment())
        ends = await self._consumer.end_offsets(partitions)
        return all([await self._consumer.position(p) >= ends[p] for p in partitions])

    async def _watch(self) -> None:
        while True:
            try:
                batches = await self._consumer.getmany(timeout_ms=_WAIT_MS, max_records=_MOST)
            except KafkaError as error:
                _log.warning("the witness waits: %s", type(error).__name__)
                await asyncio.sleep(0.5)
                continue
            for partition, records in batches.items():
                for record in records:
                    self._see(partition, record)
            await asyncio.sleep(0)

    def _see(self, partition: TopicPartition, record: Any) -> None:
        where = (partition.topic, partition.partition, record.offset, record.timestamp)
        if partition.topic not in _OWN:
            self.published.append(Sighting(*where))
            return
        try:
            self.announced.append(sighting_of(*where, record.value or b""))
        except (ValueError, KeyError, TypeError, AttributeError):
            self.unreadable.append(Sighting(*where).place)


def _consumer(bootstrap: str) -> AIOKafkaConsumer:
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        client_id="sandbox-witness",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        fetch_max_wait_ms=_WAIT_MS,
    )


async def _partitions(consumer: AIOKafkaConsumer, topics: Sequence[str]) -> list[TopicPartition]:
    found = []
    for topic in topics:
        # Asking for the topic makes the client fetch its metadata first.
        await consumer._client._wait_on_metadata(topic)  # noqa: SLF001 - assign() asks too late
        found += [TopicPartition(topic, n) for n in consumer.partitions_for_topic(topic) or ()]
    return found
