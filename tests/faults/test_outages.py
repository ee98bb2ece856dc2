"""The store goes away, the broker forgets: nothing is lost, and what is missed is said."""

import asyncio
import json
import os
import signal
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from shared.clock import SystemClock
from shared.events.codec import headers_of
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.bus import BusAway, KafkaBus, Message
from shared.messaging.consumer import Consumer
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import LEDGER, Fate, Ledger
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.storage.mongo import MongoStore, connect
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.servers.embedded_kafka import EmbeddedKafka
from shared.testing.servers.mongo import Mongo
from shared.testing.waiting import until
from tests.shared.messaging.toy import KEYRING, PARTNERS, TOPIC, on_hotline_order_placed, order
from tests.shared.storage.toy import ToyWork


def consumer(store: MongoStore, bootstrap: str, group: str) -> Consumer:
    metrics = Metrics("grid")
    hearing = Hearing(
        "grid",
        UnitOfWork("grid", store, ToyWork, SystemClock(), metrics),
        [Handler(HotlineOrderPlaced, on_hotline_order_placed)],
        PARTNERS,
        Ledger(KEYRING),
        SystemClock(),
        metrics,
    )
    settings = BusSettings(
        bootstrap=bootstrap,
        poll_wait_ms=20,
        fetch_wait_ms=20,
        session_timeout_ms=3000,
        heartbeat_ms=300,
    )
    return Consumer(group, [TOPIC], hearing, settings, metrics)


@asynccontextmanager
async def running(one: Consumer) -> AsyncIterator[None]:
    await one.broker.start()
    yield
    await one.broker.stop()


async def publish(bootstrap: str, run: str, count: int, padding: int = 0) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, linger_ms=5)
    await producer.start()
    text = {**order()["data"], "text": "长" * max(padding, 1)}
    for n in range(count):
        value = json.dumps(order(f"{run}-{n}", subject=run, data=text)).encode()
        headers = headers_of(HotlineOrderPlaced.type)
        await producer.send(TOPIC, value, key=run.encode(), headers=headers)
    await producer.flush()
    await producer.stop()


async def test_a_killed_store_is_waited_for_and_then_drained(tmp_path: Path) -> None:
    run = uuid.uuid4().hex[:8]
    with (
        EmbeddedKafka(tmp_path / "kafka", {TOPIC: 1}) as kafka,
        Mongo(tmp_path / "mongo") as mongo,
    ):
        client = connect(mongo.url)
        store = MongoStore(client, "grid")
        one = consumer(store, kafka.bootstrap, run)

        async def count_is(wanted: int) -> bool:
            return one.batches.waiting_for is None and await store.count("inbox", {}) == wanted

        async def waits() -> bool:
            return one.batches.waiting_for == "store"

        async with running(one):
            await publish(kafka.bootstrap, run, 20)
            await until(lambda: count_is(20))
            mongo.kill()
            await publish(kafka.bootstrap, run + "b", 30)
            await until(waits)
            mongo.start()
            await until(lambda: count_is(50))
        assert (
            sum(row["total"] for row in await store.page("tallies", {}, after=None, limit=9)) == 50
        )
        client.close()


async def test_records_that_the_broker_dropped_are_counted_and_said(
    tmp_path: Path, mongo_url: str
) -> None:
    run = uuid.uuid4().hex[:8]
    client = connect(mongo_url)
    store = MongoStore(client, f"missed_{run}")
    with EmbeddedKafka(tmp_path / "kafka", {TOPIC: 1}) as kafka:
        one = consumer(store, kafka.bootstrap, run)

        async def heard_some() -> bool:
            return await store.count("inbox", {}) >= 10

        async def said() -> bool:
            return await store.count("ledger", {"fate": Fate.MISSED.value}) > 0

        async with running(one):
            await publish(kafka.bootstrap, run, 10)
            await until(heard_some)
        # The embedded broker keeps 5 MiB a partition: this is more than it can hold.
        await publish(kafka.bootstrap, run + "x", 1200, padding=2000)
        again = consumer(store, kafka.bootstrap, run)
        async with running(again):
            await until(said)
        entry = LEDGER.decode((await store.page("ledger", {}, after=None, limit=1))[0])
        assert again.positions.missed > 0
        assert str(again.positions.missed) in entry.zh
        assert entry.id == f"missed:{TOPIC}:0:10"
    await client.drop_database(f"missed_{run}")
    client.close()


async def test_a_bus_that_is_gone_is_noticed(tmp_path: Path, mongo_url: str) -> None:
    client = connect(mongo_url)
    store = MongoStore(client, f"gone_{uuid.uuid4().hex[:8]}")
    with EmbeddedKafka(tmp_path / "kafka", {TOPIC: 1}) as kafka:
        one = consumer(store, kafka.bootstrap, uuid.uuid4().hex[:8])
        watching = asyncio.create_task(one.watch())

        async def joined() -> bool:
            return one.joined and one.bus_answers

        async def silent() -> bool:
            return not one.bus_answers

        async with running(one):
            await until(joined)
            kafka.kill()
            await until(silent)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    client.close()


async def test_a_bus_that_stops_answering_is_away_and_serves_again(tmp_path: Path) -> None:
    messages = [Message(TOPIC, "a", HotlineOrderPlaced.type, f"{n}".encode()) for n in range(3)]
    with EmbeddedKafka(tmp_path / "kafka", {TOPIC: 1}) as kafka:
        bus = KafkaBus(BusSettings(bootstrap=kafka.bootstrap), "relay", patience=2)
        await bus.send(messages)
        pid = kafka.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)

        async def stopped() -> bool:
            return _is_stopped(pid)

        try:
            await until(stopped)
            with pytest.raises(BusAway):
                await bus.send(messages)
        finally:
            os.kill(pid, signal.SIGCONT)

        async def served() -> bool:
            try:
                await bus.send(messages)
            except BusAway:
                return False
            return True

        await until(served)
        await bus.close()


def _is_stopped(pid: int) -> bool:
    # The signal takes one thread; on a busy machine the others still answer until that one runs.
    tasks = Path(f"/proc/{pid}/task").glob("*/stat")
    return all(task.read_text().rpartition(")")[2].split()[0] == "T" for task in tasks)
