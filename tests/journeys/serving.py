"""The four services of a town, each on a port of its own, and started again when one wants it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from services.grid import app as grid
from services.grid.settings import Settings as GridSettings
from services.intake import app as intake
from services.intake.settings import Settings as IntakeSettings
from services.jobs import app as jobs
from services.jobs.settings import Settings as JobsSettings
from services.notify import app as notify
from services.notify.settings import Settings as NotifySettings
from shared.clock import Clock
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring

# Hand-offs lapse in three seconds, so that a journey sees one lapse.
OWN: Mapping[str, Mapping[str, Any]] = {"grid": {"sign_within_seconds": 3}}


@dataclass(frozen=True)
class Surroundings:
    """What the services of a town find: store, bus, keys, ports and each other."""

    run: str
    mongo_url: str
    bootstrap: str
    home: Path
    partners: Path
    ports: Mapping[str, int]
    smtp_port: int
    clock: Clock | None
    session_ms: int

    def settings(self, service: str) -> dict[str, Any]:
        """Return what a service is told from outside."""
        local: dict[str, dict[str, Any]] = {
            "jobs": {
                "intake_url": f"http://127.0.0.1:{self.ports['intake']}",
                "service_token_file": self.home / "service.token",
            },
            "notify": {"smtp_host": "127.0.0.1", "smtp_port": self.smtp_port},
        }
        return {
            "mongo_url": self.mongo_url,
            "database": f"{service}_{self.run}",
            "http_port": self.ports[service],
            "partners_file": self.partners,
            "jwks": str(self.home / "issuer" / "jwks.json"),
            **{name: self.home / f"{service}.{name}" for name in _KEYS},
            **OWN.get(service, {}),
            **local.get(service, {}),
        }

    def built(self, service: str, **changed: Any) -> FastAPI:
        """Return a service put together, perhaps with other settings than the town's own."""
        bus = BusSettings(
            bootstrap=self.bootstrap,
            poll_wait_ms=20,
            fetch_wait_ms=50,
            session_timeout_ms=self.session_ms,
            heartbeat_ms=self.session_ms // 10,
        )
        told = {**self.settings(service), **changed}
        builds: dict[str, Any] = {
            "intake": lambda: intake.build(IntakeSettings(**told), bus, self.clock),
            "grid": lambda: grid.build(GridSettings(**told), bus, self.clock),
            "jobs": lambda: jobs.build(JobsSettings(**told), bus, self.clock),
            "notify": lambda: notify.build(NotifySettings(**told), bus, self.clock),
        }
        app: FastAPI = builds[service]()
        return app


class Served:
    """What is served now, by service."""

    def __init__(self, around: Surroundings) -> None:
        self.apps: dict[str, FastAPI] = {}
        self._around = around
        self._running: dict[str, AsyncExitStack] = {}
        for service in around.ports:
            _make_keys(around.home, service)

    async def start(self, service: str, **changed: Any) -> None:
        """Serve it; it may not be ready yet."""
        app = self._around.built(service, **changed)
        running = AsyncExitStack()
        await running.enter_async_context(_served(app, self._around.ports[service]))
        self.apps[service], self._running[service] = app, running

    async def stop(self, service: str) -> None:
        """Let it finish what it is at, and end it."""
        await self._running.pop(service).aclose()


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


_KEYS = ("master_key_file", "index_key_file", "jwe_key_file")


def _make_keys(home: Path, service: str) -> None:
    for name in _KEYS[:2]:
        (home / f"{service}.{name}").write_text(Keyring.new_secret(), encoding="utf-8")
    ServiceKey.generate(f"{service}-1").save(home / f"{service}.{_KEYS[2]}")
