"""HTTP of matches: an adviser leads each from the suggestion to the end of the work."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from services.jobs.application.do_work import finish_work, start_work
from services.jobs.application.lead_match import DeclineMatch, accept_match, decline_match
from services.jobs.application.ports import Records, Work
from services.jobs.domain.matches import Match, MatchState, Side
from services.jobs.entrypoints.views import MatchView
from shared.events.parts import Code
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.web.auth import in_scope, needs
from shared.web.commands import Call, CommandCall, Counter
from shared.web.conditional import etag, not_modified
from shared.web.idempotency import Answer, respond
from shared.web.pages import Page, Paging, page_of

ADVISER = needs(Role.ADVISER)
READERS = needs(Role.CLERK, Role.ADVISER)
Act = Callable[[str, Work], Awaitable[Match]]


class Refusing(BaseModel):
    """Who said no, and why: a code such as ``too-far`` or ``pay-too-low``."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"example": {"by": "seeker", "ground": "too-far"}},
    )

    by: Side
    ground: Code


async def lead(counter: Counter[Any], call: Call, match: str, act: Act) -> JSONResponse:
    """Take a match one step further and answer it; refusals become problems."""

    async def command(work: Work) -> Answer:
        call.may_change(await work.matches.get(match), work)
        return answer_of(await act(match, work))

    return await counter.answer(call, command)


def answer_of(match: Match) -> Answer:
    """Return the answer that shows a match."""
    return Answer(200, MatchView.of(match).as_json(), etag(match.version))


def matches_router(counter: Counter[Any], matches: Records[Match]) -> APIRouter:
    """Return the routes of matches, without the one that reveals a contact."""
    router = APIRouter(prefix="/matches", tags=["matches"])
    _reading(router, matches)

    @router.post("/{match}/acceptance", response_model=MatchView, summary="双方同意 / both agreed")
    async def accept(
        match: str, call: CommandCall, _caller: Annotated[Principal, ADVISER]
    ) -> JSONResponse:
        return await lead(counter, call, match, accept_match)

    @router.post("/{match}/start", response_model=MatchView, summary="上岗 / work started")
    async def start(
        match: str, call: CommandCall, _caller: Annotated[Principal, ADVISER]
    ) -> JSONResponse:
        return await lead(counter, call, match, start_work)

    @router.post("/{match}/finish", response_model=MatchView, summary="完工 / work finished")
    async def finish(
        match: str, call: CommandCall, _caller: Annotated[Principal, ADVISER]
    ) -> JSONResponse:
        return await lead(counter, call, match, finish_work)

    @router.post("/{match}/refusal", response_model=MatchView, summary="一方谢绝 / one said no")
    async def decline(
        match: str, refusing: Refusing, call: CommandCall, _caller: Annotated[Principal, ADVISER]
    ) -> JSONResponse:
        command = DeclineMatch(match, refusing.by, refusing.ground)
        return await lead(counter, call, match, lambda _, work: decline_match(command, work))

    return router


def _reading(router: APIRouter, matches: Records[Match]) -> None:
    @router.get("", summary="匹配列表 / list matches")
    async def listed(
        caller: Annotated[Principal, READERS],
        paging: Paging,
        state: MatchState | None = None,
        post: str | None = None,
    ) -> Page[MatchView]:
        asked = {"state": state and state.value, "post": post}
        equals = {name: value for name, value in asked.items() if value is not None}
        rows = await matches.page(caller.orgunit, after=paging.after, limit=paging.fetch, **equals)
        return page_of(rows, paging, MatchView.of, lambda match: match.id)

    @router.get("/{match}", response_model=MatchView, summary="查看匹配 / read a match")
    async def one(match: str, request: Request, caller: Annotated[Principal, READERS]) -> Response:
        found = await matches.get(match)
        in_scope(caller, found.orgunit)
        return not_modified(request, found.version) or respond(answer_of(found))
