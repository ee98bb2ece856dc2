"""Intake put together: settings → adapters → use cases → entrypoints."""

from fastapi import FastAPI

from services.intake.adapters.catalogue import Catalogue
from services.intake.adapters.exchange_profiles import Profiles
from services.intake.adapters.mongo import (
    INDEXES,
    IntakeWork,
    StoredCases,
    opening,
    stored_changes,
    stored_handovers,
    stored_retention,
    stored_work,
)
from services.intake.adapters.partner_keys import PartnerSeals
from services.intake.entrypoints.askers import ASKERS
from services.intake.entrypoints.consumers import handlers
from services.intake.entrypoints.http import cases_router, items_router
from services.intake.entrypoints.http_deadlines import calendar_router, deadlines_router
from services.intake.entrypoints.http_erasure import erasure_router
from services.intake.entrypoints.http_exchange import exchange_router
from services.intake.entrypoints.http_partners import partners_router
from services.intake.entrypoints.http_procedures import procedures_router
from services.intake.entrypoints.http_search import search_router
from services.intake.entrypoints.http_steps import steps_router
from services.intake.entrypoints.http_work import work_router
from services.intake.entrypoints.timers import timers
from services.intake.settings import Settings
from shared.calendar import Calendars
from shared.clock import Clock
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.service import Engine, run
from shared.web.people import people_router


def build(settings: Settings, bus: BusSettings, clock: Clock | None = None) -> FastAPI:
    """Return the service's application; raise OSError or ValueError for wrong files."""
    catalogue = Catalogue.load(settings.catalogue_file)
    profiles = Profiles.load(settings.exchange_file)
    calendars = Calendars.load(settings.calendar_file)
    key = ServiceKey.load(settings.jwe_key_file)
    seals = PartnerSeals(lambda: engine.hearing.partners.by_id)
    engine: Engine[IntakeWork] = Engine(
        "intake",
        settings,
        bus,
        opening(settings.keyring(), catalogue, calendars, seals, settings.retention_years),
        handlers=handlers(key),
        timers=timers(),
        indexes=INDEXES,
        clock=clock,
        key=key,
    )
    catalogue.must_know(engine.hearing.partners.by_id)
    cases = StoredCases(engine.store)
    lists = stored_work(engine.store, lambda: (*engine.hearing.partners.by_id, "grid"))
    return engine.app(
        title_zh="综合受理",
        routers=[
            items_router(catalogue),
            # Before the routes of one application: "search" is no key.
            search_router(engine.commands, lists),
            work_router(engine.commands, lists, engine.clock),
            partners_router(engine.hearing.partners.by_id, stored_handovers(engine.store)),
            cases_router(engine.commands, cases),
            steps_router(engine.commands),
            procedures_router(engine.commands),
            deadlines_router(engine.commands),
            calendar_router(engine.commands, cases, calendars),
            people_router(engine.commands, engine.metrics, cases, *ASKERS, erasing=False),
            exchange_router(engine.commands, profiles, stored_changes(engine.store), engine.clock),
            erasure_router(engine.commands, cases, stored_retention(engine.store), engine.clock),
        ],
    )


def main() -> None:
    """Serve until told to stop."""
    run("intake", Settings, build)
