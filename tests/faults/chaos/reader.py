"""The reader: topics from offset 0 with aiokafka, stores with pymongo; no code of the services."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from pymongo import MongoClient
from pymongo.database import Database

from shared.events.catalogue import PARTITIONS
from tests.faults.chaos.checker import Books
from tests.faults.chaos.sightings import Topics

ANNOUNCED = {
    "intake": ("cases", "ratings", "pauses"),
    "grid": ("incidents", "reports", "pauses"),
    "jobs": ("seekers", "posts", "matches", "pauses"),
    "notify": ("notifications", "escalations", "pauses"),
}
"""The collections whose every saved version owes an event."""

_MOST = 5000
_WAIT_MS = 200


class TopicReader:
    """Reads all topics from offset 0; each `catch_up` goes on where the last one ended."""

    def __init__(self, bootstrap: str, names: Sequence[str]) -> None:
        self.topics = Topics()
        self._bootstrap = bootstrap
        self._next = dict.fromkeys(
            (TopicPartition(name, n) for name in names for n in range(PARTITIONS)), 0
        )

    def forget(self) -> None:
        """Forget what was seen, and go on from there: what follows is another run."""
        self.topics = Topics()

    async def catch_up(self) -> None:
        """Read up to the present end of every partition; raise KafkaError while the bus is away."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap,
            enable_auto_commit=False,
            fetch_max_wait_ms=_WAIT_MS,
            max_partition_fetch_bytes=4 * 1024 * 1024,
        )
        await consumer.start()
        try:
            await self._read(consumer)
        finally:
            await consumer.stop()

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        consumer.assign(list(self._next))
        for partition, offset in self._next.items():
            consumer.seek(partition, offset)
        ends = await consumer.end_offsets(list(self._next))
        while any(self._next[partition] < end for partition, end in ends.items()):
            batches = await consumer.getmany(timeout_ms=_WAIT_MS, max_records=_MOST)
            for partition, records in batches.items():
                for record in records:
                    self.topics.see(
                        record.topic,
                        record.partition,
                        record.offset,
                        record.value,
                        record.timestamp,
                    )
                self._next[partition] = records[-1].offset + 1


class StoreReader:
    """Reads the books of all services.

    Args:
        client: connected to the store.
        databases: service → the name of its database, for those to be read.
    """

    def __init__(self, client: MongoClient[dict[str, Any]], databases: Mapping[str, str]) -> None:
        self._databases = {service: client[name] for service, name in databases.items()}

    def books(self) -> dict[str, Books]:
        """Return everything; raise PyMongoError while the store is away."""
        return {service: _books(service, found) for service, found in self._databases.items()}

    def counts(self) -> tuple[int, ...]:
        """Return how much there is of everything that moves; equal twice means nothing moves."""
        names = ("inbox", "ledger", "outbox", "timers", "mail_queue", "attempts")
        return tuple(
            database[name].estimated_document_count()
            for database in self._databases.values()
            for name in names
        )


def _books(service: str, database: Database[dict[str, Any]]) -> Books:
    now = database.client.admin.command("hello")["localTime"]
    return Books(
        inbox={row["_id"]: row["place"] for row in database["inbox"].find({}, {"place": 1})},
        ledger={row["_id"]: row["fate"] for row in database["ledger"].find({}, {"fate": 1})},
        outbox=database["outbox"].count_documents({}),
        timers={
            row["_id"]: row["due_at"] <= now for row in database["timers"].find({}, {"due_at": 1})
        },
        versions={
            row["_id"]: row["version"]
            for name in ANNOUNCED[service]
            for row in database[name].find({}, {"version": 1})
        },
    )
