"""Grid's HTTP application over a block in memory, with tokens of the sandbox's issuer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from fastapi import FastAPI
from joserfc.jwk import ECKey

from services.grid.entrypoints.askers import ASKERS
from services.grid.entrypoints.context import Context
from services.grid.entrypoints.http import routers
from shared.identity.issuer import AUDIENCE, ISSUER, Issuer
from shared.identity.roles import Role
from shared.identity.tokens import TokenVerifier
from shared.web.factory import create_app
from shared.web.health import Checks
from shared.web.people import people_router
from tests.services.grid.block import STREET, Block


@asynccontextmanager
async def _nothing(_app: FastAPI) -> AsyncIterator[None]:
    yield


class Office:
    def __init__(self, block: Block) -> None:
        self.block = block
        key = ECKey.generate_key("P-256", {"kid": "k1"})
        self._issuer = Issuer(key, clock=block.clock)
        context = Context(block.commands, block.reading, block.house)
        people = people_router(block.commands, block.metrics, block.reading, *ASKERS)
        self.app = create_app(
            service="grid",
            title_zh="网格事件",
            lifespan=_nothing,
            checks=Checks(),
            metrics=block.metrics,
            verifier=TokenVerifier(ISSUER, AUDIENCE, self._issuer.jwks(), block.clock),
            routers=[*routers(context), people],
            version="1",
        )

    def sitting(
        self, role: Role, subject: str, org: str = STREET, **headers: str
    ) -> httpx2.AsyncClient:
        """Return a client that speaks as this person."""
        bearer = f"Bearer {self._issuer.token(subject, [role], org)}"
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app),
            base_url="http://grid",
            headers={"Authorization": bearer, **headers},
        )

    def leader(self, **headers: str) -> httpx2.AsyncClient:
        return self.sitting(Role.SHIFT_LEADER, "stf_g0001", **headers)

    def worker(self, subject: str, org: str = STREET) -> httpx2.AsyncClient:
        return self.sitting(Role.GRID_WORKER, subject, org)

    def resident(self, subject: str = "res_1") -> httpx2.AsyncClient:
        return self.sitting(Role.RESIDENT, subject)
