"""HTTP of seekers: who looks for work, what was suggested, and why something was not."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.jobs.application.ports import Records
from services.jobs.domain.explaining import why_not
from services.jobs.domain.matches import Match
from services.jobs.domain.matching import pair_of
from services.jobs.domain.posts import Post
from services.jobs.domain.seekers import Seeker
from services.jobs.entrypoints.views import MatchView, SeekerView, WhyNotView
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.web.auth import in_scope, needs
from shared.web.conditional import etag, not_modified
from shared.web.idempotency import Answer, respond
from shared.web.pages import Page, Paging, page_of

READERS = needs(Role.CLERK, Role.ADVISER)


def seekers_router(
    seekers: Records[Seeker], posts: Records[Post], matches: Records[Match], clock: Clock
) -> APIRouter:
    """Return the routes of seekers."""
    router = APIRouter(prefix="/seekers", tags=["seekers"])

    async def mine(seeker: str, caller: Principal) -> Seeker:
        found = await seekers.get(seeker)
        in_scope(caller, found.orgunit)
        return found

    @router.get("", summary="求职者列表 / list seekers")
    async def listed(caller: Annotated[Principal, READERS], paging: Paging) -> Page[SeekerView]:
        rows = await seekers.page(caller.orgunit, after=paging.after, limit=paging.fetch)
        return page_of(rows, paging, SeekerView.of, lambda seeker: seeker.id)

    @router.get("/{seeker}", response_model=SeekerView, summary="查看求职者 / read a seeker")
    async def one(seeker: str, request: Request, caller: Annotated[Principal, READERS]) -> Response:
        found = await mine(seeker, caller)
        answer = Answer(200, SeekerView.of(found).as_json(), etag(found.version))
        return not_modified(request, found.version) or respond(answer)

    @router.get("/{seeker}/matches", summary="推荐的岗位和理由 / its matches, explained")
    async def matched(
        seeker: str, caller: Annotated[Principal, READERS], paging: Paging
    ) -> Page[MatchView]:
        await mine(seeker, caller)
        rows = await matches.page(
            caller.orgunit, after=paging.after, limit=paging.fetch, seeker=seeker
        )
        return page_of(rows, paging, MatchView.of, lambda match: match.id)

    @router.get("/{seeker}/why-not/{post}", summary="为何没有推荐 / why a post was not suggested")
    async def why(seeker: str, post: str, caller: Annotated[Principal, READERS]) -> WhyNotView:
        found = await mine(seeker, caller)
        return WhyNotView.of(why_not(pair_of(found, await posts.get(post), clock.now())))

    return router
