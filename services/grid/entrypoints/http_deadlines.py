"""The clocks of incidents over HTTP: when they fall due and why, stages, extensions, moves."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.grid.application.deadlines import apply_calendar
from services.grid.application.ports import Wanted, Work
from services.grid.application.stages import EndStage, ExtendStage, end_stage, extend_stage
from services.grid.domain.incident import Incident
from services.grid.entrypoints.context import Context, may_see
from services.grid.entrypoints.deadline_views import DeadlineView
from services.grid.entrypoints.forms import ExtensionForm
from services.grid.entrypoints.views import IncidentView
from shared.deadlines.http import Moving, moves_router
from shared.identity.roles import Role
from shared.identity.staff import staff_of
from shared.web.auth import needs
from shared.web.commands import CommandCall

_BLOCK = (Role.GRID_WORKER, Role.SHIFT_LEADER)
StageName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{1,63}$")]


def deadlines_router(context: Context) -> APIRouter:
    """Return what concerns the clocks of one incident."""
    router = APIRouter(prefix="/incidents/{incident_id}", tags=["deadlines"])
    viewers = needs(*_BLOCK, Role.CLERK, Role.OPERATOR, Role.SERVICE)

    @router.get("/deadline", dependencies=[viewers], summary="时限及其计算 / its clocks, explained")
    async def deadline(incident_id: str, call: CommandCall) -> DeadlineView:
        async def show(work: Work) -> DeadlineView:
            incident = await work.incidents.get(incident_id)
            may_see(call.caller, incident)
            category = work.house.categories.named(incident.category)
            calendar = work.house.calendars.of(incident.orgunit)
            return DeadlineView.of(incident, category, work.now, calendar)

        return await context.commands.look(show, call.cause)

    @router.post(
        "/stages/{stage}/done",
        dependencies=[needs(*_BLOCK)],
        response_model=IncidentView,
        summary="阶段办结 / a stage is done",
    )
    async def done(incident_id: str, stage: StageName, call: CommandCall) -> Response:
        command = EndStage(incident_id, stage, staff_of(call.caller))
        return await context.step(call, incident_id, lambda work: end_stage(command, work))

    @router.post(
        "/extension",
        dependencies=[needs(Role.SHIFT_LEADER)],
        response_model=IncidentView,
        summary="延期 / more time, once, approved by the shift leader",
    )
    async def extend(incident_id: str, form: ExtensionForm, call: CommandCall) -> Response:
        command = ExtendStage(incident_id, form.stage, staff_of(call.caller), form.reasons)
        return await context.step(call, incident_id, lambda work: extend_stage(command, work))

    return router


def calendar_router(context: Context) -> APIRouter:
    """Return ``/calendar/moves``."""

    async def page(scope: str, after: str | None, limit: int) -> list[Incident]:
        return await context.reading.incidents(Wanted(scope, running=True), after, limit)

    moving = Moving(context.house.calendars, page, apply_calendar, lambda incident: incident.number)
    return moves_router(context.commands, moving, Role.OPERATOR, Role.SHIFT_LEADER)
