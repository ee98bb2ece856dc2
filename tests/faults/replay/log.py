"""The log of the bus, read from its beginning: what a replay has."""

import json
from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.events.catalogue import PARTITIONS
from shared.messaging.records import Record

_WAIT_MS = 200


async def ends(bootstrap: str, topics: Sequence[str]) -> dict[TopicPartition, int]:
    """Return the end of every partition of these topics."""
    partitions = [TopicPartition(name, n) for name in topics for n in range(PARTITIONS)]
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap) as consumer:
        found: dict[TopicPartition, int] = await consumer.end_offsets(partitions)
    return found


async def read_back(bootstrap: str, topics: Sequence[str]) -> dict[str, Record]:
    """Return every record of these topics by its place, from offset 0."""
    wanted = await ends(bootstrap, topics)
    read: dict[str, Record] = {}
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False) as consumer:
        consumer.assign(list(wanted))
        await consumer.seek_to_beginning()
        while len(read) < sum(wanted.values()):
            for records in (await consumer.getmany(timeout_ms=_WAIT_MS)).values():
                for r in records:
                    place = f"{r.topic}:{r.partition}:{r.offset}"
                    read[place] = Record(r.topic, place, r.headers, r.value)
    return read


def event_of(body: bytes | None) -> tuple[str, str]:
    """Return the id of an event and its body as text, its members in order."""
    event = json.loads(body or b"")
    return event["id"], json.dumps(event, ensure_ascii=False, sort_keys=True)
