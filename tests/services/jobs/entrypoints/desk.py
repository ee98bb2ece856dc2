"""The HTTP desk of jobs over a station: real tokens, a contact book in place of intake."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI

from services.jobs.application.ports import Contact
from services.jobs.entrypoints.http import posts_router
from services.jobs.entrypoints.http_contact import contact_router
from services.jobs.entrypoints.http_matches import matches_router
from services.jobs.entrypoints.http_seekers import seekers_router
from shared.identity.issuer import AUDIENCE, ISSUER, JWKS_FILE, Issuer
from shared.identity.roles import Role
from shared.identity.tokens import TokenVerifier
from shared.values import Refusal
from shared.web.commands import Counter
from shared.web.factory import create_app
from shared.web.health import Checks
from tests.services.jobs.builders import STREET
from tests.services.jobs.station import Station


class ContactBook:
    """Knows one contact for everybody; `refusal` makes it refuse."""

    def __init__(self) -> None:
        self.refusal: Refusal | None = None
        self.asked: list[tuple[str, str]] = []

    async def of(self, person: str, purpose: str) -> Contact:
        self.asked.append((person, purpose))
        if self.refusal:
            raise self.refusal
        return Contact(name="张三", phone="13800001234")


class Desk:
    """Calls the routes as somebody."""

    def __init__(self, station: Station, home: Path) -> None:
        self.station = station
        self.contacts = ContactBook()
        self._issuer = Issuer.create(home, clock=station.clock)
        self.app = self._app(TokenVerifier(ISSUER, AUDIENCE, home / JWKS_FILE, station.clock))

    async def call(
        self,
        method: str,
        path: str,
        role: Role | None = Role.ADVISER,
        *,
        org: str = STREET,
        body: Any = None,
        subject: str = "stf_j0001",
        **headers: str,
    ) -> httpx2.Response:
        if role is not None:
            token = self._issuer.token(subject, [role], org)
            headers["Authorization"] = f"Bearer {token}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        transport = httpx2.ASGITransport(self.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, json=body, headers=sent)

    def _app(self, verifier: TokenVerifier) -> FastAPI:
        station = self.station
        counter = Counter(station.commands)
        routers = [
            posts_router(counter, station.posts),
            seekers_router(station.seekers, station.posts, station.matches, station.clock),
            matches_router(counter, station.matches),
            contact_router(counter, station.matches, self.contacts, station.clock, station.metrics),
        ]
        return create_app(
            service="jobs",
            title_zh="零工驿站",
            lifespan=_nothing,
            checks=Checks(),
            metrics=station.metrics,
            verifier=verifier,
            routers=routers,
            version="1",
        )


@asynccontextmanager
async def _nothing(_app: FastAPI) -> AsyncIterator[None]:
    yield
