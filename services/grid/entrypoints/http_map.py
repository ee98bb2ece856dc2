"""The map and who is on duty."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.grid.entrypoints.context import Context
from services.grid.entrypoints.views import CellsView, CellView, cell_view
from shared.identity.roles import Role
from shared.values import NotFound, Point
from shared.web.auth import needs


def map_router(context: Context) -> APIRouter:
    """Return ``/cells``."""
    roles = (Role.GRID_WORKER, Role.SHIFT_LEADER, Role.CLERK, Role.OPERATOR, Role.SERVICE)
    router = APIRouter(prefix="/cells", tags=["map"], dependencies=[needs(*roles)])
    roster = context.house.roster

    @router.get("", summary="网格地图 / all cells")
    async def cells() -> CellsView:
        found = context.house.map.cells()
        return CellsView(items=tuple(cell_view(c, roster.workers, roster.leader) for c in found))

    @router.get("/at", summary="查网格 / the cell of a point")
    async def at(
        lng: Annotated[float, Query(ge=-180, le=180)], lat: Annotated[float, Query(ge=-90, le=90)]
    ) -> CellView:
        cell = context.house.map.cell_at(Point(lng, lat))
        if cell is None:
            raise NotFound(
                "outside-map",
                "该位置不在本街道网格范围内。",
                "This point is outside the map.",
            )
        return cell_view(cell, roster.workers, roster.leader)

    return router
