"""What intake's routes ask, and the application over it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

from fastapi import FastAPI

from services.intake.adapters.bundle.matters import Matters
from services.intake.adapters.bundle.mongo_bundles import StoredBundles
from services.intake.adapters.case.mongo_cases import (
    StoredCases,
    stored_changes,
    stored_handovers,
    stored_retention,
    stored_work,
)
from services.intake.adapters.catalogue.catalogue import Catalogue
from services.intake.adapters.counter.care import CareServices
from services.intake.adapters.counter.mongo_counter import Concerned, StoredAuthorisations
from services.intake.adapters.counter.points import Points
from services.intake.adapters.exchange.exchange_lists import StoredChanges
from services.intake.adapters.exchange.partner_lists import StoredHandOvers
from services.intake.adapters.people.pdf import AccessPrinter
from services.intake.adapters.people.retention_lists import StoredRetention
from services.intake.adapters.rating.mongo_ratings import StoredOutcomes, StoredRatings, StoredTrail
from services.intake.adapters.receipts.pdf import ReceiptPrinter
from services.intake.adapters.work.work_lists import StoredWork
from services.intake.domain.receipts.receipts import Office
from services.intake.entrypoints.bundle.http_bundles import bundle_moves_router, bundles_router
from services.intake.entrypoints.bundle.http_matters import matters_router
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
from services.intake.entrypoints.people.http_access import access_router
from services.intake.entrypoints.people.http_erasure import erasure_router
from services.intake.entrypoints.promise.http_promise import promise_router
from services.intake.entrypoints.rating.http_bad_ratings import (
    bad_ratings_router,
    rating_moves_router,
)
from services.intake.entrypoints.rating.http_ratings import details_router, ratings_router
from services.intake.entrypoints.receipts.http_receipts import Receipts, receipts_router
from services.intake.entrypoints.work.http_search import search_router
from services.intake.entrypoints.work.http_work import work_router
from shared.calendar import Calendars
from shared.clock import Clock
from shared.identity.tokens import TokenVerifier
from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.web.factory import create_app
from shared.web.health import Checks
from shared.web.people import people_router
from tests.services.intake.desk import PARTNERS, PROFILES, Desk


@dataclass(frozen=True)
class Parts:
    """Whatever the routes of one intake ask."""

    commands: Commands[Any]
    verifier: TokenVerifier
    clock: Clock
    metrics: Metrics
    catalogue: Catalogue
    points: Points
    calendars: Calendars
    care: CareServices
    matters: Matters
    bundles: StoredBundles
    cases: StoredCases
    lists: StoredWork
    handovers: StoredHandOvers
    changes: StoredChanges
    retention: StoredRetention
    authorisations: StoredAuthorisations
    concerned: Concerned
    ratings: StoredRatings
    outcomes: StoredOutcomes
    trail: StoredTrail
    printer: ReceiptPrinter
    gate: Gate

    @classmethod
    def of(cls, desk: Desk, verifier: TokenVerifier) -> Self:
        """Return what stands on a desk."""
        store, cases = desk.store, StoredCases(desk.store)
        return cls(
            commands=Commands(desk.unit_of_work),
            verifier=verifier,
            clock=desk.clock,
            metrics=desk.metrics,
            catalogue=desk.catalogue,
            points=desk.points,
            calendars=desk.calendars,
            care=desk.care,
            cases=cases,
            matters=desk.matters,
            bundles=StoredBundles(store),
            lists=stored_work(store, lambda: (*PARTNERS.by_id, "grid")),
            handovers=stored_handovers(store),
            changes=stored_changes(store),
            retention=stored_retention(store),
            authorisations=StoredAuthorisations(store),
            concerned=Concerned(cases, store),
            ratings=StoredRatings(store),
            outcomes=StoredOutcomes(store),
            trail=StoredTrail(store),
            printer=ReceiptPrinter(Office()),
            gate=Gate.at(Pace(20, 600), Pace(5, 600)),
        )


def application(parts: Parts) -> FastAPI:
    """Build intake's routes over these parts."""
    commands, metrics, clock = parts.commands, parts.metrics, parts.clock
    return create_app(
        service="intake",
        title_zh="综合受理",
        lifespan=_nothing,
        checks=Checks(),
        metrics=metrics,
        verifier=parts.verifier,
        routers=[
            items_router(parts.catalogue, parts.points),
            search_router(commands, parts.lists),
            work_router(commands, parts.lists, clock),
            partners_router(PARTNERS.by_id, parts.handovers, clock),
            cases_router(commands, parts.cases),
            steps_router(commands),
            procedures_router(commands),
            deadlines_router(commands),
            calendar_router(commands, parts.cases, parts.calendars),
            lifecycle_router(commands),
            promise_router(commands),
            receipts_router(
                Receipts(commands, metrics, lambda work, key: work.cases.get(key)),
                Office(),
                parts.printer,
                "/cases",
            ),
            receipts_router(
                Receipts(commands, metrics, lambda work, key: work.bundles.get(key)),
                Office(),
                parts.printer,
                "/bundles",
            ),
            matters_router(parts.matters, parts.catalogue),
            bundle_moves_router(commands, parts.bundles, parts.calendars),
            bundles_router(commands, parts.bundles),
            points_router(commands),
            authorisations_router(commands, parts.authorisations),
            appointments_router(commands),
            care_router(commands, parts.care),
            rating_moves_router(commands, parts.ratings, parts.calendars),
            ratings_router(commands, parts.ratings, metrics),
            bad_ratings_router(commands),
            details_router(),
            history_router(parts.cases, parts.trail, parts.catalogue),
            kpis_router(parts.outcomes),
            progress_router(commands, parts.gate),
            people_router(commands, metrics, parts.concerned, *ASKERS, erasing=False),
            exchange_router(commands, PROFILES, parts.changes, clock),
            access_router(commands, parts.concerned, AccessPrinter(Office())),
            erasure_router(commands, parts.concerned, parts.retention, clock),
        ],
        version="1",
    )


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield
