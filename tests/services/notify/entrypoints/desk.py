"""Notify's HTTP application over an office, with tokens of the sandbox's own issuer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
from fastapi import FastAPI

from services.notify.entrypoints.board import Board
from services.notify.entrypoints.http import inbox_router
from services.notify.entrypoints.http_escalations import escalations_router
from services.notify.entrypoints.http_history import history_router
from services.notify.entrypoints.stream import stream_router
from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.identity.tokens import TokenVerifier
from shared.storage.group_commit import Commands
from shared.web.commands import Counter
from shared.web.factory import create_app
from shared.web.health import Checks
from tests.services.notify.office import STREET, Office


class Desk:
    """What a member of staff or an operator can do from outside."""

    def __init__(self, office: Office, home: Path) -> None:
        self.office = office
        self.issuer = Issuer.create(home, clock=office.clock)
        self.board = Board(office.inboxes)
        office.unit_of_work.after_commit(self.board.wake)
        self._commands = Commands(office.unit_of_work)
        self.app = self._app(home)

    def _app(self, home: Path) -> FastAPI:
        return create_app(
            service="notify",
            title_zh="通知",
            lifespan=self._lifespan,
            checks=Checks(),
            metrics=self.office.metrics,
            verifier=TokenVerifier(
                self.issuer.issuer, self.issuer.audience, home / "jwks.json", self.office.clock
            ),
            routers=[
                stream_router(self.office.inboxes, self.board),
                inbox_router(self.office.inboxes, Counter(self._commands)),
                history_router(self.office.history),
                escalations_router(self.office.escalations, self.office.inboxes),
            ],
            version="1",
        )

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        yield

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Desk"]:
        tasks = [asyncio.create_task(serve()) for serve in (self._commands.serve, self.board.serve)]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def bearer(self, subject: str, role: Role, org: str = STREET) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.issuer.token(subject, [role], org)}"}

    def client(
        self, subject: str = "stf_g0101", role: Role = Role.GRID_WORKER, org: str = STREET
    ) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app),
            base_url="http://test",
            headers=self.bearer(subject, role, org),
        )
