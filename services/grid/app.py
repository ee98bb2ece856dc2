"""Grid put together: settings → adapters → use cases → entrypoints."""

from datetime import datetime

from fastapi import FastAPI

from services.grid.adapters.files import load_categories, load_cells, load_roster
from services.grid.adapters.mongo import INDEXES, GridWork, matters_of, opener
from services.grid.adapters.reading import StoreReading
from services.grid.application.ports import House
from services.grid.domain.clocks import started
from services.grid.domain.grid_map import GridMap
from services.grid.entrypoints.askers import ASKERS
from services.grid.entrypoints.consumers import handlers
from services.grid.entrypoints.context import Context
from services.grid.entrypoints.http import routers
from services.grid.entrypoints.timers import timers
from services.grid.settings import Settings
from shared.calendar import Calendars
from shared.clock import Clock
from shared.messaging.settings import BusSettings
from shared.privacy.jwe import ServiceKey
from shared.service import Engine, run
from shared.web.people import people_router


def build(settings: Settings, bus: BusSettings, clock: Clock | None = None) -> FastAPI:
    """Return the service; raise `OSError`, `ValueError` or `Invalid` for a wrong file."""
    cells = load_cells(settings.map_file)
    house = House(
        map=GridMap(cells),
        roster=load_roster(settings.roster_file, cells),
        categories=load_categories(settings.categories_file),
        sign_within=settings.sign_within,
        calendars=Calendars.load(settings.calendar_file),
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
        clock=clock,
        key=key,
    )
    _must_count(house, engine.clock.now(), settings.orgunit)
    reading = StoreReading(engine.store)
    people = people_router(engine.commands, engine.metrics, reading, *ASKERS)
    context = Context(engine.commands, reading, house)
    return engine.app(title_zh="网格事件", routers=[*routers(context), people])


def _must_count(house: House, now: datetime, orgunit: str) -> None:
    # A calendar without office hours must not be found out when something is dispatched.
    for unit in {orgunit, *(cell.community for cell in house.map.cells())}:
        for category in house.categories.by_code.values():
            started(category, now, house.calendars.of(unit))


def main() -> None:
    """Serve until told to stop."""
    run("grid", Settings, build)
