"""The four services in this process, each noting in which order and when it handled what."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, cast

from services.jobs.entrypoints.consumers import handlers as jobs_handlers
from services.notify.entrypoints.consumers import handlers as notify_handlers
from shared.messaging.bus import KafkaBus
from shared.messaging.consumer import Consumer
from shared.messaging.hearing import Handler, Hearing, Result
from shared.messaging.ledger import Ledger
from shared.messaging.records import Record
from shared.messaging.relay import Relay
from shared.messaging.settings import BusSettings
from shared.service.tasks import cancelled
from shared.service.topics import topics_heard
from shared.storage.ports import Store
from tests.services.grid.block import Block
from tests.services.intake.desk import KEYRING, PARTNERS, Desk
from tests.services.jobs.station import Station
from tests.services.notify.office import Office, shipped

Heard = tuple[datetime, list[str]]
"""When a batch was handled, and the places of its records."""

_STEP = timedelta(seconds=7)


class House:
    """One service on a store; `heard` is what it handled, in order."""

    def __init__(self, service: str, store: Store) -> None:
        self.service = service
        self.store = store
        self.heard: list[Heard] = []
        self._home = _home(service, store)
        self._hearing = _hearing(service, self._home)

    @property
    def conflicts(self) -> int:
        """How often a transaction met another writer."""
        return self._hearing.conflicts

    @property
    def took(self) -> float:
        """How long its last transaction took, in seconds."""
        return self._hearing.took

    async def hear(self, records: Sequence[Record]) -> list[Result]:
        """Handle a batch, a moment after the one before."""
        self._home.clock.advance(_STEP)
        results = await self._hearing.hear(records)
        self.heard.append((self._home.clock.now(), [record.place for record in records]))
        return results

    async def hear_again(self, at: datetime, records: Sequence[Record]) -> None:
        """Handle records at the instant at which they were handled at first."""
        self._home.clock.advance(at - self._home.clock.now())
        await self._hearing.hear(records)

    @asynccontextmanager
    async def living(self, settings: BusSettings) -> AsyncIterator[Consumer]:
        """Hear from the bus and announce to it for the length of the block."""
        topics = topics_heard(self._hearing.types, self.service, self._hearing.partners)
        home = self._home
        # It asks no more of a hearing than this class answers.
        hearing = cast("Hearing[Any]", self)
        consumer = Consumer(self.service, topics, hearing, settings, home.metrics)
        bus = KafkaBus(settings, f"{self.service}-relay")
        relay = Relay(self.store, bus, home.clock, home.metrics, settings.lease_ms)
        home.unit_of_work.after_commit(relay.wake)
        serving = asyncio.create_task(relay.serve())
        await consumer.broker.start()
        try:
            yield consumer
        finally:
            await consumer.broker.stop()
            await cancelled([serving])
            await bus.close()


def _home(service: str, store: Store) -> Any:
    homes = {"grid": Block, "intake": Desk, "jobs": Station, "notify": Office}
    return homes[service](store)


def _hearing(service: str, home: Any) -> Hearing[Any]:
    if isinstance(home, Block | Desk):
        return home.hearing
    handlers: list[Handler[Any]] = (
        notify_handlers(shipped().events, home.waits)
        if service == "notify"
        else jobs_handlers(deadlines=False)
    )
    return Hearing(
        service,
        home.unit_of_work,
        handlers,
        PARTNERS,
        Ledger(KEYRING),
        home.clock,
        home.metrics,
    )
