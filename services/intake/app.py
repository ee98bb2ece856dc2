"""Intake put together: settings → adapters → use cases → entrypoints."""

import asyncio

from fastapi import APIRouter, FastAPI

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
from services.intake.adapters.exchange.exchange_profiles import Profiles
from services.intake.adapters.exchange.partner_keys import PartnerSeals
from services.intake.adapters.mongo import INDEXES, IntakeWork, opening
from services.intake.adapters.people.pdf import AccessPrinter
from services.intake.adapters.rating.mongo_ratings import StoredOutcomes, StoredRatings, StoredTrail
from services.intake.adapters.receipts.pdf import ReceiptPrinter
from services.intake.domain.receipts.receipts import Office
from services.intake.entrypoints.bundle.http_bundles import bundle_moves_router, bundles_router
from services.intake.entrypoints.bundle.http_matters import matters_router
from services.intake.entrypoints.case.http_deadlines import calendar_router, deadlines_router
from services.intake.entrypoints.case.http_lifecycle import lifecycle_router
from services.intake.entrypoints.case.http_procedures import procedures_router
from services.intake.entrypoints.case.http_steps import steps_router
from services.intake.entrypoints.catalogue.http_items import items_router
from services.intake.entrypoints.consumers import handlers
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
from services.intake.entrypoints.timers import timers
from services.intake.entrypoints.work.http_search import search_router
from services.intake.entrypoints.work.http_work import work_router
from services.intake.settings import Settings
from shared.calendar import Calendars
from shared.clock import Clock
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.service import Engine, run
from shared.web.people import people_router


def build(settings: Settings, bus: BusSettings, clock: Clock | None = None) -> FastAPI:
    """Return the service's application; raise OSError or ValueError for wrong files."""
    clock = clock or settings.present()
    catalogue = Catalogue.load(settings.catalogue_file, *settings.lists, clock=clock)
    profiles = Profiles.load(settings.exchange_file)
    calendars = Calendars.load(settings.calendar_file)
    points = Points.load(settings.points_file)
    points.must_match(catalogue)
    care = CareServices.load(settings.care_file, points)
    matters = Matters.load(settings.matters, catalogue)
    key = ServiceKey.load(settings.jwe_key_file)
    seals = PartnerSeals(lambda: engine.hearing.partners.by_id)
    engine: Engine[IntakeWork] = Engine(
        "intake",
        settings,
        bus,
        opening(
            settings.keyring(),
            catalogue,
            calendars,
            points,
            care,
            seals,
            matters,
            retention_years=settings.retention_years,
            credit_gate=settings.credit_gate,
        ),
        handlers=handlers(key),
        timers=timers(),
        indexes=INDEXES,
        clock=clock,
        key=key,
    )
    catalogue.must_know(engine.hearing.partners.by_id)
    cases, office = StoredCases(engine.store), settings.office()
    turn = asyncio.Lock()
    lists = stored_work(engine.store, lambda: (*engine.hearing.partners.by_id, "grid"))
    return engine.app(
        title_zh="综合受理",
        routers=[
            items_router(catalogue, points),
            # Before the routes of one application: "search" is no key.
            search_router(engine.commands, lists),
            work_router(engine.commands, lists, engine.clock),
            partners_router(
                engine.hearing.partners.by_id, stored_handovers(engine.store), engine.clock
            ),
            cases_router(engine.commands, cases),
            steps_router(engine.commands),
            procedures_router(engine.commands),
            deadlines_router(engine.commands),
            calendar_router(engine.commands, cases, calendars),
            lifecycle_router(engine.commands),
            promise_router(engine.commands),
            *_receipts(engine, ReceiptPrinter(office, turn=turn), office),
            matters_router(matters, catalogue),
            *_bundles(engine, calendars),
            points_router(engine.commands),
            authorisations_router(engine.commands, StoredAuthorisations(engine.store)),
            appointments_router(engine.commands),
            care_router(engine.commands, care),
            *_ratings(engine, calendars),
            history_router(cases, StoredTrail(engine.store), catalogue),
            kpis_router(StoredOutcomes(engine.store)),
            progress_router(engine.commands, _gate(settings)),
            people_router(
                engine.commands,
                engine.metrics,
                Concerned(cases, engine.store),
                *ASKERS,
                erasing=False,
            ),
            exchange_router(engine.commands, profiles, stored_changes(engine.store), engine.clock),
            access_router(
                engine.commands,
                Concerned(cases, engine.store),
                AccessPrinter(office, turn=turn),
            ),
            erasure_router(
                engine.commands,
                Concerned(cases, engine.store),
                stored_retention(engine.store),
                engine.clock,
            ),
        ],
    )


def _receipts(
    engine: Engine[IntakeWork], print_: ReceiptPrinter, office: Office
) -> list[APIRouter]:
    of_cases = Receipts(engine.commands, engine.metrics, lambda work, key: work.cases.get(key))
    of_bundles = Receipts(engine.commands, engine.metrics, lambda work, key: work.bundles.get(key))
    return [
        receipts_router(of_cases, office, print_, "/cases"),
        receipts_router(of_bundles, office, print_, "/bundles"),
    ]


def _bundles(engine: Engine[IntakeWork], calendars: Calendars) -> list[APIRouter]:
    bundles = StoredBundles(engine.store)
    # Before the routes of one bundle: "calendar" is no key.
    return [
        bundle_moves_router(engine.commands, bundles, calendars),
        bundles_router(engine.commands, bundles),
    ]


def _ratings(engine: Engine[IntakeWork], calendars: Calendars) -> list[APIRouter]:
    ratings = StoredRatings(engine.store)
    return [
        rating_moves_router(engine.commands, ratings, calendars),
        ratings_router(engine.commands, ratings, engine.metrics),
        bad_ratings_router(engine.commands),
        details_router(),
    ]


def _gate(settings: Settings) -> Gate:
    seconds = settings.progress_window_seconds
    per_address = Pace(settings.progress_per_address, seconds)
    return Gate.at(per_address, Pace(settings.progress_per_code, seconds))


def main() -> None:
    """Serve until told to stop."""
    run("intake", Settings, build)
