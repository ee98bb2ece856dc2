"""Looking at incidents."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.grid.application.ports import Wanted
from services.grid.domain.states import State
from services.grid.entrypoints.context import Context, kept_from, may_see
from services.grid.entrypoints.views import IncidentView, ReportView, shown
from shared.events.parts import StaffRef
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.web.auth import needs
from shared.web.conditional import not_modified
from shared.web.idempotency import respond
from shared.web.pages import Page, Paging, page_of

Viewer = Annotated[
    Principal,
    needs(Role.GRID_WORKER, Role.SHIFT_LEADER, Role.CLERK, Role.OPERATOR, Role.SERVICE),
]


def incidents_router(context: Context) -> APIRouter:
    """Return the reading half of ``/incidents``."""
    router = APIRouter(prefix="/incidents", tags=["incidents"])

    @router.get("", summary="网格事件列表 / incidents in the caller's organisation")
    async def listed(
        caller: Viewer,
        paging: Paging,
        state: State | None = None,
        cell: Annotated[str | None, Query(pattern=r"^\d{15}$")] = None,
        worker: StaffRef | None = None,
    ) -> Page[IncidentView]:
        wanted = Wanted(caller.orgunit, state and state.value, cell, worker)
        rows = await context.reading.incidents(wanted, paging.after, paging.fetch)
        page = page_of(rows, paging, IncidentView.of, lambda row: row.id)
        # What a rating called for is left out for the counter: such a page is shorter.
        seen = tuple(view for view in page.items if not kept_from(caller, view.channel))
        return Page(items=seen, next=page.next)

    @router.get("/{incident_id}", response_model=IncidentView, summary="网格事件 / one incident")
    async def one(incident_id: str, request: Request, caller: Viewer) -> Response:
        found = await context.reading.incident(incident_id)
        may_see(caller, found)
        view = IncidentView.of(found)
        return not_modified(request, found.version) or respond(shown(200, view, found.version))

    @router.get("/{incident_id}/reports", summary="上报清单 / the reports behind an incident")
    async def reports(incident_id: str, caller: Viewer, paging: Paging) -> Page[ReportView]:
        may_see(caller, await context.reading.incident(incident_id))
        rows = await context.reading.reports(incident_id, paging.after, paging.fetch)
        return page_of(rows, paging, ReportView.of, lambda row: row.id)

    return router
