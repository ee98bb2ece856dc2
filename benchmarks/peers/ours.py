"""Peer (c): ours the whole way, as `shared.service.Engine` puts it together, without HTTP."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from benchmarks.peers.house import (
    SERVICE,
    CountingWork,
    on_hotline_order_placed,
    partners_of,
)
from benchmarks.peers.talk import say, told
from benchmarks.peers.task import Task
from benchmarks.sampling import Sampler
from shared.clock import SystemClock
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.brake import hold
from shared.messaging.bus import KafkaBus
from shared.messaging.consumer import Consumer
from shared.messaging.hearing import Handler, Hearing, Result
from shared.messaging.invalid_ratio import Limits
from shared.messaging.ledger import Ledger
from shared.messaging.pausing import Pausing
from shared.messaging.records import Record
from shared.messaging.relay import Relay
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.privacy.sealing import Keyring
from shared.service.garbage import collect, spare_batches
from shared.service.tasks import cancelled
from shared.storage.group_commit import Commands
from shared.storage.mongo import MongoStore, connect, ensure_indexes
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.waiting import until

_LIMITS = Limits(200, 0.5, 50)


class TimedHearing(Hearing[CountingWork]):
    """Hearing that remembers when the first record was in its hands."""

    began: float | None = None

    async def hear(
        self, records: Sequence[Record], through: Commands[CountingWork] | None = None
    ) -> list[Result]:
        """Handle a batch."""
        self.began = self.began or monotonic()
        return await super().hear(records, through)


class Gate(Pausing):
    """Pausing that holds the whole topic back until both replicas stand ready."""

    shut = True

    @property
    def paused_topics(self) -> frozenset[str]:
        """The topics that are not to be read."""
        held = frozenset(partner.topic for partner in self.partners)
        return held if self.shut else super().paused_topics


class Replica:
    """The moving parts of one process."""

    def __init__(self, task: Task) -> None:
        clock, metrics, settings = SystemClock(), Metrics(SERVICE), BusSettings()
        partners = partners_of(task.partner)
        self.client = connect(task.mongo_url)
        self.store = MongoStore(self.client, task.database)
        self.bus = KafkaBus(settings, "bench-relay")
        self.relay = Relay(self.store, self.bus, clock, metrics, settings.lease_ms)
        work = UnitOfWork(SERVICE, self.store, CountingWork, clock, metrics)
        work.after_commit(self.relay.wake)
        self.hearing = TimedHearing(
            SERVICE,
            work,
            [Handler(HotlineOrderPlaced, on_hotline_order_placed)],
            partners,
            Ledger(Keyring(b"m" * 32, b"i" * 32)),
            clock,
            metrics,
        )
        self.gate = Gate(SERVICE, partners.partners, work, _LIMITS, clock, metrics)
        self.consumer = Consumer("bench", [task.topic], self.hearing, settings, metrics, self.gate)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run, behind the gate, until the block ends."""
        await ensure_indexes(self.store, {})
        await self.consumer.broker.start()
        loops: list[Any] = [self.relay.serve(), self.consumer.watch(), collect()]
        tasks = [asyncio.create_task(loop) for loop in loops]
        try:
            yield
        finally:
            await self.consumer.broker.stop()
            await cancelled(tasks)
            await self.bus.close()
            self.client.close()

    async def joined(self) -> bool:
        """Whether the group has a place for it."""
        return self.consumer.joined

    def open(self) -> None:
        """Let the records in."""
        self.gate.shut = False
        subscriber: Any = self.consumer.broker.subscribers[0]
        hold(subscriber.consumer, self.gate.paused_topics)


async def ours(task: Task) -> None:
    """Run one replica until the input ends."""
    replica, sampler = Replica(task), Sampler()
    async with replica.running():
        await until(replica.joined, 60)
        spare_batches()
        say(state="ready")
        await told()
        if task.profile:
            sampler.start()
        replica.open()
        await told()
        sampler.stop()
    say(began=replica.hearing.began, parts=sampler.seconds)
