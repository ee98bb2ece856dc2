import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # ConfigResource is public
    AdminClient,
    ConfigResource,
)
from pymongo import MongoClient

from shared.testing.servers import apache_kafka
from shared.testing.servers.apache_kafka import ApacheKafka
from shared.testing.servers.embedded_kafka import EmbeddedKafka, let_followers_sync
from shared.testing.servers.mongo import Mongo, find_mongod
from shared.testing.servers.process import Child, ServerError, free_port
from shared.testing.servers.topics import create_topics

WEEK_MS = 7 * 24 * 3600 * 1000
SLEEPER = [sys.executable, "-c", "import signal; print('here', flush=True); signal.pause()"]


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextlib.asynccontextmanager
async def member(bootstrap: str, topic: str, group: str) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        group_id=group,
        auto_offset_reset="earliest",
        session_timeout_ms=6000,
        heartbeat_interval_ms=300,
        fetch_max_wait_ms=20,
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def publish(bootstrap: str, topic: str, values: list[bytes]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        for number, value in enumerate(values):
            await producer.send(topic, value, partition=number % 4)
    finally:
        await producer.stop()


async def heard(consumers: list[AIOKafkaConsumer], count: int) -> set[bytes]:
    values: list[bytes] = []
    async with asyncio.timeout(30):
        while len(values) < count:
            polls = [consumer.getmany(timeout_ms=100) for consumer in consumers]
            for batch in await asyncio.gather(*polls):
                values += [record.value for records in batch.values() for record in records]
    assert len(values) == count
    return set(values)


async def settled(consumers: list[AIOKafkaConsumer], each: int) -> None:
    async with asyncio.timeout(30):
        while any(len(consumer.assignment()) != each for consumer in consumers):
            await asyncio.gather(*(consumer.getmany(timeout_ms=50) for consumer in consumers))


def test_a_child_says_its_piece_and_ends_when_told() -> None:
    child = Child("sleeper", SLEEPER)
    child.start()
    with child.output as said:
        assert said.readline() == b"here\n"
    pid = child.pid
    assert pid is not None
    assert runs(pid)
    child.stop()
    assert child.code == -signal.SIGTERM
    assert not runs(pid)


def test_a_child_that_will_not_end_is_ended_after_the_grace() -> None:
    deaf = (
        "import signal; signal.signal(15, lambda *_: None); print(flush=True)\n"
        "while True: signal.pause()"
    )
    child = Child("deaf", [sys.executable, "-c", deaf])
    child.start()
    with child.output as said:
        said.readline()
    child.stop(grace=0.2)
    assert child.code == -signal.SIGKILL


def test_a_child_dies_with_its_parent_even_by_sigkill() -> None:
    parent = (
        "import sys, os, signal\n"
        "from shared.testing.servers.process import Child\n"
        f"child = Child('sleeper', {SLEEPER!r})\n"
        "child.start(); child.output.readline()\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", parent], check=False, capture_output=True, text=True
    )
    with contextlib.suppress(ProcessLookupError):  # gone already
        orphan = os.pidfd_open(int(done.stdout))
        ended, _, _ = select.select([orphan], [], [], 5)
        os.close(orphan)
        assert ended


def test_a_busy_port_is_named_with_the_mend(tmp_path: Path, mongo_url: str) -> None:
    port = int(mongo_url.rpartition(":")[2].partition("/")[0])
    with pytest.raises(ServerError, match=f"port {port} .* is in use; end the program"):
        Mongo(tmp_path, port).start()


def test_no_mongod_anywhere_is_told_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ServerError, match=r"pip install -r requirements\.lock.*JIEDAO_MONGO_URL"):
        find_mongod("no_such_package.db")


def test_a_killed_mongod_comes_back_with_its_data(tmp_path: Path) -> None:
    with Mongo(tmp_path / "mongo") as mongo:
        first = mongo.pid
        with MongoClient[dict[str, Any]](mongo.url) as client:
            client.town.cases.insert_one({"_id": "1"})
            mongo.kill()
            assert not mongo.alive
            mongo.start()
            assert mongo.pid != first
            with client.start_session() as session, session.start_transaction():
                client.town.cases.insert_one({"_id": "2"}, session=session)
            assert client.town.cases.count_documents({}) == 2
        with pytest.raises(ServerError, match="mongod ended while starting"):
            Mongo(tmp_path / "mongo").start()  # the data directory is taken


def test_kept_data_opens_on_another_port(tmp_path: Path) -> None:
    with Mongo(tmp_path) as mongo, MongoClient[dict[str, Any]](mongo.url) as client:
        client.town.cases.insert_one({"_id": "1"})
    with Mongo(tmp_path, free_port()) as moved, MongoClient[dict[str, Any]](moved.url) as client:
        assert client.town.cases.count_documents({}) == 1


def test_a_test_has_a_database_of_its_own(database: tuple[str, str]) -> None:
    url, name = database
    with MongoClient[dict[str, Any]](url) as client:
        assert name not in client.list_database_names()


async def test_two_members_of_a_group_share_the_embedded_broker(tmp_path: Path) -> None:
    let_followers_sync()
    sent = [str(number).encode() for number in range(100)]
    with EmbeddedKafka(tmp_path, {"town.events": 4}) as kafka:
        bootstrap = kafka.bootstrap
        topics = AdminClient({"bootstrap.servers": bootstrap}).list_topics(timeout=5).topics
        assert len(topics["town.events"].partitions) == 4
        async with (
            member(bootstrap, "town.events", "grid") as one,
            member(bootstrap, "town.events", "grid") as two,
        ):
            await settled([one, two], each=2)
            await publish(bootstrap, "town.events", sent)
            assert await heard([one, two], len(sent)) == set(sent)
    assert not kafka.alive


async def test_the_session_kafka_carries_a_group(kafka_bootstrap: str) -> None:
    topic = f"town-{uuid.uuid4().hex}"
    if apache_kafka.can_run():
        create_topics(kafka_bootstrap, {topic: 4})
    await publish(kafka_bootstrap, topic, [b"a", b"b", b"c", b"d"])
    async with member(kafka_bootstrap, topic, topic) as consumer:
        assert await heard([consumer], 4) == {b"a", b"b", b"c", b"d"}


@pytest.mark.usefixtures("apache")
async def test_a_killed_apache_kafka_comes_back_with_its_data(tmp_path: Path) -> None:
    with ApacheKafka(tmp_path) as kafka:
        create_topics(kafka.bootstrap, {"bank": 4, "town": 4}, {"bank": WEEK_MS})
        create_topics(kafka.bootstrap, {"bank": 4})  # again: nothing to do
        await publish(kafka.bootstrap, "bank", [b"before"])
        kafka.kill()
        kafka.start()
        await publish(kafka.bootstrap, "bank", [b"after"])
        async with member(kafka.bootstrap, "bank", "intake") as consumer:
            assert await heard([consumer], 2) == {b"before", b"after"}
        assert kept_ms(kafka.bootstrap, "bank") == WEEK_MS


def kept_ms(bootstrap: str, topic: str) -> int:
    resource = ConfigResource(ConfigResource.Type.TOPIC, topic)
    admin = AdminClient({"bootstrap.servers": bootstrap})  # its answers die with it
    return int(admin.describe_configs([resource])[resource].result()["retention.ms"].value)


def test_no_java_is_told_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ServerError, match="install Java 17 and Maven, or leave BUS unset"):
        ApacheKafka(tmp_path).start()
