"""Intake's routes over a desk, as callers see them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI

from services.intake.adapters.case.mongo_cases import (
    StoredCases,
    stored_changes,
    stored_handovers,
    stored_retention,
    stored_work,
)
from services.intake.adapters.counter.mongo_counter import Concerned, StoredAuthorisations
from services.intake.adapters.rating.mongo_ratings import StoredOutcomes, StoredRatings, StoredTrail
from services.intake.adapters.receipts.pdf import ReceiptPrinter
from services.intake.domain.receipts.receipts import Office
from services.intake.entrypoints.case.http_deadlines import calendar_router, deadlines_router
from services.intake.entrypoints.case.http_lifecycle import lifecycle_router
from services.intake.entrypoints.case.http_procedures import procedures_router
from services.intake.entrypoints.case.http_steps import steps_router
from services.intake.entrypoints.catalogue.http_items import items_router
from services.intake.entrypoints.counter.http_appointments import appointments_router
from services.intake.entrypoints.counter.http_authorisations import authorisations_router
from services.intake.entrypoints.counter.http_care import care_router
from services.intake.entrypoints.counter.http_points import points_router
from services.intake.entrypoints.exchange.http_exchange import exchange_router
from services.intake.entrypoints.exchange.http_partners import partners_router
from services.intake.entrypoints.history.http_history import history_router
from services.intake.entrypoints.history.http_kpis import kpis_router
from services.intake.entrypoints.history.http_progress import Gate, progress_router
from services.intake.entrypoints.history.turnstile import Pace
from services.intake.entrypoints.http import cases_router
from services.intake.entrypoints.people.askers import ASKERS
from services.intake.entrypoints.people.http_erasure import erasure_router
from services.intake.entrypoints.promise.http_promise import promise_router
from services.intake.entrypoints.rating.http_bad_ratings import (
    bad_ratings_router,
    rating_moves_router,
)
from services.intake.entrypoints.rating.http_ratings import details_router, ratings_router
from services.intake.entrypoints.receipts.http_receipts import receipts_router
from services.intake.entrypoints.work.http_search import search_router
from services.intake.entrypoints.work.http_work import work_router
from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.identity.tokens import TokenVerifier
from shared.storage.group_commit import Commands
from shared.web.factory import create_app
from shared.web.health import Checks
from shared.web.people import people_router
from tests.services.intake.desk import PARTNERS, PROFILES, STREET, Desk

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


@asynccontextmanager
async def serving(home: Path, desk: Desk | None = None) -> AsyncIterator[Edge]:
    """Serve intake's routes over a desk, or a fresh one."""
    desk = desk or Desk()
    cases, ratings = StoredCases(desk.store), StoredRatings(desk.store)
    lists = stored_work(desk.store, lambda: (*PARTNERS.by_id, "grid"))
    commands = Commands(desk.unit_of_work)
    issuer = Issuer.create(home, clock=desk.clock)
    verifier = TokenVerifier(issuer.issuer, issuer.audience, issuer.jwks(), desk.clock)
    app = create_app(
        service="intake",
        title_zh="综合受理",
        lifespan=_nothing,
        checks=Checks(),
        metrics=desk.metrics,
        verifier=verifier,
        routers=[
            items_router(desk.catalogue, desk.points),
            search_router(commands, lists),
            work_router(commands, lists, desk.clock),
            partners_router(PARTNERS.by_id, stored_handovers(desk.store), desk.clock),
            cases_router(commands, cases),
            steps_router(commands),
            procedures_router(commands),
            deadlines_router(commands),
            calendar_router(commands, cases, desk.calendars),
            lifecycle_router(commands),
            promise_router(commands),
            receipts_router(commands, desk.metrics, Office(), ReceiptPrinter(Office())),
            points_router(commands),
            authorisations_router(commands, StoredAuthorisations(desk.store)),
            appointments_router(commands),
            care_router(commands, desk.care),
            rating_moves_router(commands, ratings, desk.calendars),
            ratings_router(commands, ratings, desk.metrics),
            bad_ratings_router(commands),
            details_router(),
            history_router(cases, StoredTrail(desk.store), desk.catalogue),
            kpis_router(StoredOutcomes(desk.store)),
            progress_router(commands, Gate.at(Pace(20, 600), Pace(5, 600))),
            people_router(
                commands, desk.metrics, Concerned(cases, desk.store), *ASKERS, erasing=False
            ),
            exchange_router(commands, PROFILES, stored_changes(desk.store), desk.clock),
            erasure_router(
                commands, Concerned(cases, desk.store), stored_retention(desk.store), desk.clock
            ),
        ],
        version="1",
    )
    task = asyncio.create_task(commands.serve())
    yield Edge(desk, app, issuer)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield
