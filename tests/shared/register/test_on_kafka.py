"""The register on a real bus and a real store, its loop running."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from shared.clock import SystemClock
from shared.events.base import topic_of
from shared.messaging.bus import KafkaBus, Message
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.register.log import KafkaLog
from shared.register.projector import Projector
from shared.register.reading import Register
from shared.service.tasks import cancelled
from shared.storage.ports import Store
from shared.testing.memory import MemoryStore
from shared.testing.servers.embedded_kafka import EmbeddedKafka
from shared.testing.servers.topics import create_topics
from shared.testing.stores import opened
from shared.testing.waiting import until
from tests.shared.register.house import House, event


class Street(House):
    """A service with a topic of its own on a real bus."""

    def __init__(self, store: Store, bootstrap: str, service: str) -> None:
        super().__init__(store)
        self.service = service
        self.page = 500
        self.settings = BusSettings(bootstrap=bootstrap, fetch_wait_ms=50)
        self.bus = KafkaBus(self.settings, "test")
        self.register = Register(service, store)

    async def announce(self, matters: int, sequence: int, padding: int = 0) -> None:
        subjects = [f"inc-{number:04d}" for number in range(matters)]
        bodies = [event(one, sequence, service=self.service) + b" " * padding for one in subjects]
        topic = topic_of(self.service)
        await self.bus.send(
            [Message(topic, s, "t", body) for s, body in zip(subjects, bodies, strict=True)]
        )

    @asynccontextmanager
    async def projecting(self) -> AsyncIterator[None]:
        """Run one replica, whose loop hurries, for the length of a block."""
        one = Projector(
            self.service,
            self.store,
            lambda: KafkaLog(self.service, self.settings),
            SystemClock(),
            Metrics("grid"),
            lease_ms=300,
            pace=0.02,
            batch=40,
        )
        serving = asyncio.create_task(one.serve())
        try:
            yield
        finally:
            await cancelled([serving])

    async def shows(self, matters: int, sequence: int) -> bool:
        state = await self.register.state()
        if sum(state.serving.positions.values()) < matters * sequence:
            return False
        rows = (await self.rows()).values()
        return len(rows) == matters and {row.sequence for row in rows} == {sequence}

    async def serves(self, generation: int) -> bool:
        state = await self.register.state()
        return state.serving.number == generation and not state.retired


async def test_a_rebuild_beside_arriving_events_equals_a_register_built_afresh(
    database: tuple[str, str], kafka_bootstrap: str
) -> None:
    service = f"register-{uuid.uuid4().hex[:8]}"
    create_topics(kafka_bootstrap, {topic_of(service): 4})
    async with opened(*database) as store:
        street = Street(store, kafka_bootstrap, service)
        async with street.projecting(), street.projecting():
            await street.announce(120, 1)
            await until(lambda: street.shows(120, 1))
            await store.remove("register", [row["_id"] for row in (await street.kept())[:50]])
            await street.rebuild()
            for sequence in (2, 3, 4):
                await street.announce(120, sequence)
        async with street.projecting():
            await until(lambda: street.serves(2))
            await until(lambda: street.shows(120, 4))
        afresh = Street(MemoryStore(), kafka_bootstrap, service)
        async with afresh.projecting():
            await until(lambda: afresh.shows(120, 4))
        assert await street.rows() == await afresh.rows()
        state = await street.register.state()
        assert (state.serving.lag, sum(state.serving.positions.values())) == (0, 480)
        await street.bus.close()


async def test_a_log_that_dropped_its_beginning_is_said_and_read_from_there(
    tmp_path: Path,
) -> None:
    with EmbeddedKafka(tmp_path / "kafka", {topic_of("grid"): 1}) as kafka:
        street = Street(MemoryStore(), kafka.bootstrap, "grid")
        # The embedded broker keeps 5 MiB a partition: this is more than it can hold.
        for sequence in (1, 2, 3):
            await street.announce(1000, sequence, padding=3000)
        async with street.projecting():
            await until(lambda: street.shows(1000, 3))
        serving = (await street.register.summary()).serving
        assert not serving.complete
        assert 0 < serving.missed < 3000
        assert serving.since is not None
        assert serving.lag == 0
        await street.bus.close()
