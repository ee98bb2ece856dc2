"""Moving incidents, one route a step; each answers the incident as it is then."""

from typing import Any

from fastapi import APIRouter, Response

from services.grid.application import dispatch, handle_incident, locate_incident
from services.grid.application.close_incident import CloseIncident, close_incident
from services.grid.application.follow_up_rating import RecordRevisit, record_revisit
from services.grid.entrypoints import forms
from services.grid.entrypoints.context import Context
from services.grid.entrypoints.views import IncidentView
from shared.identity.roles import Role
from shared.identity.staff import staff_of
from shared.values import Point
from shared.web.auth import needs
from shared.web.commands import CommandCall

# A leader who is dispatched to acts as a worker; a worker who is not its handler may verify.
_BLOCK = (Role.GRID_WORKER, Role.SHIFT_LEADER)
_OFFICE = (Role.SHIFT_LEADER, Role.CLERK)


def steps_router(context: Context) -> APIRouter:
    """Return the commands of ``/incidents/{incident_id}``."""
    router = APIRouter(prefix="/incidents/{incident_id}", tags=["incidents"])
    _office(router, context)
    _block(router, context)
    _end(router, context)
    return router


def _route(summary: str, *roles: Role) -> dict[str, Any]:
    return {
        "summary": summary,
        "response_model": IncidentView,
        "dependencies": [needs(*roles)],
    }


def _office(router: APIRouter, context: Context) -> None:
    @router.post("/location", **_route("定位 / put it on the map", *_OFFICE, Role.GRID_WORKER))
    async def locate(incident_id: str, form: forms.LocationForm, call: CommandCall) -> Response:
        point = Point(form.point.lng, form.point.lat)
        command = locate_incident.LocateIncident(incident_id, point)
        return await context.step(
            call, incident_id, lambda work: locate_incident.locate_incident(command, work)
        )

    @router.post("/registration", **_route("立案 / file it without a point", *_OFFICE))
    async def register(
        incident_id: str, form: forms.RegistrationForm, call: CommandCall
    ) -> Response:
        command = locate_incident.RegisterIncident(incident_id, form.cell)
        return await context.step(
            call, incident_id, lambda work: locate_incident.register_incident(command, work)
        )

    @router.post("/refusal", **_route("不予立案 / do not file it", *_OFFICE))
    async def refuse(incident_id: str, form: forms.ReasonsForm, call: CommandCall) -> Response:
        command = locate_incident.RefuseIncident(incident_id, form.reasons)
        return await context.step(
            call, incident_id, lambda work: locate_incident.refuse_incident(command, work)
        )

    @router.post("/dispatch", **_route("改派 / hand it to somebody else", Role.SHIFT_LEADER))
    async def move(incident_id: str, form: forms.DispatchForm, call: CommandCall) -> Response:
        command = dispatch.DispatchIncident(incident_id, form.worker)
        return await context.step(
            call, incident_id, lambda work: dispatch.dispatch_incident(command, work)
        )


def _block(router: APIRouter, context: Context) -> None:
    @router.post("/signature", **_route("签收 / take it", *_BLOCK))
    async def sign(incident_id: str, call: CommandCall) -> Response:
        command = dispatch.SignIncident(incident_id, staff_of(call.caller))
        return await context.step(
            call, incident_id, lambda work: dispatch.sign_incident(command, work)
        )

    @router.post("/return", **_route("退单 / give it back", *_BLOCK))
    async def give_back(incident_id: str, form: forms.ReasonsForm, call: CommandCall) -> Response:
        command = dispatch.ReturnIncident(incident_id, staff_of(call.caller), form.reasons)
        return await context.step(
            call, incident_id, lambda work: dispatch.return_incident(command, work)
        )

    @router.post("/handling", **_route("处置 / start handling", *_BLOCK))
    async def start(incident_id: str, call: CommandCall) -> Response:
        command = handle_incident.StartHandling(incident_id, staff_of(call.caller))
        return await context.step(
            call, incident_id, lambda work: handle_incident.start_handling(command, work)
        )

    @router.post("/feedback", **_route("处理反馈 / say what was done", *_BLOCK))
    async def feed_back(incident_id: str, form: forms.FeedbackForm, call: CommandCall) -> Response:
        command = handle_incident.FeedBack(
            incident_id, staff_of(call.caller), form.result, form.solved
        )
        return await context.step(
            call, incident_id, lambda work: handle_incident.feed_back(command, work)
        )


def _end(router: APIRouter, context: Context) -> None:
    @router.post("/verification", **_route("核查 / check it as somebody else", *_BLOCK))
    async def verify(incident_id: str, form: forms.VerificationForm, call: CommandCall) -> Response:
        command = handle_incident.VerifyIncident(incident_id, staff_of(call.caller), form.passed)
        return await context.step(
            call, incident_id, lambda work: handle_incident.verify_incident(command, work)
        )

    @router.post("/closure", **_route("结案 / close it and answer every reporter", *_OFFICE))
    async def close(incident_id: str, form: forms.ClosureForm, call: CommandCall) -> Response:
        command = CloseIncident(incident_id, form.public_answer)
        return await context.step(call, incident_id, lambda work: close_incident(command, work))

    @router.post("/revisit", **_route("回访 / record the revisit", *_BLOCK))
    async def revisit(incident_id: str, form: forms.RevisitForm, call: CommandCall) -> Response:
        command = RecordRevisit(incident_id, form.satisfied)
        return await context.step(call, incident_id, lambda work: record_revisit(command, work))
