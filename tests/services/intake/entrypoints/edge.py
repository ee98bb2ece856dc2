"""Intake's routes over a desk, as callers see them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI

from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.identity.tokens import TokenVerifier
from tests.services.intake.desk import STREET, Desk
from tests.services.intake.entrypoints.parts import Parts, application
from tests.services.lending import Lending

Wrong = tuple[dict[str, Any], int, str]
"""A fault in a body, the status that it is answered with, and what the answer says."""


@dataclass
class Edge:
    """The application over a desk."""

    desk: Desk
    app: FastAPI
    issuer: Issuer

    def client(
        self,
        role: Role,
        subject: str | None = None,
        org: str = STREET,
        partner: str | None = None,
        **headers: str,
    ) -> httpx2.AsyncClient:
        """Return a client that speaks as somebody; each role is another person's."""
        token = self.issuer.token(subject or f"stf_{role.value[0]}0009", [role], org, partner)
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app),
            base_url="http://test",
            headers={"Authorization": f"Bearer {token}", **headers},
        )

    async def refuses(self, path: str, body: dict[str, Any], wrong: Sequence[Wrong]) -> str:
        """Let a clerk post a body with one fault at a time; return all that was answered."""
        told = []
        async with self.client(Role.CLERK) as clerk:
            for changes, status, said in wrong:
                answer = await clerk.post(path, json={**body, **changes})
                assert answer.status_code == status, answer.text
                assert said in answer.text
                told.append(answer.text)
        return "\n".join(told)


_LENDING = Lending(application)


@asynccontextmanager
async def serving(home: Path, desk: Desk | None = None) -> AsyncIterator[Edge]:
    """Serve intake's routes over a desk, or a fresh one."""
    desk = desk or Desk()
    issuer = Issuer.create(home, clock=desk.clock)
    verifier = TokenVerifier(issuer.issuer, issuer.audience, issuer.jwks(), desk.clock)
    parts = Parts.of(desk, verifier)
    task = asyncio.create_task(parts.commands.serve())
    with _LENDING.lent(parts) as app:
        yield Edge(desk, app, issuer)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
