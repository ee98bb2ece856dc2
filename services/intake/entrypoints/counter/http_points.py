"""Service points over HTTP: open to anybody who has signed in."""

from typing import Annotated, Any

from fastapi import APIRouter

from services.intake.application.counter.placing import route
from services.intake.application.ports import Work
from services.intake.entrypoints.counter.point_views import PointView, RouteView
from shared.identity.principal import Principal
from shared.storage.group_commit import Commands
from shared.web.auth import needs
from shared.web.commands import CommandCall

_Anybody = Annotated[Principal, needs()]


def points_router(commands: Commands[Any]) -> APIRouter:
    """Return the routes that show where to go, and when."""
    router = APIRouter(tags=["points"])

    @router.get("/points", summary="服务点 / the service points")
    async def every(_caller: _Anybody, call: CommandCall) -> list[PointView]:
        async def show(work: Work) -> list[PointView]:
            calendars = work.calendars
            return [
                PointView.of(point, work.now, calendars.of(point.orgunit))
                for point in work.points.every()
            ]

        return await commands.look(show, call.cause)

    @router.get("/points/{code}", summary="一个服务点 / one service point")
    async def one(code: str, _caller: _Anybody, call: CommandCall) -> PointView:
        async def show(work: Work) -> PointView:
            point = work.points.known(code)
            return PointView.of(point, work.now, work.calendars.of(point.orgunit))

        return await commands.look(show, call.cause)

    @router.get("/items/{code}/point", summary="到哪里办 / where to go with an item now")
    async def where(code: str, caller: _Anybody, call: CommandCall) -> RouteView:
        async def show(work: Work) -> RouteView:
            return RouteView.of(route(work.items.known(code), caller.orgunit, work))

        return await commands.look(show, call.cause)

    return router
