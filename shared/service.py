"""How each of the four services is put together and kept running."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Generic, TypeVar

import uvicorn
from aiokafka.errors import KafkaError
from fastapi import APIRouter, FastAPI
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.clock import Clock, SystemClock
from shared.events.base import service_of, topic_of
from shared.events.catalogue import PARTNER
from shared.identity.tokens import TokenVerifier
from shared.messaging.bus import KafkaBus
from shared.messaging.consumer import Consumer
from shared.messaging.door import door_router
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import Ledger
from shared.messaging.partners import Partners
from shared.messaging.relay import Relay
from shared.messaging.settings import BusSettings
from shared.observability.logs import configure
from shared.observability.metrics import Metrics
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring
from shared.storage.group_commit import Commands
from shared.storage.mongo import Indexes, MongoStore, connect, ensure_indexes
from shared.storage.ports import StoreAway
from shared.storage.unit_of_work import Open, UnitOfWork
from shared.storage.work import Stage
from shared.timers import OnTimer, Timers
from shared.web.factory import create_app
from shared.web.health import Check, Checks

W = TypeVar("W", bound=Stage)

_log = logging.getLogger("jiedao.service")
_RELAY_SILENT_SECONDS = 10.0
_RETRY_SECONDS = 1.0


class ServiceSettings(BaseSettings):
    """What every service is told from outside; a service's own settings extend it."""

    model_config = SettingsConfigDict(frozen=True)

    mongo_url: str = "mongodb://127.0.0.1:27017"
    database: str = Field(default="", description="name of the database; the service's by default")
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    orgunit: str = Field(default="150602013000", pattern=r"^\d{12}$")
    partners_file: Path = Path("deploy/partners.yaml")
    master_key_file: Path = Path("secrets/master.key")
    index_key_file: Path = Path("secrets/index.key")
    jwe_key_file: Path = Path("secrets/jwe.json")
    issuer: str = "urn:jiedao:sandbox"
    audience: str = "jiedao"
    jwks: str = Field(default="secrets/jwks.json", description="file or URL of the issuer's keys")

    def keyring(self) -> Keyring:
        """Read the keys that seal personal data."""
        return Keyring.from_text(
            self.master_key_file.read_text(encoding="utf-8"),
            self.index_key_file.read_text(encoding="utf-8"),
        )


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
    ) -> None:
        self.service = service
        self.settings = settings
        self.clock = clock or SystemClock()
        self.metrics = Metrics(service)
        self.checks = Checks()
        self._client = connect(settings.mongo_url)
        self.store = MongoStore(self._client, settings.database or f"jiedao_{service}")
        self.unit_of_work = UnitOfWork(service, self.store, work, self.clock, self.metrics)
        self.commands = Commands(self.unit_of_work)
        self._key = ServiceKey.load(settings.jwe_key_file)
        self._indexes = indexes
        self._bus = KafkaBus(bus, f"jiedao-{service}-relay")
        self._relay = Relay(self.store, self._bus, self.clock, self.metrics, bus.lease_ms)
        self._timers = Timers(self.store, self.commands, timers, self.clock, self.metrics)
        partners = Partners.load(settings.partners_file)
        self.hearing = Hearing(
            service,
            self.unit_of_work,
            handlers,
            partners,
            Ledger(settings.keyring()),
            self.clock,
            self.metrics,
        )
        topics = topics_heard(self.hearing.types, service, partners)
        self._consumer = Consumer(service, topics, self.hearing, bus, self.metrics)
        self.unit_of_work.after_commit(self._relay.wake)
        self.unit_of_work.after_commit(self._timers.wake)
        self._watch_over()

    def app(
        self,
        *,
        title_zh: str,
        routers: Sequence[APIRouter],
        extra: Sequence[tuple[str, Any]] = (),
    ) -> FastAPI:
        """Return the HTTP application; its lifespan runs the moving parts and `extra` tasks."""
        jwks = self._key.public_jwks()
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
            verifier=TokenVerifier(settings.issuer, settings.audience, source, self.clock),
            routers=[*routers, door_router(self.hearing, jwks["keys"][0])],
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
            stack.push_async_callback(self._bus.close)
            loops = [
                ("commands", self.commands.serve),
                ("relay", self._relay.serve),
                ("timers", self._timers.serve),
                ("lag", self._consumer.watch),
                *extra,
            ]
            tasks = [asyncio.create_task(serve(), name=name) for name, serve in loops]
            tasks.append(asyncio.create_task(self._hear(), name="consumer"))
            for task in tasks:
                task.add_done_callback(_must_live)
            stack.push_async_callback(_cancelled, tasks)
            stack.push_async_callback(self._consumer.broker.stop)
            yield

    async def _hear(self) -> None:
        while True:
            try:
                await ensure_indexes(self.store, self._indexes)
                await self._consumer.broker.start()
            except (StoreAway, KafkaError, OSError) as error:
                _log.warning("starting waits: %s", type(error).__name__)
                await self._consumer.broker.stop()
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            await asyncio.Event().wait()

    def _watch_over(self) -> None:
        self.checks.add("store", self._store_check)
        self.checks.add("consumer", self._consumer_check)
        self.checks.add("relay", self._relay_check)

    async def _store_check(self) -> Check:
        try:
            await self.store.ping()
        except StoreAway as error:
            return Check(ok=False, detail=str(error))
        return Check(ok=True, detail="primary answers")

    def _consumer_check(self) -> Check:
        consumer = self._consumer
        if consumer.waiting_for is not None:
            return Check(ok=False, detail=f"a batch waits for the {consumer.waiting_for}")
        if not consumer.joined:
            return Check(ok=False, detail="not joined to its group yet")
        missed = consumer.positions.missed
        lag = sum(consumer.lag().values())
        return Check(ok=True, detail=f"lag {lag} records; missed {missed} records")

    def _relay_check(self) -> Check:
        silent = monotonic() - self._relay.seen_at
        role = "leads" if self._relay.leads else "stands by"
        return Check(ok=silent < _RELAY_SILENT_SECONDS, detail=role)


def serve(app: FastAPI, settings: ServiceSettings) -> None:
    """Serve HTTP until SIGTERM or Ctrl-C, then let what is in flight finish."""
    configure(app.state.engine.service)
    uvicorn.run(
        app,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=10,
    )


def topics_heard(types: Sequence[str], service: str, partners: Partners) -> list[str]:
    """Return the topics on which these types, or this service's desk duty, arrive."""
    owners = {service_of(type_) for type_ in types} - {PARTNER}
    mine = [
        partner.topic
        for partner in partners.partners
        if partner.desk == service or set(partner.types) & set(types)
    ]
    return sorted({*(topic_of(owner) for owner in owners), *mine})


async def _cancelled(tasks: Sequence["asyncio.Task[Any]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _must_live(task: "asyncio.Task[Any]") -> None:
    # A service without its relay or timers looks alive and does nothing: better to end, loudly,
    # and be started again.
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("%s stopped; the service ends", task.get_name(), exc_info=error)
        signal.raise_signal(signal.SIGTERM)
