"""Ratings (好差评): given by a receipt's code, listed and read by who follows them up."""

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from services.intake.application.ports import Work
from services.intake.application.ports_reading import Ratings
from services.intake.application.rating.rate import RateByCode, rate_by_code
from services.intake.application.rating.show_rating import reach_rater, read_words, show_rating
from services.intake.domain.rating.numberings import RatingChannel
from services.intake.domain.rating.rating import Given
from services.intake.domain.rating.rating_details import DETAILS
from services.intake.domain.rating.rating_states import RatingState
from services.intake.entrypoints.rating.rating_models import RatingBody
from services.intake.entrypoints.rating.rating_views import (
    DetailView,
    RaterContact,
    RatingRead,
    RatingRow,
    RatingTaken,
    RatingView,
    detail_of,
    row_of,
)
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.web.auth import StatedPurpose, in_scope, needs
from shared.web.commands import CommandCall, Counter
from shared.web.conditional import etag
from shared.web.idempotency import Answer
from shared.web.pages import Page, Paging, page_of

_audit = logging.getLogger("jiedao.audit")
_Giver = Annotated[Principal, needs(Role.RESIDENT, Role.KIOSK, Role.SHIFT_LEADER)]
_Anybody = Annotated[Principal, needs()]
_Leader = Annotated[Principal, needs(Role.SHIFT_LEADER)]
_Verifier = Annotated[Principal, needs(Role.SHIFT_LEADER, purpose=True)]


def ratings_router(commands: Commands[Any], ratings: Ratings, metrics: Metrics) -> APIRouter:
    """Return the routes by which ratings are given and read."""
    router = APIRouter(prefix="/ratings", tags=["ratings"])
    _giving(router, Counter(commands))
    _reading(router, commands, ratings)
    _reaching(router, commands, metrics)
    return router


def details_router() -> APIRouter:
    """Return ``/rating-details``: what may be ticked, for the screens that ask."""
    router = APIRouter(tags=["ratings"])

    @router.get("/rating-details", summary="评价选项 / what may be ticked")
    async def every(_caller: _Anybody) -> list[DetailView]:
        return [detail_of(code) for code in DETAILS]

    return router


def _giving(router: APIRouter, counter: Counter[Any]) -> None:
    # A leader enters what was written on paper: who cannot, or will not, use a screen rates too.
    @router.post("", status_code=201, response_model=RatingTaken, summary="评价 / rate")
    async def rate(body: RatingBody, by: _Giver, call: CommandCall) -> JSONResponse:
        given = Given(body.grade, body.details, channel=RatingChannel(body.channel))
        entered_by = by.subject if by.has_any(Role.SHIFT_LEADER) else None
        command = RateByCode(body.receipt_code, given, body.words, body.assess_number, entered_by)

        async def act(work: Work) -> Answer:
            rating = await rate_by_code(command, work)
            if entered_by:
                in_scope(by, rating.orgunit)
            return Answer(201, RatingTaken.model_validate(rating).as_json())

        return await counter.answer(call, act)


def _reading(router: APIRouter, commands: Commands[Any], ratings: Ratings) -> None:
    @router.get("", summary="评价列表 / list ratings")
    async def listed(
        caller: _Leader, paging: Paging, state: RatingState | None = None
    ) -> Page[RatingRow]:
        equals = {} if state is None else {"state": state.value}
        rows = await ratings.page(caller.orgunit, after=paging.after, limit=paging.fetch, **equals)
        page = page_of(rows, paging, row_of, lambda rating: rating.id)
        # Whom a rating is about reads nothing of it (ADR 19): such a page is shorter.
        others = tuple(row for row in page.items if caller.subject not in row.rated)
        return Page(items=others, next=page.next)

    @router.get("/{key}", response_model=RatingRead, summary="评价详情 / one rating")
    async def one(key: str, caller: _Leader, call: CommandCall) -> Response:
        async def read(work: Work) -> RatingRead:
            rating, case = await show_rating(key, work)
            in_scope(caller, rating.orgunit)
            words = await read_words(rating, case, work)
            shown = RatingView.of(rating, case, work.now, work.calendars.of(case.orgunit))
            return RatingRead(**shown.model_dump(), words=words)

        shown = await commands.look(read, call.cause)
        return JSONResponse(shown.as_json(), headers={"ETag": etag(shown.version)})


def _reaching(router: APIRouter, commands: Commands[Any], metrics: Metrics) -> None:
    # POST, although it reads: it leaves a line in the audit log, and no cache may keep it.
    @router.post("/{key}/disclosures", summary="联系评价人 / reach whoever gave it")
    async def reach(
        key: str, caller: _Verifier, purpose: StatedPurpose, call: CommandCall
    ) -> RaterContact:
        async def act(work: Work) -> str:
            in_scope(caller, (await work.ratings.get(key)).orgunit)
            return await reach_rater(key, work)

        # Not through the counter: its answers are stored for repetition, this one must not be.
        phone = await commands.run(act, call.cause)
        _audit.info("%s saw the contact behind %s for %s", caller.subject, key, purpose)
        metrics.count("personal_reveals_total", purpose_kind=str(purpose))
        return RaterContact(phone=phone)
