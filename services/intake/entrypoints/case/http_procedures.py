"""Special procedures (特别程序), over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.intake.application.case.procedures import (
    EndProcedure,
    StartProcedure,
    end_procedure,
    start_procedure,
)
from services.intake.domain.case.parts import Hearing
from services.intake.entrypoints.case.procedure_models import ProcedureBody, ProcedureEnd
from services.intake.entrypoints.case.steps import step
from services.intake.entrypoints.views import CaseView
from shared.calendar import Limit
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import needs
from shared.web.commands import CommandCall, Counter

_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER)]
_Starter = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER, Role.SHIFT_LEADER)]


def procedures_router(commands: Commands[Any]) -> APIRouter:
    """Return the routes that extend the limits of an application, stop its clocks or go on."""
    router = APIRouter(prefix="/cases/{key}/special-procedures", tags=["deadlines"])
    counter = Counter(commands)

    @router.post(
        "", response_model=CaseView, summary="特别程序、延长审批 / start a special procedure"
    )
    async def start(key: str, body: ProcedureBody, by: _Starter, call: CommandCall) -> JSONResponse:
        command = StartProcedure(
            key,
            body.kind,
            body.reason,
            body.basis,
            body.approver,
            Limit(body.limit.amount, body.limit.unit),
            by.roles,
            Hearing(**body.hearing.model_dump()) if body.hearing else None,
        )
        return await step(counter, call, key, lambda work: start_procedure(command, work))

    @router.post(
        "/end", response_model=CaseView, summary="特别程序结束 / end the special procedure"
    )
    async def end(key: str, body: ProcedureEnd, _by: _Staff, call: CommandCall) -> JSONResponse:
        command = EndProcedure(key, body.result)
        return await step(counter, call, key, lambda work: end_procedure(command, work))

    return router
