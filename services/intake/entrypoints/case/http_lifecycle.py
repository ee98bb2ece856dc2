"""Before acceptance, during the review and after the decision: one step a route."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.intake.application.case.end import RevokeApproval, archive, revoke_approval
from services.intake.application.case.recall import (
    RecallStep,
    grant_recall,
    refuse_recall,
    request_recall,
)
from services.intake.application.case.review import (
    RecordOnSite,
    TakeStep,
    record_onsite_review,
    take_step,
)
from services.intake.application.case.screen import PreReject, pre_accept, pre_reject
from services.intake.entrypoints.case.lifecycle_models import (
    OnSiteBody,
    ReasonsBody,
    RevocationBody,
    StepBody,
)
from services.intake.entrypoints.case.steps import step
from services.intake.entrypoints.models import WithdrawalBody
from services.intake.entrypoints.views import CaseView
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import needs
from shared.web.commands import CommandCall, Counter

_Clerk = Annotated[Principal, needs(Role.CLERK)]
_Reviewer = Annotated[Principal, needs(Role.REVIEWER)]


def lifecycle_router(commands: Commands[Any]) -> APIRouter:
    """Return the routes of pre-acceptance, review steps, recall, archive and revocation."""
    router = APIRouter(prefix="/cases/{key}", tags=["cases"])
    for routes in (_screen_routes, _review_routes, _recall_routes, _closing_routes):
        routes(router, Counter(commands))
    return router


def _screen_routes(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post(
        "/pre-acceptance", response_model=CaseView, summary="预受理通过 / take it in as received"
    )
    async def accept(key: str, _by: _Clerk, call: CommandCall) -> JSONResponse:
        return await step(counter, call, key, lambda work: pre_accept(key, work))

    @router.post(
        "/pre-rejection", response_model=CaseView, summary="预审不通过 / do not take it in"
    )
    async def reject(key: str, body: ReasonsBody, _by: _Clerk, call: CommandCall) -> JSONResponse:
        command = PreReject(key, body.reasons)
        return await step(counter, call, key, lambda work: pre_reject(command, work))


def _review_routes(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post(
        "/review-steps", response_model=CaseView, summary="承办、审核、批准 / a step of the review"
    )
    async def take(key: str, body: StepBody, by: _Reviewer, call: CommandCall) -> JSONResponse:
        command = TakeStep(key, by.subject, body.opinion, body.passed)
        return await step(counter, call, key, lambda work: take_step(command, work))

    @router.post(
        "/onsite-review", response_model=CaseView, summary="现场核查 / looked at on the spot"
    )
    async def visit(key: str, body: OnSiteBody, by: _Reviewer, call: CommandCall) -> JSONResponse:
        command = RecordOnSite(key, body.by, body.findings, by.subject)
        return await step(counter, call, key, lambda work: record_onsite_review(command, work))


def _recall_routes(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post("/recall", response_model=CaseView, summary="申请撤件 / ask it back")
    async def ask(key: str, body: WithdrawalBody, _by: _Clerk, call: CommandCall) -> JSONResponse:
        command = RecallStep(key, body.reasons, body.authorisation)
        return await step(counter, call, key, lambda work: request_recall(command, work))

    @router.post("/recall/grant", response_model=CaseView, summary="同意撤件 / give it back")
    async def grant(key: str, _by: _Reviewer, call: CommandCall) -> JSONResponse:
        return await step(counter, call, key, lambda work: grant_recall(key, work))

    @router.post("/recall/refusal", response_model=CaseView, summary="不同意撤件 / do not")
    async def refuse(
        key: str, body: ReasonsBody, _by: _Reviewer, call: CommandCall
    ) -> JSONResponse:
        command = RecallStep(key, body.reasons)
        return await step(counter, call, key, lambda work: refuse_recall(command, work))


def _closing_routes(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post("/archive", response_model=CaseView, summary="归档 / close the file")
    async def file(key: str, _by: _Clerk, call: CommandCall) -> JSONResponse:
        return await step(counter, call, key, lambda work: archive(key, work))

    @router.post("/revocation", response_model=CaseView, summary="撤销 / revoke an approval")
    async def revoke(
        key: str, body: RevocationBody, by: _Reviewer, call: CommandCall
    ) -> JSONResponse:
        command = RevokeApproval(
            key, body.authority, body.ground, body.basis, body.reasons, by.subject
        )
        return await step(counter, call, key, lambda work: revoke_approval(command, work))
