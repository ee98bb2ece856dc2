"""The composition root: settings → adapters → use cases → entrypoints."""

from fastapi import FastAPI

from services.jobs.adapters.intake_http import IntakeContacts
from services.jobs.adapters.mongo import INDEXES, MATCHES, POSTS, SEEKERS, JobsWork, StoredRecords
from services.jobs.entrypoints.consumers import handlers
from services.jobs.entrypoints.http import posts_router
from services.jobs.entrypoints.http_contact import contact_router
from services.jobs.entrypoints.http_matches import matches_router
from services.jobs.entrypoints.http_seekers import seekers_router
from services.jobs.entrypoints.timers import timers
from services.jobs.settings import Settings
from shared.clock import Clock
from shared.messaging.settings import BusSettings
from shared.service import Engine, run
from shared.web.commands import Counter


def build(settings: Settings, bus: BusSettings, clock: Clock | None = None) -> FastAPI:
    """Put the service together; nothing is connected before its lifespan begins."""
    engine: Engine[JobsWork] = Engine(
        "jobs",
        settings,
        bus,
        JobsWork,
        handlers=handlers(deadlines=settings.honour_deadlines),
        timers=timers(),
        indexes=INDEXES,
        clock=clock,
    )
    posts = StoredRecords(engine.store, POSTS)
    seekers = StoredRecords(engine.store, SEEKERS)
    matches = StoredRecords(engine.store, MATCHES)
    contacts = IntakeContacts(
        settings.intake_url, settings.service_token_file, settings.contact_timeout_seconds
    )
    counter = Counter(engine.commands)
    routers = [
        posts_router(counter, posts),
        seekers_router(seekers, posts, matches, engine.clock),
        matches_router(counter, matches),
        contact_router(counter, matches, contacts, engine.clock, engine.metrics),
    ]
    return engine.app(title_zh="零工驿站", routers=routers)


def main() -> None:
    """Serve until told to stop."""
    run("jobs", Settings, build)
