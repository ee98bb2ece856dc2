"""The stand: Apache Kafka, mongod and replicas of our services, all to be ill-treated."""

import asyncio
import os
import re
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.sandbox.children import Keeper, Runs, Service
from deploy.sandbox.doors import all_ready
from deploy.sandbox.environment import Surroundings, environment_of
from deploy.sandbox.mail import MailSink
from deploy.sandbox.secrets import make_secrets
from deploy.sandbox.tokens import OFFICE, token_for
from shared.events.base import topic_of
from shared.events.catalogue import PARTITIONS, SERVICES
from shared.identity.roles import Role
from shared.messaging.partners import Partners
from shared.privacy.jwe import ServiceKey, seal_for
from shared.testing.servers.apache_kafka import ApacheKafka
from shared.testing.servers.mongo import Mongo
from shared.testing.servers.process import LOCALHOST, ROOT, Child, free_port
from shared.testing.servers.topics import create_topics
from tests.faults.chaos.people import COMMUNITIES, write_people

# Short, so that a zombie, a dead member or a dead leader costs seconds and not half a minute.
SESSION_SECONDS = 4.0
LEASE_SECONDS = 2.0
_WAITS = {
    "KAFKA_POLL_WAIT_MS": "100",
    "KAFKA_FETCH_WAIT_MS": "200",
    "KAFKA_SESSION_TIMEOUT_MS": f"{SESSION_SECONDS * 1000:.0f}",
    "KAFKA_HEARTBEAT_MS": "500",
    "KAFKA_LEASE_MS": f"{LEASE_SECONDS * 1000:.0f}",
}
_SIGN_SECONDS = "5"
_LEADS = re.compile(r"leads with epoch (\d+)")
_PATIENCE = 15.0
_COMPILING_SECONDS = 120
_PERSONS = 40


class Stand:
    """Servers, and the services begun on them; data and all that was said lie in `home`.

    `label` is a part of the databases' names: with another one the services know nothing of
    what was before.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.label = "chaos"
        self.mongo = Mongo(home / "mongo")
        self.kafka = ApacheKafka(home / "kafka")
        self.topics = [topic_of(service) for service in SERVICES]
        self.topics += Partners.load(ROOT / "deploy" / "partners.yaml").topics()
        self.services: dict[str, Keeper] = {}
        self.urls: dict[str, str] = {}
        self.servers: dict[str, Keeper] = {}
        self._leaders: dict[str, tuple[int, str]] = {}
        self._mail = MailSink(home / "mails.ndjson")
        self._saying = threading.Lock()
        self._bytecode = {
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
        }

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def begin(self, *names: str, by: Sequence[str] = ("skewed",), **more: str) -> None:
        """Begin replicas, ``<service>-<letter>``, and wait until they are ready.

        Args:
            names: the replicas.
            by: the module of this package that runs the service, and its first arguments.
            more: environment variables besides the usual ones.
        """
        ports = {name: free_port() for name in names}
        for name in names:
            service = name.partition("-")[0]
            env = {**self._environment(name), f"{service.upper()}_HTTP_PORT": str(ports[name])}
            module, *arguments = by
            what = Service(
                name,
                f"tests.faults.chaos.{module}",
                {**env, **more},
                self._say,
                *arguments,
                f"services.{service}",
            )
            self.services[name] = self._kept(what)
        self.urls |= {name: f"http://{LOCALHOST}:{port}" for name, port in ports.items()}
        await all_ready({name: self.urls[name] for name in names})

    async def end(self) -> None:
        """End the services, and leave the servers as they are."""
        await _ended(self.services)
        self.services.clear()

    async def close(self) -> None:
        """End every process: services first, because they say goodbye to the servers."""
        await self.end()
        await _ended(self.servers)
        self._mail.stop()

    @property
    def databases(self) -> dict[str, str]:
        """The name of each service's database."""
        return {service: f"{self.label}_{service}" for service in SERVICES}

    def skew_file(self, name: str) -> Path:
        """The file that says by how many seconds a replica's clock is wrong."""
        return self.home / f"{name}.skew"

    def leader(self, service: str, epoch: int) -> str | None:
        """Return the replica that said it leads with this epoch of the lease."""
        known = self._leaders.get(service)
        return known[1] if known and known[0] == epoch else None

    def partner_token(self, partner: str) -> str:
        """Return a token with which a partner speaks at the HTTP doors."""
        return token_for(self._around.issuer, Role.PARTNER, partner=partner)

    def sealed(self) -> dict[str, tuple[str, ...]]:
        """Return fictional persons, sealed to the services that open them."""
        found: dict[str, tuple[str, ...]] = {}
        for service in ("grid", "intake"):
            key = ServiceKey.load(self.home / "secrets" / service / "jwe.json")
            (jwk,) = key.public_jwks()["keys"]
            persons = ({"name": "某某", "phone": f"1380477{n:04d}"} for n in range(_PERSONS))
            found[service] = tuple(seal_for(jwk, person) for person in persons)
        return found

    async def _open(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        await self._mail.start()
        for name, server in (("mongod", self.mongo), ("broker", self.kafka)):
            self.servers[name] = self._kept(server)
        await asyncio.gather(self._compiled(), *(k.ready() for k in self.servers.values()))
        topics = dict.fromkeys(self.topics, PARTITIONS)
        await asyncio.to_thread(create_topics, self.kafka.bootstrap, topics)
        secrets, issuer = make_secrets(self.home, OFFICE)
        ports = {service: free_port() for service in SERVICES}
        self._around = Surroundings(
            self.mongo.url, self.kafka.bootstrap, _WAITS, self._mail.port, ports, secrets, issuer
        )
        self._people = write_people(self.home)

    async def _compiled(self) -> None:
        # Once for all: a service that was killed begins again within a second.
        imports = ", ".join(f"services.{service}.app" for service in SERVICES)
        command = [sys.executable, "-c", f"import {imports}"]
        once = Child("imports", command, log=Path(os.devnull), env=self._bytecode)
        await asyncio.to_thread(_run_to_its_end, once)

    def _environment(self, name: str) -> dict[str, str]:
        service = name.partition("-")[0]
        return {
            **environment_of(service, self._around),
            f"{service.upper()}_DATABASE": self.databases[service],
            "GRID_SIGN_WITHIN_SECONDS": _SIGN_SECONDS,
            "NOTIFY_ORGUNIT": COMMUNITIES[0],
            **self._people,
            "CHAOS_SKEW_FILE": str(self.skew_file(name)),
            **self._bytecode,
        }

    def _kept(self, what: Runs) -> Keeper:
        keeper = Keeper(what, self._say)
        keeper.begin()
        return keeper

    def _say(self, line: str, who: str) -> None:
        if found := _LEADS.search(line):
            self._leaders[who.partition("-")[0]] = (int(found[1]), who)
        with self._saying, (self.home / "said.log").open("a", encoding="utf-8") as file:
            file.write(f"{who}: {line}\n")


async def _ended(keepers: dict[str, Keeper]) -> None:
    for keeper in keepers.values():
        keeper.end()
    await asyncio.gather(*(asyncio.to_thread(k.wait, _PATIENCE) for k in keepers.values()))


def _run_to_its_end(child: Child) -> None:
    # In one thread: a child ends with the thread that started it.
    child.start()
    child.wait(_COMPILING_SECONDS)
