"""What is done about a bad rating (差评), one step a route."""

from collections.abc import Awaitable, Callable
from operator import attrgetter
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.intake.application.ports import Work
from services.intake.application.ports_reading import Ratings
from services.intake.application.rating.follow_rating import (
    DecideAppeal,
    StartRectification,
    VerifyRating,
    appeal_rating,
    close_rating,
    decide_appeal,
    finish_rectification,
    revisit,
    start_rectification,
    verify_rating,
)
from services.intake.application.rating.rating_deadlines import apply_rating_calendar
from services.intake.application.rating.show_rating import show_rating
from services.intake.domain.rating.rating import Rating
from services.intake.entrypoints.counter.changes import change
from services.intake.entrypoints.rating.rating_models import (
    AppealBody,
    AppealDecisionBody,
    RectificationBody,
    RectifiedBody,
    RevisitBody,
    VerificationBody,
)
from services.intake.entrypoints.rating.rating_views import RatingStands, RatingView
from shared.calendar import Calendars
from shared.deadlines.http import Moving, moves_router, running
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import needs
from shared.web.commands import Call, CommandCall, Counter
from shared.web.conditional import etag
from shared.web.idempotency import Answer

_Leader = Annotated[Principal, needs(Role.SHIFT_LEADER)]
_Staff = Annotated[Principal, needs(Role.SHIFT_LEADER, Role.CLERK, Role.REVIEWER)]
Step = Callable[[Work], Awaitable[Rating]]


def bad_ratings_router(commands: Commands[Any]) -> APIRouter:
    """Return the routes by which a bad rating is verified, mended, visited and closed."""
    router = APIRouter(prefix="/ratings/{key}", tags=["ratings"])
    _mending(router, Counter(commands))
    _appealing(router, Counter(commands))
    return router


def rating_moves_router(
    commands: Commands[Any], ratings: Ratings, calendars: Calendars
) -> APIRouter:
    """Return ``/ratings/calendar/moves``."""
    moving = Moving(calendars, running(ratings), apply_rating_calendar, attrgetter("case"))
    return moves_router(commands, moving, Role.OPERATOR, below="/ratings")


def _mending(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post("/verification", response_model=RatingView, summary="差评核实 / verify it")
    async def verify(
        key: str, body: VerificationBody, _by: _Leader, call: CommandCall
    ) -> JSONResponse:
        ground = None if body.finding == "confirmed" else body.finding
        command = VerifyRating(key, body.reasons, ground)
        return await _step(counter, call, key, lambda work: verify_rating(command, work))

    @router.post("/rectification", response_model=RatingView, summary="整改 / have it mended")
    async def rectify(
        key: str, body: RectificationBody, _by: _Leader, call: CommandCall
    ) -> JSONResponse:
        command = StartRectification(key, body.rectifier, body.measures)
        return await _step(counter, call, key, lambda work: start_rectification(command, work))

    @router.post("/rectification/end", response_model=RatingView, summary="整改完成 / it is mended")
    async def mended(
        key: str, body: RectifiedBody, _by: _Leader, call: CommandCall
    ) -> JSONResponse:
        return await _step(
            counter, call, key, lambda work: finish_rectification(key, body.result, work)
        )

    @router.post("/revisit", response_model=RatingView, summary="回访 / visit its giver")
    async def visit(key: str, body: RevisitBody, _by: _Leader, call: CommandCall) -> JSONResponse:
        return await _step(
            counter, call, key, lambda work: revisit(key, work, satisfied=body.satisfied)
        )

    @router.post("/closure", response_model=RatingView, summary="差评办结 / close it")
    async def close(key: str, _by: _Leader, call: CommandCall) -> JSONResponse:
        return await _step(counter, call, key, lambda work: close_rating(key, work))


def _appealing(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post("/appeal", response_model=RatingStands, summary="申诉 / ask to leave it out")
    async def appeal(key: str, body: AppealBody, _by: _Staff, call: CommandCall) -> JSONResponse:
        return await change(
            counter,
            call,
            lambda work: work.ratings.get(key),
            lambda work: appeal_rating(key, body.reasons, work),
            RatingStands.model_validate,
        )

    @router.post("/appeal/decision", response_model=RatingView, summary="申诉决定 / decide on that")
    async def decide(
        key: str, body: AppealDecisionBody, _by: _Leader, call: CommandCall
    ) -> JSONResponse:
        command = DecideAppeal(key, body.excluded)
        return await _step(counter, call, key, lambda work: decide_appeal(command, work))


async def _step(counter: Counter[Any], call: Call, key: str, act: Step) -> JSONResponse:
    async def taken(work: Work) -> Answer:
        before = await work.ratings.get(key)
        call.may_change(before, work)
        await act(work)
        rating, case = await show_rating(key, work)
        # Without what its giver wrote: answers are stored for repetition.
        shown = RatingView.of(rating, case, work.now, work.calendars.of(case.orgunit))
        return Answer(200, shown.as_json(), etag(rating.version))

    return await counter.answer(call, taken)
