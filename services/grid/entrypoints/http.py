"""Grid's routes, put together."""

from fastapi import APIRouter

from services.grid.entrypoints.context import Context
from services.grid.entrypoints.http_deadlines import calendar_router, deadlines_router
from services.grid.entrypoints.http_incidents import incidents_router
from services.grid.entrypoints.http_map import map_router
from services.grid.entrypoints.http_reports import reports_router
from services.grid.entrypoints.http_steps import steps_router


def routers(context: Context) -> list[APIRouter]:
    """Return every router."""
    return [
        reports_router(context),
        incidents_router(context),
        steps_router(context),
        deadlines_router(context),
        calendar_router(context),
        map_router(context),
    ]
