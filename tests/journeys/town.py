"""A whole sub-district for the journeys: four services, a bus, a store, a mail server."""

import contextlib
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from aiokafka import AIOKafkaProducer
from aiosmtpd.controller import Controller
from fastapi import FastAPI

from shared.events.base import partner_topic, topic_of
from shared.events.catalogue import PARTITIONS, SERVICES
from shared.events.codec import headers_of
from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.messaging.partners import Partners
from shared.privacy.jwe import seal_for
from shared.testing.clock import SetClock
from shared.testing.servers.process import free_port
from shared.testing.servers.topics import create_topics
from shared.testing.waiting import until
from tests.journeys.mail import MailSink
from tests.journeys.serving import Served, Surroundings

STREET = "150602013000"
PARTNERS_FILE = Path("deploy/partners.yaml")


class Town:
    """What a partner, a member of staff or an operator can do from outside."""

    served: Served

    def __init__(
        self,
        bootstrap: str,
        issuer: Issuer,
        home: Path,
        clock: SetClock | None = None,
        partners: Path = PARTNERS_FILE,
    ) -> None:
        self.clock = clock
        self.partners = partners
        self.run = uuid.uuid4().hex[:8]
        self.bootstrap = bootstrap
        self.urls: dict[str, str] = {}
        self.mail = MailSink()
        self.client = httpx2.AsyncClient(timeout=20, trust_env=False)
        self._issuer = issuer
        self._home = home

    @property
    def apps(self) -> dict[str, FastAPI]:
        """The services that run now, as they were put together."""
        return self.served.apps

    async def reopen(self, service: str, **changed: Any) -> None:
        """Stop a service and start it again with other settings, as an operator does."""
        await self.served.stop(service)
        await self.served.start(service, **changed)
        await self.is_ready(service)

    async def is_ready(self, service: str) -> None:
        """Wait until a service says that it is ready."""

        async def ready() -> bool:
            try:
                response = await self.client.get(f"{self.urls[service]}/readyz")
            except httpx2.TransportError:
                return False
            return bool(response.is_success)

        await until(ready, 60)

    def token(
        self,
        role: Role,
        subject: str,
        org: str = STREET,
        partner: str = "",
        lifetime: timedelta = timedelta(hours=1),
    ) -> str:
        """Return a token of the town's own issuer."""
        return self._issuer.token(subject, [role], org, partner=partner or None, lifetime=lifetime)

    async def call(
        self,
        method: str,
        service: str,
        path: str,
        *,
        role: Role,
        subject: str = "stf_x0001",
        body: Any = None,
        **headers: str,
    ) -> Any:
        """Call a route and return the JSON; fail the test on anything but success."""
        sent = {"authorization": f"Bearer {self.token(role, subject)}", **headers}
        url = f"{self.urls[service]}{path}"
        response = await self.client.request(method, url, json=body, headers=sent)
        assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
        return response.json()

    async def publish(self, partner: str, type_: str, subject: str, data: dict[str, Any]) -> str:
        """Publish one event as this partner over Kafka; return its id."""
        id_ = f"{self.run}-{uuid.uuid4().hex[:12]}"
        event = {
            "specversion": "1.0",
            "id": id_,
            "source": f"urn:partner:{partner}",
            "type": type_,
            "subject": subject,
            "time": self.clock.now().isoformat() if self.clock else "2026-09-07T09:00:00+08:00",
            "orgunit": STREET,
            "data": data,
        }
        producer = AIOKafkaProducer(bootstrap_servers=self.bootstrap)
        await producer.start()
        try:
            await producer.send_and_wait(
                partner_topic(partner),
                json.dumps(event, ensure_ascii=False).encode(),
                key=subject.encode(),
                headers=headers_of(type_),
            )
        finally:
            await producer.stop()
        return id_

    async def seal(self, service: str, details: dict[str, str]) -> str:
        """Seal personal data to a service's published key, as a partner does."""
        jwks = (await self.client.get(f"{self.urls[service]}/.well-known/jwks.json")).json()
        return seal_for(jwks["keys"][0], details)

    async def inbox(self, staff: str) -> list[dict[str, Any]]:
        """Return a member of staff's inbox, newest first."""
        page = await self.call("GET", "notify", "/inbox", role=Role.CLERK, subject=staff)
        items: list[dict[str, Any]] = page["items"]
        return items

    async def told(self, staff: str, rule: str, about: str) -> None:
        """Wait until somebody is told about a matter by a rule."""

        async def there() -> bool:
            items = await self.inbox(staff)
            return any(i["rule"] == rule and i["about"] == about for i in items)

        await until(there)

    async def pages(self, service: str, path: str, role: Role) -> list[dict[str, Any]]:
        """Return all items of a list."""
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            joint = "&" if "?" in path else "?"
            query = f"{path}{joint}limit=200{cursor and f'&cursor={cursor}'}"
            page = await self.call("GET", service, query, role=role)
            items.extend(page["items"])
            if not page.get("next"):
                return items
            cursor = page["next"]


@asynccontextmanager
async def town(
    mongo_url: str,
    bootstrap: str,
    home: Path,
    clock: SetClock | None = None,
    partners: Path = PARTNERS_FILE,
    session_ms: int = 10_000,
) -> AsyncIterator[Town]:
    """Open the town: topics, keys, four services on their own ports, SMTP.

    With a clock, time passes only where it is told to; tokens are real ones nevertheless.
    """
    topics = [*(topic_of(s) for s in SERVICES), *Partners.load(partners).topics()]
    create_topics(bootstrap, dict.fromkeys(topics, PARTITIONS))
    opened = Town(bootstrap, Issuer.create(home / "issuer"), home, clock, partners)
    controller = Controller(opened.mail, hostname="127.0.0.1", port=free_port())
    controller.start()
    ports = {service: free_port() for service in SERVICES}
    opened.urls = {service: f"http://127.0.0.1:{port}" for service, port in ports.items()}
    token = opened.token(Role.SERVICE, "jobs")
    (home / "service.token").write_text(token, encoding="utf-8")
    opened.served = Served(
        Surroundings(
            opened.run,
            mongo_url,
            bootstrap,
            home,
            partners,
            ports,
            controller.port,
            clock,
            session_ms,
        )
    )
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(controller.stop)
        stack.push_async_callback(opened.client.aclose)
        for service in SERVICES:
            await opened.served.start(service)
            stack.push_async_callback(opened.served.stop, service)
        for service in SERVICES:
            await opened.is_ready(service)
        yield opened
