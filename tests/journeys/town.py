"""A whole sub-district for the journeys: four services, a bus, a store, a mail server."""

import asyncio
import contextlib
import json
import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from aiokafka import AIOKafkaProducer
from aiosmtpd.controller import Controller
from fastapi import FastAPI

from services.grid import app as grid
from services.grid.settings import Settings as GridSettings
from services.intake import app as intake
from services.intake.settings import Settings as IntakeSettings
from services.jobs import app as jobs
from services.jobs.settings import Settings as JobsSettings
from services.notify import app as notify
from services.notify.settings import Settings as NotifySettings
from shared.events.base import partner_topic, topic_of
from shared.events.catalogue import PARTITIONS, SERVICES
from shared.events.codec import headers_of
from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.messaging.partners import Partners
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey, seal_for
from shared.privacy.sealing import Keyring
from shared.testing.clock import SetClock
from shared.testing.servers.process import free_port
from shared.testing.servers.topics import create_topics
from shared.testing.waiting import until
from tests.journeys.mail import MailSink

STREET = "150602013000"
PARTNERS_FILE = Path("deploy/partners.yaml")


class Town:
    """What a partner, a member of staff or an operator can do from outside."""

    def __init__(
        self, bootstrap: str, issuer: Issuer, home: Path, clock: SetClock | None = None
    ) -> None:
        self.clock = clock
        self.run = uuid.uuid4().hex[:8]
        self.bootstrap = bootstrap
        self.urls: dict[str, str] = {}
        self.apps: dict[str, FastAPI] = {}
        self.mail = MailSink()
        self.client = httpx2.AsyncClient(timeout=20, trust_env=False)
        self._issuer = issuer
        self._home = home

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
    mongo_url: str, bootstrap: str, home: Path, clock: SetClock | None = None
) -> AsyncIterator[Town]:
    """Open the town: topics, keys, four services on their own ports, SMTP.

    With a clock, time passes only where it is told to; tokens are real ones nevertheless.
    """
    partners = Partners.load(PARTNERS_FILE)
    topics = [*(topic_of(s) for s in SERVICES), *partners.topics()]
    create_topics(bootstrap, dict.fromkeys(topics, PARTITIONS))
    opened = Town(bootstrap, Issuer.create(home / "issuer"), home, clock)
    controller = Controller(opened.mail, hostname="127.0.0.1", port=free_port())
    controller.start()
    ports = {service: free_port() for service in SERVICES}
    opened.urls = {service: f"http://127.0.0.1:{port}" for service, port in ports.items()}
    opened.apps = _apps(opened, mongo_url, home, ports, controller.port)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(controller.stop)
        stack.push_async_callback(opened.client.aclose)
        for service, app in opened.apps.items():
            await stack.enter_async_context(_served(app, ports[service]))
        for service in SERVICES:
            await until(partial(_ready, opened, service), 60)
        yield opened


async def _ready(opened: Town, service: str) -> bool:
    try:
        response = await opened.client.get(f"{opened.urls[service]}/readyz")
    except httpx2.TransportError:
        return False
    return bool(response.is_success)


@asynccontextmanager
async def _served(app: FastAPI, port: int) -> AsyncIterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=2))
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    # Not `serve`: it would take the signals of the whole test run.
    task = asyncio.create_task(server._serve([listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await task
        listening.close()


def _apps(
    opened: Town, mongo_url: str, home: Path, ports: dict[str, int], smtp_port: int
) -> dict[str, FastAPI]:
    bus = BusSettings(bootstrap=opened.bootstrap, poll_wait_ms=20, fetch_wait_ms=50)
    token = home / "service.token"
    token.write_text(opened.token(Role.SERVICE, "jobs"), encoding="utf-8")

    def common(service: str) -> dict[str, Any]:
        return {
            "mongo_url": mongo_url,
            "database": f"{service}_{opened.run}",
            "http_port": ports[service],
            "partners_file": PARTNERS_FILE,
            "jwks": str(home / "issuer" / "jwks.json"),
            **_keys(home, service),
        }

    intake_url = opened.urls["intake"]
    jobs_too: dict[str, Any] = {"intake_url": intake_url, "service_token_file": token}
    smtp: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_port": smtp_port}
    clock = opened.clock
    return {
        "intake": intake.build(IntakeSettings(**common("intake")), bus, clock),
        "grid": grid.build(GridSettings(**common("grid"), sign_within_seconds=3), bus, clock),
        "jobs": jobs.build(JobsSettings(**common("jobs"), **jobs_too), bus, clock),
        "notify": notify.build(NotifySettings(**common("notify"), **smtp), bus, clock),
    }


def _keys(home: Path, service: str) -> dict[str, Path]:
    files = {
        "master_key_file": home / f"{service}.master",
        "index_key_file": home / f"{service}.index",
        "jwe_key_file": home / f"{service}.jwe.json",
    }
    files["master_key_file"].write_text(Keyring.new_secret(), encoding="utf-8")
    files["index_key_file"].write_text(Keyring.new_secret(), encoding="utf-8")
    ServiceKey.generate(f"{service}-1").save(files["jwe_key_file"])
    return files
