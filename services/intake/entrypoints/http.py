"""The window and the kiosk: applications are received, listed and shown."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.application.case.show import show_case
from services.intake.application.ports import Work
from services.intake.application.ports_reading import Cases
from services.intake.domain.case.case import Case
from services.intake.domain.case.states import State
from services.intake.domain.counter.need import stated
from services.intake.entrypoints.handed_in import from_the_counter, papers_of, person_of, wish_of
from services.intake.entrypoints.models import NewApplication
from services.intake.entrypoints.promise.commitments import commitment_of
from services.intake.entrypoints.views import CaseRow, CaseView, row_of, view_of
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import in_scope, needs
from shared.web.commands import CommandCall, Counter
from shared.web.conditional import etag, not_modified
from shared.web.idempotency import Answer
from shared.web.pages import Page, Paging, page_of

_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER)]
_Window = Annotated[Principal, needs(Role.CLERK, Role.KIOSK)]


def cases_router(commands: Commands[Any], cases: Cases) -> APIRouter:
    """Return the routes that receive and show applications."""
    router = APIRouter(tags=["cases"])
    counter = Counter(commands)

    @router.post(
        "/cases", status_code=201, response_model=CaseView, summary="收件 / receive an application"
    )
    async def receive(body: NewApplication, caller: _Window, call: CommandCall) -> JSONResponse:
        command = _application(body, kiosk=caller.has_any(Role.KIOSK))

        async def act(work: Work) -> Answer:
            case = await receive_application(command, work)
            body = view_of(*await show_case(case.id, work)).as_json()
            return Answer(201, body, etag(case.version))

        return await counter.answer(call, act)

    @router.get("/cases", summary="办件列表 / list applications")
    async def listed(
        caller: _Staff,
        paging: Paging,
        state: State | None = None,
        item_code: Annotated[str | None, Query(max_length=64)] = None,
        project_no: Annotated[str | None, Query(max_length=50)] = None,
    ) -> Page[CaseRow]:
        asked = {"state": state, "item_code": item_code, "project_no": project_no}
        equals = {name: str(value) for name, value in asked.items() if value is not None}
        rows = await cases.page(caller.orgunit, after=paging.after, limit=paging.fetch, **equals)
        return page_of(rows, paging, row_of, lambda case: case.id)

    @router.get("/cases/{key}", response_model=CaseView, summary="办件详情 / one application")
    async def one(key: str, request: Request, caller: _Staff, call: CommandCall) -> Response:
        async def show(work: Work) -> tuple[Case, CaseView]:
            case, applicant = await show_case(key, work)
            return case, view_of(case, applicant, stated(case, work.now))

        case, view = await commands.look(show, call.cause)
        in_scope(caller, case.orgunit)
        known = not_modified(request, case.version)
        body = view.as_json()
        return known or JSONResponse(body, headers={"ETag": etag(case.version)})

    return router


def _application(body: NewApplication, *, kiosk: bool) -> ReceiveApplication:
    return ReceiveApplication(
        item_code=body.item_code,
        origin=from_the_counter(body.channel, kiosk=kiosk),
        papers=papers_of(body.papers),
        promised=body.promised_papers,
        person=person_of(body.person),
        wish=wish_of(body.wish),
        green_channel=body.green_channel,
        answers=body.answers,
        commitment=commitment_of(body.promise),
        point=body.point,
        authorisation=body.authorisation,
        need=body.need,
        consented=body.consent,
    )
