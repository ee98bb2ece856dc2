"""A toy service behind HTTP, as its operators and partners reach it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI

from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.identity.tokens import TokenVerifier
from shared.messaging.mending_http import Desk, mending_router
from shared.messaging.rejected_http import rejected_router
from shared.storage.ports import Store
from shared.testing.clock import SetClock
from shared.web.factory import create_app
from shared.web.health import Checks
from tests.shared.messaging.mending_toy import Town

STREET = "150602013000"


@asynccontextmanager
async def nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


class Office:
    """An operator's and a partner's view of one service."""

    def __init__(self, home: Path, store: Store, clock: SetClock | None = None) -> None:
        self.town = Town(store, clock)
        self.issuer = Issuer.create(home, clock=self.town.clock)
        town = self.town
        desk = Desk(
            STREET,
            town.hearing,
            town.ledger,
            town.replays,
            store,
            town.commands,
            town.metrics,
        )
        self.app = create_app(
            service="grid",
            title_zh="网格",
            lifespan=nothing,
            checks=Checks(),
            metrics=town.metrics,
            verifier=TokenVerifier(
                self.issuer.issuer, self.issuer.audience, home / "jwks.json", town.clock
            ),
            routers=[rejected_router(town.hearing, store), mending_router(desk)],
            version="1",
        )
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app), base_url="http://grid.test"
        )

    def token(self, role: Role = Role.OPERATOR, org: str = STREET, partner: str = "") -> str:
        """Return a token of this office's issuer."""
        return self.issuer.token("stf_o0001", [role], org, partner=partner or None)

    async def ask(
        self, method: str, path: str, body: Any = None, token: str = "", **headers: str
    ) -> httpx2.Response:
        """Ask as the operator, or with a token given."""
        sent = {"authorization": f"Bearer {token or self.token()}", **headers}
        return await self.client.request(method, path, json=body, headers=sent)

    async def did(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Ask as the operator; fail the test on anything but success."""
        answer = await self.ask(method, path, body, **headers)
        assert answer.is_success, answer.text
        return answer.json()
