"""Grid put together: settings → adapters → use cases → entrypoints."""

from fastapi import FastAPI

from services.grid.adapters.files import load_categories, load_cells, load_roster
from services.grid.adapters.mongo import INDEXES, GridWork, matters_of, opener
from services.grid.adapters.mongo_map import MongoMap
from services.grid.adapters.reading import StoreReading
from services.grid.application.ports import House
from services.grid.entrypoints.askers import ASKERS
from services.grid.entrypoints.consumers import handlers
from services.grid.entrypoints.context import Context
from services.grid.entrypoints.http import routers
from services.grid.entrypoints.timers import timers
from services.grid.settings import Settings
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.service import Engine, run
from shared.storage.mongo import MongoStore
from shared.web.people import people_router


def build(settings: Settings, bus: BusSettings) -> FastAPI:
    """Return the service; raise `OSError` or `ValueError` for a missing or wrong file."""
    cells = load_cells(settings.map_file)

    def store() -> MongoStore:
        return engine.store

    house = House(
        map=MongoMap(cells, store),
        roster=load_roster(settings.roster_file, cells),
        categories=load_categories(settings.categories_file),
        sign_within=settings.sign_within,
    )
    key = ServiceKey.load(settings.jwe_key_file)
    engine: Engine[GridWork] = Engine(
        "grid",
        settings,
        bus,
        opener(house, settings.keyring()),
        handlers=handlers(key, matters_of),
        timers=timers(),
        indexes=INDEXES,
        key=key,
    )
    reading = StoreReading(engine.store)
    people = people_router(engine.commands, engine.metrics, reading, *ASKERS)
    context = Context(engine.commands, reading, house)
    return engine.app(title_zh="网格事件", routers=[*routers(context), people])


def main() -> None:
    """Serve until told to stop."""
    run("grid", Settings, build)
