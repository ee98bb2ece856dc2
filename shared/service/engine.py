"""The engine: the moving parts of one service, assembled and run."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from aiokafka.errors import KafkaError
from fastapi import APIRouter, FastAPI

from shared.clock import Clock, SystemClock
from shared.identity.tokens import TokenVerifier
from shared.messaging.bus import KafkaBus
from shared.messaging.consumer import Consumer
from shared.messaging.door import door_router
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import Fate, Ledger
from shared.messaging.mending_http import Desk, mending_router
from shared.messaging.partners import Partners
from shared.messaging.pausing import Pausing
from shared.messaging.rejected_http import rejected_router
from shared.messaging.relay import Relay
from shared.messaging.replaying import Replays
from shared.messaging.retrier import Retrier
from shared.messaging.settings import BusSettings
from shared.messaging.sources_http import sources_router
from shared.observability.metrics import Metrics
from shared.privacy.jwe import ServiceKey
from shared.register.http import register_router
from shared.register.projector import projector_on_kafka
from shared.service.garbage import collect
from shared.service.health import Health
from shared.service.settings import ServiceSettings
from shared.service.tasks import at_most, cancelled, must_live
from shared.service.topics import topics_heard
from shared.storage.group_commit import Commands
from shared.storage.mongo import Indexes, MongoStore, connect, ensure_indexes
from shared.storage.outbox import OUTBOX
from shared.storage.ports import StoreAway
from shared.storage.unit_of_work import Open, UnitOfWork
from shared.storage.work import Stage
from shared.timers import OnTimer, Timers
from shared.timers.http import due_router
from shared.web.factory import create_app
from shared.web.health import Checks

W = TypeVar("W", bound=Stage)

_log = logging.getLogger("jiedao.service")
_RETRY_SECONDS = 1.0
_MEASURE_SECONDS = 5.0
_LEAVING_SECONDS = 3.0


class Engine(Generic[W]):
    """The moving parts of one service: store, unit of work, consumer, relay, timers, HTTP.

    Args:
        service: its name.
        settings: its settings.
        bus: the bus's settings.
        work: makes what a use case is given.
        handlers: what it hears.
        timers: what its timers do, by kind.
        indexes: the indexes its collections need.
        clock: the present; what the settings say by default.
        key: what partners seal to, where the handlers needed it first; else read from its file.
    """

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        bus: BusSettings,
        work: Open[W],
        *,
        handlers: Sequence[Handler[W]],
        timers: Mapping[str, OnTimer[W]],
        indexes: Indexes,
        clock: Clock | None = None,
        key: ServiceKey | None = None,
    ) -> None:
        self.service = service
        self.settings = settings
        self.clock = clock or settings.present()
        self.metrics = Metrics(service)
        self.checks = Checks(hang_limit=settings.hang_seconds)
        self._client = connect(settings.mongo_url)
        self.store = MongoStore(self._client, settings.database or f"jiedao_{service}")
        self.unit_of_work = UnitOfWork(service, self.store, work, self.clock, self.metrics)
        self.commands = Commands(self.unit_of_work)
        self.key = key or ServiceKey.load(settings.jwe_key_file)
        self._indexes = indexes
        self._bus = KafkaBus(bus, f"jiedao-{service}-relay")
        self._relay = Relay(self.store, self._bus, self.clock, self.metrics, bus.lease_ms)
        self.timers = Timers(
            self.store, self.commands, timers, self.clock, self.metrics, bus.lease_ms
        )
        self._projector = projector_on_kafka(service, self.store, bus, self.clock, self.metrics)
        partners = Partners.load(settings.partners_file)
        self._ledger = Ledger(settings.keyring())
        self.hearing = Hearing(
            service,
            self.unit_of_work,
            handlers,
            partners,
            self._ledger,
            self.clock,
            self.metrics,
        )
        self._replays = Replays(
            self.hearing, self._ledger, self.store, self.commands, settings.replays_per_second
        )
        self._retrier = Retrier(self.store, self._replays, self.clock)
        topics = topics_heard(self.hearing.types, service, partners)
        self.pausing = Pausing(
            service,
            [partner for partner in partners.partners if partner.topic in topics],
            self.unit_of_work,
            settings.limits(),
            self.clock,
            self.metrics,
        )
        self._consumer = Consumer(service, topics, self.hearing, bus, self.metrics, self.pausing)
        self.unit_of_work.after_commit(self._relay.wake)
        self.unit_of_work.after_timer(self.timers.wake)
        health = Health(self.store, self._consumer, self._relay, self.pausing)
        health.watch_over(
            self.checks,
            commands=self.commands.pulse,
            timers=self.timers.pulse,
            register=self._projector.pulse,
            retrier=self._retrier.pulse,
        )

    def app(
        self,
        *,
        title_zh: str,
        routers: Sequence[APIRouter],
        extra: Sequence[tuple[str, Any]] = (),
    ) -> FastAPI:
        """Return the HTTP application; its lifespan runs the moving parts and `extra` tasks."""
        jwks = self.key.public_jwks()
        settings = self.settings
        source = settings.jwks if "://" in settings.jwks else Path(settings.jwks)

        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncIterator[None]:
            async with self.running(extra):
                yield

        app = create_app(
            service=self.service,
            title_zh=title_zh,
            lifespan=lifespan,
            checks=self.checks,
            metrics=self.metrics,
            # Tokens come from outside, where time is real whatever clock a sandbox plays.
            verifier=TokenVerifier(settings.issuer, settings.audience, source, SystemClock()),
            routers=[
                *routers,
                door_router(self.hearing, self.commands, jwks["keys"][0]),
                rejected_router(self.hearing, self.store),
                mending_router(self._desk()),
                register_router(self.service, settings.orgunit, self.store, self.commands),
                due_router(settings.orgunit, self.store, self.clock),
                *self._sources(),
            ],
            version="1",
            public_jwks=jwks,
        )
        app.state.engine = self
        return app

    @asynccontextmanager
    async def running(self, extra: Sequence[tuple[str, Any]] = ()) -> AsyncIterator[None]:
        """Run everything until the block ends; then stop hearing first and sending last."""
        async with AsyncExitStack() as stack:
            stack.callback(self._client.close)
            stack.push_async_callback(at_most, _LEAVING_SECONDS, self._bus.close)
            loops = [
                ("commands", self.commands.serve),
                ("relay", self._relay.serve),
                ("timers", self.timers.serve),
                ("retrier", self._retrier.serve),
                ("register", self._projector.serve),
                ("lag", self._consumer.watch),
                ("measure", self._measure),
                ("garbage", collect),
                *extra,
            ]
            tasks = [asyncio.create_task(serve(), name=name) for name, serve in loops]
            tasks.append(asyncio.create_task(self._hear(), name="consumer"))
            for task in tasks:
                task.add_done_callback(must_live)
            stack.push_async_callback(cancelled, tasks)
            stack.push_async_callback(at_most, 2 * _LEAVING_SECONDS, self._consumer.broker.stop)
            yield

    async def _hear(self) -> None:
        while True:
            try:
                await ensure_indexes(self.store, self._indexes, forgets=self._lives_in_real_time)
                await self.pausing.refresh()
                await self._consumer.broker.start()
            except (StoreAway, KafkaError, OSError) as error:
                _log.warning("starting waits: %s", type(error).__name__)
                await self._consumer.broker.stop()
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            await asyncio.Event().wait()

    async def _measure(self) -> None:
        while True:
            await asyncio.sleep(_MEASURE_SECONDS)
            try:
                fates = {f: await self.store.count("ledger", {"fate": f.value}) for f in Fate}
                self.metrics.set("outbox_rows", await self.store.count(OUTBOX, {}))
                await self.timers.measure()
            except StoreAway:
                continue
            for fate, count in fates.items():
                self.metrics.set("ledger_entries", count, kind=fate.value)

    @property
    def _lives_in_real_time(self) -> bool:
        return isinstance(self.clock, SystemClock)

    def _sources(self) -> list[APIRouter]:
        if not self.pausing.partners:
            return []
        return [sources_router(self.service, self.pausing, self.store, self.commands)]

    def _desk(self) -> Desk:
        return Desk(
            self.settings.orgunit,
            self.hearing,
            self._ledger,
            self._replays,
            self.store,
            self.commands,
            self.metrics,
        )
