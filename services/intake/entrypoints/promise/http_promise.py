"""容缺 over HTTP: may it be offered, is a paper good, is there more time."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.intake.application.ports import Work
from services.intake.application.promise.promise import (
    CheckPaper,
    ExtendPromise,
    MakeGood,
    check_paper,
    extend_promise,
    make_good,
    show_offer,
)
from services.intake.entrypoints.case.lifecycle_models import (
    PaperCheckBody,
    PromiseExtensionBody,
    ReasonsBody,
)
from services.intake.entrypoints.case.steps import step
from services.intake.entrypoints.promise.promise_views import OfferView
from services.intake.entrypoints.views import CaseView
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import in_scope, needs
from shared.web.commands import CommandCall, Counter

_Clerk = Annotated[Principal, needs(Role.CLERK)]
_Reviewer = Annotated[Principal, needs(Role.REVIEWER)]
_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER)]


def promise_router(commands: Commands[Any]) -> APIRouter:
    """Return the routes of a promise."""
    router = APIRouter(prefix="/cases/{key}", tags=["promises"])
    _offer_route(router, commands)
    _promise_routes(router, Counter(commands))
    return router


def _offer_route(router: APIRouter, commands: Commands[Any]) -> None:
    @router.get("/deficiency-offer", summary="可否容缺及原因 / may papers follow, and why not")
    async def offered(key: str, caller: _Staff, call: CommandCall) -> OfferView:
        async def show(work: Work) -> OfferView:
            case, offer = await show_offer(key, work)
            in_scope(caller, case.orgunit)
            return OfferView.of(offer)

        return await commands.look(show, call.cause)


def _promise_routes(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post(
        "/promise/checks", response_model=CaseView, summary="核对后补材料 / a paper is good or bad"
    )
    async def check(key: str, body: PaperCheckBody, _by: _Clerk, call: CommandCall) -> JSONResponse:
        command = CheckPaper(key, body.paper, body.good, body.reasons)
        return await step(counter, call, key, lambda work: check_paper(command, work))

    @router.post(
        "/promise/extension", response_model=CaseView, summary="不可抗力延期 / more time, once"
    )
    async def extend(
        key: str, body: PromiseExtensionBody, by: _Reviewer, call: CommandCall
    ) -> JSONResponse:
        command = ExtendPromise(key, body.paper, body.amount, body.reasons, by.subject)
        return await step(counter, call, key, lambda work: extend_promise(command, work))

    @router.post(
        "/promise/repair", response_model=CaseView, summary="信用修复 / a broken promise made good"
    )
    async def repair(
        key: str, body: ReasonsBody, _by: _Reviewer, call: CommandCall
    ) -> JSONResponse:
        command = MakeGood(key, body.reasons)
        return await step(counter, call, key, lambda work: make_good(command, work))
