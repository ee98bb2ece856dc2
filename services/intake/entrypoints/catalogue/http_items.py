"""The catalogue for everybody: search, guide, and forms that say what one's own case takes."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from services.intake.application.catalogue.guide import fill_form, find_items
from services.intake.application.ports import Items
from services.intake.application.ports_counter import Points
from services.intake.domain.catalogue.item_search import Wanted
from services.intake.entrypoints.catalogue.item_views import (
    FillingView,
    ItemRow,
    ItemView,
    filling_of,
    item_of,
    row_of_item,
)
from services.intake.entrypoints.models import Body, FormAnswers, example
from shared.identity.principal import Principal
from shared.web.auth import needs
from shared.web.pages import Page, Paging, page_of

_Anybody = Annotated[Principal, needs()]
_Words = Annotated[
    str, Query(max_length=60, description="词、拼音首字母或代码 / words, pinyin initials or a code")
]
_Type = Annotated[
    str | None, Query(pattern=r"^\d{2}$", description="事项类型 01–10, 20 / type of item")
]
_Object = Annotated[
    str | None, Query(pattern=r"^[1-6]$", description="服务对象 / 1 person, 2 company, …")
]
_Level = Annotated[
    str | None, Query(pattern=r"^[1-7]$", description="行使层级 / 4 county, 5 street, …")
]
_Point = Annotated[str | None, Query(max_length=64, description="办理点 / a service point")]


class FormBody(Body):
    """Answers of a form, as far as they are known; nothing about who applies."""

    model_config = example(answers={"age": 82, "residence": "local"})

    answers: FormAnswers = Field(default={})


def items_router(items: Items, points: Points) -> APIRouter:
    """Return the routes of the catalogue."""
    router = APIRouter(prefix="/items", tags=["items"])

    @router.get("", summary="事项目录、检索 / the catalogue, searched")
    async def every(
        _caller: _Anybody,
        paging: Paging,
        q: _Words = "",
        type: _Type = None,  # noqa: A002 - the parameter's name in the interface
        object: _Object = None,  # noqa: A002
        level: _Level = None,
        point: _Point = None,
    ) -> Page[ItemRow]:
        wanted = Wanted(q, type, object, level, None if point is None else points.get(point))
        found = find_items(wanted, paging.after, paging.fetch, items)
        return page_of(found, paging, row_of_item, lambda item: item.code)

    @router.get("/{code}", summary="办事指南 / one service item")
    async def one(code: str, _caller: _Anybody) -> ItemView:
        return item_of(items.known(code))

    @router.post("/{code}/form", summary="填表 / which questions, papers and steps apply")
    async def form(code: str, body: FormBody, _caller: _Anybody) -> FillingView:
        return filling_of(fill_form(code, body.answers, items))

    return router
