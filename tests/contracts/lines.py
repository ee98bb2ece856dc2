"""A bus, what arrived by it, and a switch: the fake and Kafka look alike to the contract."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import ConsumerRecord

from shared.events.codec import TYPE_HEADER
from shared.messaging.bus import Bus, KafkaBus, Message
from shared.messaging.settings import BusSettings
from shared.testing.bus import HeldBus
from shared.testing.servers.topics import create_topics


class Line(Protocol):
    """A bus on a topic of this test's own."""

    topic: str

    @property
    def bus(self) -> Bus: ...

    async def cut(self) -> None:
        """Make the bus unreachable for who is not connected yet."""

    async def mend(self) -> None:
        """Make it reachable again."""

    async def arrived(self, count: int) -> list[Message]:
        """Return what arrived, in order within each key, once there are `count`."""


class HeldLine:
    def __init__(self) -> None:
        self.topic = "contract"
        self.bus = HeldBus()

    async def cut(self) -> None:
        self.bus.away = True

    async def mend(self) -> None:
        self.bus.away = False

    async def arrived(self, count: int) -> list[Message]:
        assert len(self.bus.sent) >= count
        return self.bus.sent


class KafkaLine:
    """Kafka behind a forwarder that hands the first connection on: closed, no bus is found."""

    def __init__(self, bootstrap: str) -> None:
        self.topic = f"contract.{uuid.uuid4().hex[:12]}"
        self._bootstrap = bootstrap.partition(",")[0]
        self._server: asyncio.Server | None = None
        self._port = 0
        create_topics(bootstrap, {self.topic: 4})

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        if self._server is not None:
            self._server.close()

    async def arrived(self, count: int) -> list[Message]:
        consumer = AIOKafkaConsumer(
            self.topic, bootstrap_servers=self._bootstrap, auto_offset_reset="earliest"
        )
        await consumer.start()
        records: list[ConsumerRecord] = []
        async with asyncio.timeout(20):
            while len(records) < count:
                got = await consumer.getmany(timeout_ms=100)
                records.extend(record for batch in got.values() for record in batch)
        await consumer.stop()
        return [self._read(record) for record in records]

    @asynccontextmanager
    async def open(self) -> AsyncIterator["KafkaLine"]:
        """Connect the bus to the forwarder; close both in the end."""
        await self.mend()
        self.bus = KafkaBus(BusSettings(bootstrap=f"127.0.0.1:{self._port}"), "contract")
        yield self
        await self.bus.close()
        await self.cut()

    def _read(self, record: ConsumerRecord) -> Message:
        type_ = dict(record.headers)[TYPE_HEADER].decode()
        return Message(record.topic, record.key.decode(), type_, record.value)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, _, port = self._bootstrap.partition(":")
        onward, out = await asyncio.open_connection(host, int(port))
        await asyncio.gather(_copy(reader, out), _copy(onward, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
    writer.close()
