"""What can be seen from outside: the announced events on their topic, and what the store holds."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from pymongo import MongoClient

from benchmarks.load import PARTITIONS

_LOOK_SECONDS = 0.05


class Announced:
    """A topic of announced events, from where it ended when the watching began."""

    def __init__(self, consumer: AIOKafkaConsumer, topic: str) -> None:
        self._consumer = consumer
        self._partitions = [TopicPartition(topic, number) for number in range(PARTITIONS)]
        self._starts: dict[TopicPartition, int] = {}

    async def begin(self) -> None:
        """Take note of where the topic ends now."""
        self._consumer.assign(self._partitions)
        self._starts = await self._consumer.end_offsets(self._partitions)
        for partition, offset in self._starts.items():
            self._consumer.seek(partition, offset)

    async def reached(self, count: int) -> float:
        """Return the instant (monotonic) at which so many events were readable."""
        while True:
            ends = await self._consumer.end_offsets(self._partitions)
            if sum(ends.values()) - sum(self._starts.values()) >= count:
                return monotonic()
            await asyncio.sleep(_LOOK_SECONDS)

    async def records(self) -> AsyncGenerator[ConsumerRecord, None]:
        """Yield every event as it arrives."""
        while True:
            for batch in (await self._consumer.getmany(timeout_ms=200)).values():
                for record in batch:
                    yield record

    async def all(self) -> list[ConsumerRecord]:
        """Return what is there now."""
        ends = await self._consumer.end_offsets(self._partitions)
        count = sum(ends.values()) - sum(self._starts.values())
        found: list[ConsumerRecord] = []
        while len(found) < count:
            got = await self._consumer.getmany(timeout_ms=500)
            found += [record for batch in got.values() for record in batch]
        return found


@asynccontextmanager
async def announced(bootstrap: str, topic: str) -> AsyncIterator[Announced]:
    """Watch a topic until the block ends."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, fetch_max_wait_ms=100)
    await consumer.start()
    try:
        watching = Announced(consumer, topic)
        await watching.begin()
        yield watching
    finally:
        await consumer.stop()


def check(records: list[ConsumerRecord], mongo_url: str, database: str, count: int) -> None:
    """Raise `AssertionError` unless each order had exactly one effect, in order.

    A figure of a run that lost or doubled something is worth nothing.
    """
    sequences: dict[str, list[int]] = defaultdict(list)
    for event in (json.loads(record.value) for record in records):
        sequences[event["subject"]].append(event["sequence"])
    wrong = [key for key, seen in sequences.items() if seen != [*range(1, len(seen) + 1)]]
    with MongoClient[dict[str, Any]](mongo_url) as client:
        store = client[database]
        kept = {name: store[name].count_documents({}) for name in ("inbox", "outbox", "ledger")}
    told = f"{len(records)} of {count} announced; out of order: {wrong[:3]}; kept: {kept}"
    if len(records) != count or wrong or kept != {"inbox": count, "outbox": 0, "ledger": 0}:
        raise AssertionError(told)
