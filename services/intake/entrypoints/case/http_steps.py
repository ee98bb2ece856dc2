"""What staff do with an application, one step a route."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.intake.application.case.check import (
    AcceptApplication,
    RequestCorrection,
    SubmitCorrection,
    accept_application,
    request_correction,
    submit_correction,
)
from services.intake.application.case.decide import (
    DecideApplication,
    SupplementPapers,
    decide_application,
    start_review,
    supplement_papers,
)
from services.intake.application.case.end import (
    RefuseApplication,
    WithdrawApplication,
    deliver_result,
    refuse_application,
    withdraw_application,
)
from services.intake.domain.case.parts import Outcome
from services.intake.entrypoints.case.lifecycle_models import ReviewBody
from services.intake.entrypoints.case.steps import step
from services.intake.entrypoints.handed_in import papers_of
from services.intake.entrypoints.models import (
    Acceptance,
    Correction,
    CorrectionNotice,
    DecisionBody,
    DeliveryBody,
    MorePapers,
    RefusalBody,
    WithdrawalBody,
)
from services.intake.entrypoints.promise.commitments import commitment_of
from services.intake.entrypoints.views import CaseView
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import needs
from shared.web.commands import CommandCall, Counter

_Clerk = Annotated[Principal, needs(Role.CLERK)]
_Reviewer = Annotated[Principal, needs(Role.REVIEWER)]
_AS_THE_ITEM_SAYS = ReviewBody()
_TO_THE_APPLICANT = DeliveryBody()
_Either = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER)]


def steps_router(commands: Commands[Any]) -> APIRouter:
    """Return the routes by which staff take an application further."""
    router = APIRouter(prefix="/cases/{key}", tags=["cases"])
    _check_routes(router, Counter(commands))
    _end_routes(router, Counter(commands))
    return router


def _check_routes(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post("/acceptance", response_model=CaseView, summary="受理 / accept")
    async def accept(key: str, body: Acceptance, _by: _Clerk, call: CommandCall) -> JSONResponse:
        command = AcceptApplication(key, body.promised_papers, commitment_of(body.promise))
        return await step(counter, call, key, lambda work: accept_application(command, work))

    @router.post(
        "/correction-notice", response_model=CaseView, summary="一次性告知 / ask for a correction"
    )
    async def notice(
        key: str, body: CorrectionNotice, _by: _Clerk, call: CommandCall
    ) -> JSONResponse:
        command = RequestCorrection(key, body.missing)
        return await step(counter, call, key, lambda work: request_correction(command, work))

    @router.post("/correction", response_model=CaseView, summary="补正 / what was missing is in")
    async def correct(key: str, body: Correction, _by: _Clerk, call: CommandCall) -> JSONResponse:
        command = SubmitCorrection(
            key,
            papers_of(body.papers),
            body.promised_papers,
            commitment_of(body.promise),
            body.authorisation,
        )
        return await step(counter, call, key, lambda work: submit_correction(command, work))

    @router.post("/papers", response_model=CaseView, summary="容缺补齐 / promised papers are in")
    async def supplement(
        key: str, body: MorePapers, _by: _Clerk, call: CommandCall
    ) -> JSONResponse:
        command = SupplementPapers(key, papers_of(body.papers), body.checked, body.authorisation)
        return await step(counter, call, key, lambda work: supplement_papers(command, work))


def _end_routes(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post("/refusal", response_model=CaseView, summary="不受理、不予受理 / refuse")
    async def refuse(key: str, body: RefusalBody, _by: _Clerk, call: CommandCall) -> JSONResponse:
        command = RefuseApplication(key, body.ground, body.reasons)
        return await step(counter, call, key, lambda work: refuse_application(command, work))

    @router.post("/review", response_model=CaseView, summary="审查 / start the review")
    async def review(
        key: str, _by: _Reviewer, call: CommandCall, body: ReviewBody = _AS_THE_ITEM_SAYS
    ) -> JSONResponse:
        return await step(
            counter, call, key, lambda work: start_review(key, work, onsite=body.onsite)
        )

    @router.post("/decision", response_model=CaseView, summary="决定 / decide")
    async def decide(key: str, body: DecisionBody, by: _Either, call: CommandCall) -> JSONResponse:
        command = DecideApplication(
            key,
            Outcome(body.outcome),
            body.reasons,
            by.subject,
            by.has_any(Role.REVIEWER),
            body.hand_over,
            body.ground,
        )
        return await step(counter, call, key, lambda work: decide_application(command, work))

    @router.post("/delivery", response_model=CaseView, summary="送达 / deliver the result")
    async def deliver(
        key: str, _by: _Clerk, call: CommandCall, body: DeliveryBody = _TO_THE_APPLICANT
    ) -> JSONResponse:
        letter = body.authorisation
        return await step(
            counter, call, key, lambda work: deliver_result(key, work, authorisation=letter)
        )

    @router.post("/withdrawal", response_model=CaseView, summary="撤回 / withdraw")
    async def withdraw(
        key: str, body: WithdrawalBody, _by: _Clerk, call: CommandCall
    ) -> JSONResponse:
        command = WithdrawApplication(key, body.reasons, body.authorisation)
        return await step(counter, call, key, lambda work: withdraw_application(command, work))
