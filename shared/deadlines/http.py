"""A new calendar, over HTTP: which due times would move, and moving them."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Protocol, TypeVar

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from shared.calendar import Calendar, Calendars
from shared.deadlines.timed import ClockMove
from shared.deadlines.views import MoveView
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import needs
from shared.web.commands import CommandCall, Counter
from shared.web.idempotency import Answer
from shared.web.pages import Page, PageQuery, Paging, page_of


class Matter(Protocol):
    """A stored matter that owns clocks."""

    @property
    def id(self) -> str:
        """Its key."""
        ...

    @property
    def orgunit(self) -> str:
        """The organisation whose calendar it runs by."""
        ...

    def moves(self, by: Calendar) -> tuple[ClockMove, ...]:
        """Return what a calendar would move."""
        ...


M = TypeVar("M", bound=Matter)
Moved = Iterable[tuple[M, ClockMove]]


@dataclass(frozen=True)
class Moving(Generic[M]):
    """How one service's matters are moved.

    Args:
        calendars: those that are loaded now.
        page: returns matters with an open clock, by id: (scope, after, limit).
        apply: the use case that moves those of some ids, idempotent: (ids, work).
        number: what staff call a matter.
    """

    calendars: Calendars
    page: Callable[[str, str | None, int], Awaitable[list[M]]]
    apply: Callable[[tuple[str, ...], Any], Awaitable[Moved[M]]]
    number: Callable[[M], str]

    async def looked_at(self, caller: Principal, paging: PageQuery) -> "Page[M]":
        """Return a page of matters, whether they would move or not."""
        rows = await self.page(caller.orgunit, paging.after, paging.fetch)
        return page_of(rows, paging, lambda matter: matter, lambda matter: matter.id)

    def preview(self, matters: Iterable[M]) -> Moved[M]:
        """Return what would move among these."""
        return (
            (matter, move)
            for matter in matters
            for move in matter.moves(self.calendars.of(matter.orgunit))
        )

    def shown(self, moved: Moved[M], following: str | None) -> Page[MoveView]:
        """Return moves as a page."""
        items = (
            MoveView.of(move, id=matter.id, number=self.number(matter), orgunit=matter.orgunit)
            for matter, move in moved
        )
        return Page(items=tuple(items), next=following)


class Listed(Protocol[M]):
    """Committed matters by id, of which a store knows those with an open clock as `running`."""

    async def page(self, scope: str, *, after: str | None, limit: int, running: bool) -> list[M]:
        """Return those of the organisations below `scope`, by id, after `after`."""
        ...


def running(matters: Listed[M]) -> Callable[[str, str | None, int], Awaitable[list[M]]]:
    """Return what pages through the matters with an open clock, as `Moving` takes it."""
    return lambda scope, after, limit: matters.page(scope, after=after, limit=limit, running=True)


def moves_router(
    commands: Commands[Any], moving: Moving[Any], *roles: Role, below: str = ""
) -> APIRouter:
    """Return ``<below>/calendar/moves``; a page looks at so many open matters, moved or not."""
    router = APIRouter(prefix=f"{below}/calendar", tags=["deadlines"])
    counter = Counter(commands)
    Caller = Annotated[Principal, needs(*roles)]  # noqa: N806 - a type

    @router.get("/moves", summary="日历变化影响的期限（预览） / due times that would move")
    async def preview(caller: Caller, paging: Paging) -> Page[MoveView]:
        page = await moving.looked_at(caller, paging)
        return moving.shown(moving.preview(page.items), page.next)

    @router.post(
        "/moves", response_model=Page[MoveView], summary="按新日历调整期限 / move due times"
    )
    async def apply(caller: Caller, paging: Paging, call: CommandCall) -> JSONResponse:
        page = await moving.looked_at(caller, paging)

        async def act(work: Any) -> Answer:
            moved = await moving.apply(tuple(matter.id for matter in page.items), work)
            return Answer(200, moving.shown(moved, page.next).model_dump(mode="json"))

        return await counter.answer(call, act)

    return router
