"""One step of an authorisation, an appointment or a booking as an HTTP command."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Query
from fastapi.responses import JSONResponse

from services.intake.application.ports import Work
from shared.web.commands import Call, Counter, Owned
from shared.web.conditional import etag
from shared.web.idempotency import Answer
from shared.web.views import View

A = TypeVar("A", bound=Owned)

# Beyond these a day cannot be moved to another zone, or have a day after it.
_FIRST, _BEYOND = date(2020, 1, 1), date(2100, 1, 1)
Day = Annotated[date | None, Query(ge=_FIRST, lt=_BEYOND, description="a day in China; else today")]
BoundDay = Annotated[
    date | None, Query(ge=_FIRST, lt=_BEYOND, description="a day in China, included")
]
"""The first or the last day of what is looked for; None: without that bound."""


async def change(
    counter: Counter[Any],
    call: Call,
    before: Callable[[Work], Awaitable[A]],
    act: Callable[[Work], Awaitable[A]],
    show: Callable[[A], View],
    right: Callable[[A], str] = lambda value: value.orgunit,
) -> JSONResponse:
    """Take one step, if the caller may change what was there before, and answer what it is then.

    `right` names the organisation by whose right it is changed.
    """

    async def taken(work: Work) -> Answer:
        value = await before(work)
        call.may_change(value, work, right(value))
        value = await act(work)
        return Answer(200, show(value).as_json(), etag(value.version))

    return await counter.answer(call, taken)


async def create(
    counter: Counter[Any],
    call: Call,
    act: Callable[[Work], Awaitable[A]],
    show: Callable[[A], View],
) -> JSONResponse:
    """Make something new and answer what it is."""

    async def taken(work: Work) -> Answer:
        value = await act(work)
        return Answer(201, show(value).as_json(), etag(value.version))

    return await counter.answer(call, taken)
