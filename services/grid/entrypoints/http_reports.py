"""Reporting what was seen, and asking after it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.grid.application.filing import ReportIncident
from services.grid.application.ports import Work
from services.grid.application.report_incident import report_incident
from services.grid.domain.record import Channel
from services.grid.domain.report import Report
from services.grid.entrypoints.context import Context, kept_from
from services.grid.entrypoints.forms import ReportForm
from services.grid.entrypoints.views import (
    MaskedContact,
    ReceiptView,
    ReportDetail,
    ReportView,
    shown,
)
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.privacy.forbidden import find_forbidden, find_personal
from shared.privacy.people import PersonalDetails
from shared.values import Invalid, NotAllowed, Point
from shared.web.auth import in_scope, needs
from shared.web.commands import Call, CommandCall
from shared.web.idempotency import Answer, cause_of

_STAFF = (Role.GRID_WORKER, Role.SHIFT_LEADER, Role.CLERK)
Reader = Annotated[Principal, needs(*_STAFF, Role.RESIDENT)]


def reports_router(context: Context) -> APIRouter:
    """Return ``/reports``."""
    router = APIRouter(prefix="/reports", tags=["reports"])
    reporters = needs(Role.GRID_WORKER, Role.RESIDENT, Role.CLERK)

    @router.post(
        "",
        status_code=201,
        dependencies=[reporters],
        response_model=ReceiptView,
        summary="上报 / report an incident",
    )
    async def report(form: ReportForm, call: CommandCall) -> Response:
        async def act(work: Work) -> Answer:
            filed = await report_incident(_command(form, call), work)
            view = ReceiptView(
                report=filed.report.id,
                incident=filed.incident.id,
                incident_no=filed.incident.number,
                joined=filed.report.joined,
                state=filed.incident.state,
            )
            return shown(201, view, filed.report.version)

        return await context.answer(call, act)

    @router.get("/{report_id}", summary="查看上报 / one report, its contact masked")
    async def one(report_id: str, request: Request, caller: Reader) -> ReportDetail:
        found = await context.reading.report(report_id)
        _may_read(caller, found)

        async def contact(work: Work) -> PersonalDetails | None:
            return await work.people.masked(found.reporter) if found.reporter else None

        masked = await context.commands.look(contact, cause_of(request, caller))
        shown_contact = MaskedContact.model_validate(masked) if masked else None
        return ReportDetail(**ReportView.of(found).model_dump(), contact=shown_contact)

    return router


def _command(form: ReportForm, call: Call) -> ReportIncident:
    said = form.model_dump(exclude={"reporter"})
    for finding in (*find_forbidden(said), *find_personal(said)):
        raise Invalid(finding.rule, finding.zh, finding.en, finding.path)
    worker = call.caller.has_any(Role.GRID_WORKER)
    return ReportIncident(
        channel=Channel.WORKER if worker else Channel.RESIDENT,
        category=form.category,
        text=form.text,
        place=form.place,
        point=Point(form.point.lng, form.point.lat) if form.point else None,
        asks_help=form.asks_help,
        reporter=PersonalDetails(**form.reporter.model_dump()) if form.reporter else None,
        submitted_by=call.caller.subject,
    )


def _may_read(caller: Principal, report: Report) -> None:
    if report.submitted_by == caller.subject:
        return
    if not caller.has_any(*_STAFF) or kept_from(caller, report.channel):
        raise NotAllowed(
            "not-your-report",
            "只能查看本人的上报。",
            "You can only look at your own reports.",
        )
    in_scope(caller, report.orgunit)
