"""HTTP of posts: staff enter, read and close them."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import ConfigDict

from services.jobs.application.close_post import ClosePost, close_post
from services.jobs.application.offer_vacancy import OfferVacancy, offer_vacancy
from services.jobs.application.ports import Records, Work, on_one_branch
from services.jobs.domain.posts import Post, PostState
from services.jobs.entrypoints.offers import offer_of
from services.jobs.entrypoints.views import PostView
from shared.events.partners import VacancyOffered
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.privacy.forbidden import find_forbidden, find_personal
from shared.values import Invalid, NotAllowed
from shared.web.auth import needs
from shared.web.commands import CommandCall, Counter
from shared.web.conditional import etag, not_modified
from shared.web.idempotency import Answer, respond
from shared.web.pages import Page, Paging, page_of

DESK = needs(Role.CLERK, Role.ADVISER)
READERS = needs(Role.CLERK, Role.ADVISER, Role.OPERATOR)


class NewPost(VacancyOffered):
    """A vacancy that an employer brings to the desk; pay in fen per `wage_unit`."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"example": VacancyOffered.example}
    )


def posts_router(counter: Counter[Any], posts: Records[Post]) -> APIRouter:
    """Return the routes of posts."""
    router = APIRouter(prefix="/posts", tags=["posts"])

    @router.post("", status_code=201, response_model=PostView, summary="登记岗位 / enter a post")
    async def offer(
        new: NewPost, call: CommandCall, _caller: Annotated[Principal, DESK]
    ) -> JSONResponse:
        _guard(new)
        orgunit = call.caller.orgunit
        command = OfferVacancy(f"office:{orgunit}", orgunit, offer_of(new))

        async def act(work: Work) -> Answer:
            return _answer((await offer_vacancy(command, work)).post, 201)

        return await counter.answer(call, act)

    @router.get("", summary="岗位列表 / list posts")
    async def listed(
        caller: Annotated[Principal, READERS], paging: Paging, state: PostState | None = None
    ) -> Page[PostView]:
        equals = {"state": state.value} if state else {}
        rows = await posts.page(
            caller.orgunit, on_one_branch, after=paging.after, limit=paging.fetch, **equals
        )
        return page_of(rows, paging, PostView.of, lambda post: post.id)

    @router.get("/{post}", response_model=PostView, summary="查看岗位 / read a post")
    async def one(post: str, request: Request, caller: Annotated[Principal, READERS]) -> Response:
        found = await posts.get(post)
        _may_see(caller, found.orgunit)
        return not_modified(request, found.version) or respond(_answer(found))

    @router.post("/{post}/closure", response_model=PostView, summary="关闭岗位 / close a post")
    async def close(
        post: str, call: CommandCall, _caller: Annotated[Principal, DESK]
    ) -> JSONResponse:
        async def act(work: Work) -> Answer:
            found = await work.posts.get(post)
            call.may_change(found, work)
            return _answer(await close_post(ClosePost(post), work))

        return await counter.answer(call, act)

    return router


def _answer(post: Post, status: int = 200) -> Answer:
    return Answer(status, PostView.of(post).as_json(), etag(post.version))


def _may_see(caller: Principal, orgunit: str) -> None:
    if not on_one_branch(caller.orgunit, orgunit):
        raise NotAllowed(
            "out-of-scope",
            "该岗位由其他街道发布，请联系其所属机构。",
            "This post belongs to another organisation; ask that organisation.",
        )


def _guard(new: NewPost) -> None:
    # What the reader does for a partner's event: nothing about belief or origin is even stored.
    data = new.model_dump(mode="json")
    for found in (*find_forbidden(data), *find_personal(data)):
        raise Invalid(found.rule, found.zh, found.en, found.path)
