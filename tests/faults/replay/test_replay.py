"""Old events in the log, replayed on an empty store, give the same state and the same events.

Four services live on a bus and a real MongoDB through a day of 400 partner events, with all they
tell each other. Then the log is read back from offset 0 and each service hears it again on an empty
store: in the order in which it handled the records at first (no order holds between partitions,
and incidents are numbered in it), at the instants of then, but in batches cut otherwise. Every
document must be equal, timers and inbox too, and so must be what is announced, id by id. Two things
may differ: what is sealed anew under a random nonce is compared by being there, and `hlc`, which
orders the transactions of one instant, is left out, because batches cut otherwise are other
transactions.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from pymongo import MongoClient

from shared.events.base import topic_of
from shared.events.catalogue import PARTITIONS, SERVICES
from shared.messaging.consumer import Consumer
from shared.messaging.records import Record
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey, seal_for
from shared.storage.outbox import OUTBOX
from shared.testing.servers.embedded_kafka import EmbeddedKafka
from shared.testing.stores import opened
from shared.testing.waiting import until
from tests.faults.chaos.load import Load
from tests.faults.replay.lives import Heard, House
from tests.faults.replay.log import ends, event_of, read_back
from tests.services.grid import block
from tests.services.intake import desk

EVENTS = 400
CUT = 7
PERSON = {"name": "某某", "phone": "13804770000"}
SEALED = {
    "persons": {"name", "phone", "id_number", "address"},
    "person_keys": {"wrapped"},
    "staff": {"sealed"},
    "staff_keys": {"wrapped"},
    "ledger": {"raw"},
}
NOT_STATE = {OUTBOX, "leases"}
STAMP = "hlc"
TOPICS = [*(topic_of(service) for service in SERVICES), *desk.PARTNERS.topics()]
SOME = {
    "grid": ("incidents", "reports", "persons", "ledger"),
    "intake": ("cases", "persons", "ledger"),
    "jobs": ("posts", "seekers", "matches", "ledger"),
    "notify": ("notifications", "entries"),
}
Documents = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True)
class Day:
    """What was lived through: the log, and what each service handled and came to hold."""

    log: dict[str, Record]
    heard: dict[str, list[Heard]]
    held: dict[str, Documents]


@pytest.fixture(scope="module")
async def day(server_home: Path, mongo_url: str) -> AsyncIterator[Day]:
    """One day, and nothing left of its databases afterwards."""
    names = {service: f"first_{service}" for service in SERVICES}
    with EmbeddedKafka(server_home / "replay", dict.fromkeys(TOPICS, PARTITIONS)) as kafka:
        houses = await _lived(kafka.bootstrap, mongo_url, names)
        log = await read_back(kafka.bootstrap, TOPICS)
    with MongoClient[dict[str, Any]](mongo_url) as client:
        held = {service: _documents(client, name) for service, name in names.items()}
        yield Day(log, {house.service: house.heard for house in houses}, held)
        for name in names.values():
            client.drop_database(name)


async def _lived(bootstrap: str, mongo_url: str, names: dict[str, str]) -> list[House]:
    # No batch is so large that it is written by two transactions, of which none is the first.
    settings = BusSettings(
        bootstrap=bootstrap, poll_wait_ms=20, fetch_wait_ms=20, batch_records=300
    )
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(opened(mongo_url, n)) for n in names.values()]
        houses = [House(service, store) for service, store in zip(names, stores, strict=True)]
        living = [await stack.enter_async_context(h.living(settings)) for h in houses]
        await _publish(bootstrap)
        await until(lambda: _still(bootstrap, houses, living), 120)
    return houses


async def _publish(bootstrap: str) -> None:
    sealed = {"grid": (_sealed(block.KEY),), "intake": (_sealed(desk.KEY),)}
    async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
        for said in Load(1, EVENTS, sealed):
            await producer.send(said.topic, said.value, key=said.key, headers=said.headers)


def _sealed(key: ServiceKey) -> str:
    return seal_for(key.public_jwks()["keys"][0], PERSON)


async def _still(bootstrap: str, houses: list[House], living: list[Consumer]) -> bool:
    if any([await house.store.count(OUTBOX, {}) for house in houses]):
        return False
    wanted = await ends(bootstrap, TOPICS)
    for consumer in living:
        heard = consumer.positions
        mine = {tp.topic for tp in consumer.lag()}
        if not mine or any(
            heard.next_of(tp, 0) < n for tp, n in wanted.items() if tp.topic in mine
        ):
            return False
    return not any([await house.store.count(OUTBOX, {}) for house in houses])


def _documents(client: MongoClient[dict[str, Any]], name: str) -> Documents:
    found = client[name]
    return {
        collection: {row["_id"]: _open(collection, row) for row in found[collection].find()}
        for collection in found.list_collection_names()
        if collection not in NOT_STATE
    }


def _open(collection: str, row: dict[str, Any]) -> dict[str, Any]:
    sealed = SEALED.get(collection, set())
    return {k: v is not None if k in sealed else v for k, v in row.items() if k != STAMP}


@pytest.mark.parametrize("service", SERVICES)
async def test_the_log_replayed_on_an_empty_store_gives_the_same_state(
    service: str, day: Day, database: tuple[str, str]
) -> None:
    async with opened(*database) as store:
        house = House(service, store)
        for at, places in day.heard[service]:
            for first in range(0, len(places), CUT):
                records = [day.log[place] for place in places[first : first + CUT]]
                await house.hear_again(at, records)
        rows = await asyncio.to_thread(_rows, *database)
    with MongoClient[dict[str, Any]](database[0]) as client:
        again = _documents(client, database[1])
    assert {name for name in SOME[service] if not again[name]} == set()
    assert again == day.held[service]
    assert dict(rows) == _announced(service, day)


def _rows(url: str, name: str) -> list[tuple[str, str]]:
    with MongoClient[dict[str, Any]](url) as client:
        return [event_of(e["body"]) for row in client[name][OUTBOX].find() for e in row["events"]]


def _announced(service: str, day: Day) -> dict[str, str]:
    ours = (record for record in day.log.values() if record.topic == topic_of(service))
    return dict(event_of(record.value) for record in ours)
