"""What an operator sees of the sources over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from fastapi import APIRouter, FastAPI

from shared.identity.principal import Principal
from shared.identity.refusals import unauthenticated
from shared.identity.roles import Role
from shared.messaging.pausing import Pausing
from shared.messaging.sources_http import sources_router
from shared.observability.metrics import Metrics
from shared.service.tasks import cancelled
from shared.storage.group_commit import Commands
from shared.storage.unit_of_work import UnitOfWork
from shared.web.factory import create_app
from shared.web.health import Checks

STREET = "150602013000"
TOKENS = {
    "operator": Principal("stf_o0001", frozenset({Role.OPERATOR}), STREET),
    "elsewhere": Principal("stf_o0002", frozenset({Role.OPERATOR}), "110101001000"),
    "clerk": Principal("stf_c0001", frozenset({Role.CLERK}), STREET),
}


class ByName:
    """A verifier that knows these tokens."""

    async def verify(self, token: str, /) -> Principal:
        if token not in TOKENS:
            raise unauthenticated("token-malformed")
        return TOKENS[token]


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def operators_of(
    service: str, pausing: Pausing, work: UnitOfWork[Any]
) -> AsyncIterator[httpx2.AsyncClient]:
    """Open the operators' door of a service; its client speaks as an operator."""
    commands = Commands(work)
    async with at_the_door(
        service, commands, sources_router(service, pausing, work.store, commands)
    ) as client:
        yield client


@asynccontextmanager
async def at_the_door(
    service: str, commands: Commands[Any], router: APIRouter
) -> AsyncIterator[httpx2.AsyncClient]:
    """Open these routes of a service; the client speaks as an operator."""
    app = create_app(
        service=service,
        title_zh="网格",
        lifespan=_nothing,
        checks=Checks(),
        metrics=Metrics(service),
        verifier=ByName(),
        routers=[router],
        version="1",
    )
    serving = asyncio.create_task(commands.serve())
    try:
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app),
            base_url="http://grid.test",
            headers={"authorization": "Bearer operator"},
        ) as client:
            yield client
    finally:
        await cancelled([serving])
