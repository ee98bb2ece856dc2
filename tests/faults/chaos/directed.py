"""A stand for directed scenes: one service, a few events, and a moment that brings a defect out."""

import asyncio
import json
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiokafka import AIOKafkaProducer
from confluent_kafka import ConsumerGroupTopicPartitions
from confluent_kafka.admin import AdminClient
from pymongo import MongoClient
from pymongo.database import Database

from shared.events.base import EventData, partner_topic
from shared.events.codec import headers_of
from shared.testing.waiting import until
from tests.faults.chaos.checker import Verdict, check
from tests.faults.chaos.load import Said
from tests.faults.chaos.reader import StoreReader, TopicReader
from tests.faults.chaos.stand import Stand

_AGE = re.compile(r"^jiedao_outbox_oldest_age_seconds{.*} (\S+)$", re.MULTILINE)
_ANSWER_SECONDS = 5
_LIMIT = 60


def said(data: type[EventData], partner: str, id_: str, subject: str, content: Any) -> Said:
    """Return one valid record of a partner."""
    event = {
        "specversion": "1.0",
        "id": id_,
        "source": f"urn:partner:{partner}",
        "type": data.type,
        "subject": subject,
        "time": "2026-09-07T09:00:00+08:00",
        "orgunit": "150602013001",
        "data": content,
    }
    body = json.dumps(event, ensure_ascii=False).encode()
    key = f"{event['source']}|{id_}"
    return Said(partner_topic(partner), subject.encode(), headers_of(data.type), body, key)


class Bench:
    """Servers that stay, and one service at a time that knows nothing of what was before."""

    def __init__(self, stand: Stand, client: MongoClient[dict[str, Any]]) -> None:
        self._stand = stand
        self._client = client
        self._reader = TopicReader(stand.kafka.bootstrap, stand.topics)
        self._admin = AdminClient({"bootstrap.servers": stand.kafka.bootstrap, "log_level": 0})
        self._service = ""
        self._sent: set[str] = set()
        self._ends: dict[tuple[str, int], int] = {}

    @asynccontextmanager
    async def scene(self, service: str, defect: str, letters: str = "a") -> AsyncIterator[None]:
        """Begin replicas with a defect (or ``sound``), on an empty database; end them after."""
        self._service, self._stand.label = service, f"{defect}-{service}"
        self._sent.clear()
        self._ends.clear()
        await self._reader.catch_up()
        self._reader.forget()
        self.hold_the_lease()
        try:
            # A lease of ten seconds: a busy machine must not make a second leader.
            names = [f"{service}-{letter}" for letter in letters]
            await self._stand.begin(
                *names, by=("defective", defect), KAFKA_BATCH_RECORDS="5", KAFKA_LEASE_MS="10000"
            )
            yield
        finally:
            await self._stand.end()

    @property
    def database(self) -> Database[dict[str, Any]]:
        """The service's own."""
        return self._client[self._stand.databases[self._service]]

    def hold_the_lease(self) -> None:
        """Let no relay lead until the lease is released."""
        held = {"owner": "nobody", "epoch": 1, "until": datetime.now(UTC) + timedelta(hours=1)}
        self.database["leases"].replace_one({"_id": "relay"}, held, upsert=True)

    def release_the_lease(self) -> None:
        """Let one lead."""
        self.database["leases"].delete_one({"_id": "relay", "owner": "nobody"})

    def set_clock(self, seconds: float) -> None:
        """Put the first replica's clock wrong."""
        self._stand.skew_file(f"{self._service}-a").write_text(str(seconds))

    async def kill(self) -> None:
        """SIGKILL the first replica; it is begun again."""
        await asyncio.to_thread(self._stand.services[f"{self._service}-a"].what.kill)

    @asynccontextmanager
    async def store_stopped(self) -> AsyncIterator[None]:
        """Let the store answer nothing for the length of a block."""
        with _stopped(self._stand.mongo.pid):
            yield

    @asynccontextmanager
    async def bus_stopped(self) -> AsyncIterator[None]:
        """Let the bus answer nothing for the length of a block."""
        with _stopped(self._stand.kafka.pid):
            yield

    async def say_at_the_door(self, partner: str, records: Sequence[Said]) -> None:
        """Say events over HTTP to the first replica; they are stored whatever the bus does."""
        headers = {
            "Authorization": f"Bearer {self._stand.partner_token(partner)}",
            "Content-Type": "application/cloudevents-batch+json",
        }
        url = f"{self._stand.urls[f'{self._service}-a']}/events"
        events = [json.loads(record.value or b"") for record in records]
        async with (
            aiohttp.ClientSession(headers=headers, raise_for_status=True) as client,
            client.post(url, json=events) as answer,
        ):
            results = (await answer.json())["results"]
        assert {result["outcome"] for result in results} == {"handled"}, results

    async def all_relays_have(self, seconds: float) -> None:
        """Wait until every replica's relay has read a row of the outbox; raise `TimeoutError`."""
        urls = [url for name, url in self._stand.urls.items() if name in self._stand.services]

        async def read(client: aiohttp.ClientSession, url: str) -> bool:
            async with client.get(f"{url}/metrics") as answer:
                age = _AGE.search(await answer.text())
            return age is not None and float(age[1]) > 0

        async with aiohttp.ClientSession() as client:

            async def all_have() -> bool:
                return all([await read(client, url) for url in urls])

            await until(all_have, seconds)

    async def publish(self, records: Sequence[Said]) -> None:
        """Publish, acknowledged."""
        async with AIOKafkaProducer(bootstrap_servers=self._stand.kafka.bootstrap) as producer:
            for record in records:
                waiting = await producer.send(
                    record.topic, record.value, key=record.key, headers=record.headers
                )
                stored = await waiting
                self._ends[stored.topic, stored.partition] = stored.offset + 1
        self._sent |= {record.event for record in records if record.event}

    async def in_store(self, collection: str, keys: Sequence[str]) -> None:
        """Wait until all these are stored."""

        async def there() -> bool:
            found = self.database[collection]
            return found.count_documents({"_id": {"$in": list(keys)}}) == len(keys)

        await until(there, _LIMIT)

    async def passed(self, seconds: float = _LIMIT) -> None:
        """Wait until the group has committed past all that was published."""

        async def committed() -> bool:
            asked = ConsumerGroupTopicPartitions(f"jiedao-{self._service}")
            (answer,) = self._admin.list_consumer_group_offsets(
                [asked], request_timeout=_ANSWER_SECONDS
            ).values()
            places = await asyncio.to_thread(answer.result, _ANSWER_SECONDS)
            found = {(p.topic, p.partition): p.offset for p in places.topic_partitions}
            return all(found.get(place, 0) >= end for place, end in self._ends.items())

        await until(committed, seconds)

    async def verdict(self, *, undisturbed: bool = False) -> Verdict:
        """Let the relay send what there is, and check."""
        self.release_the_lease()

        async def empty() -> bool:
            return self.database["outbox"].count_documents({}) == 0

        await until(empty, _LIMIT)
        await self._reader.catch_up()
        names = {self._service: self.database.name}
        books = StoreReader(self._client, names).books()
        return check(self._reader.topics, books, self._sent, undisturbed=undisturbed)


@contextmanager
def _stopped(pid: int | None) -> Iterator[None]:
    assert pid, "it does not run"
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@asynccontextmanager
async def bench(home: Path) -> AsyncIterator[Bench]:
    """Open the servers."""
    async with Stand(home) as stand:
        with MongoClient[dict[str, Any]](stand.mongo.url) as client:
            yield Bench(stand, client)
