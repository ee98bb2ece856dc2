"""Services for old people and children over HTTP: seen, booked, cancelled, attended."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from services.intake.application.counter.care import (
    BookSession,
    attend_booking,
    book_session,
    cancel_booking,
    miss_booking,
)
from services.intake.application.counter.offers import DAYS_AHEAD, bookings_of, offers, place_of
from services.intake.application.ports import Work
from services.intake.application.ports_counter import CareServices
from services.intake.domain.counter.bookings import Booking
from services.intake.entrypoints.counter.arranged import Arranged, within
from services.intake.entrypoints.counter.care_models import (
    BookingBody,
    BookingView,
    ServiceView,
    SessionView,
)
from services.intake.entrypoints.counter.changes import Day
from services.intake.entrypoints.counter.point_views import told_week
from services.intake.entrypoints.counter.whom import whom
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import needs
from shared.web.commands import CommandCall
from shared.web.pages import Page

_Anybody = Annotated[Principal, needs()]
_Clerk = Annotated[Principal, needs(Role.CLERK)]
_Window = Annotated[Principal, needs(Role.CLERK, Role.KIOSK)]
_Days = Annotated[int, Query(ge=1, le=DAYS_AHEAD)]


def care_router(commands: Commands[Any], care: CareServices) -> APIRouter:
    """Return the routes of services that are booked by the session."""
    router = APIRouter(prefix="/care", tags=["care"])
    _look_routes(router, commands, care)
    _step_routes(router, Arranged(commands, lambda work: work.bookings, _view))
    return router


def _look_routes(router: APIRouter, commands: Commands[Any], care: CareServices) -> None:
    @router.get("/services", summary="养老托幼服务 / what can be booked")
    async def every(_by: _Anybody) -> list[ServiceView]:
        return [
            ServiceView.model_validate({**vars(one), "times": told_week(one.times)})
            for one in care.every()
        ]

    @router.get("/services/{code}/sessions", summary="场次 / sessions to come")
    async def sessions(
        code: str, _by: _Anybody, call: CommandCall, since: Day = None, days: _Days = 7
    ) -> Page[SessionView]:
        found = await commands.look(lambda work: offers(code, since, days, work), call.cause)
        return Page(items=tuple(SessionView.model_validate(offer) for offer in found))

    @router.get("/sessions/{session}/bookings", summary="一场的名单 / who comes, and who waits")
    async def listed(session: str, by: _Clerk, call: CommandCall) -> Page[BookingView]:
        async def show(work: Work) -> Sequence[Booking]:
            found = await bookings_of(session, work)
            return within(by, found, lambda: place_of(session, work).orgunit)

        found = await commands.look(show, call.cause)
        return Page(items=tuple(_view(one) for one in found))


def _step_routes(router: APIRouter, kept: Arranged[Booking, BookingView]) -> None:
    steps: dict[str, Any] = {"response_model": BookingView}

    @router.get("/bookings/{key}", summary="一个预约 / one booking")
    async def one(key: str, _by: _Window, call: CommandCall) -> BookingView:
        return await kept.one(key, call)

    @router.post("/bookings", status_code=201, summary="预约或候补 / book or wait", **steps)
    async def book(body: BookingBody, _by: _Window, call: CommandCall) -> JSONResponse:
        who = whom(body.person, body.person_ref, "person")
        command = BookSession(body.service, body.starts_at, who)
        return await kept.make(call, lambda work: book_session(command, work))

    @router.post("/bookings/{key}/cancellation", summary="取消 / cancel", **steps)
    async def cancel(key: str, _by: _Window, call: CommandCall) -> JSONResponse:
        return await kept.give_back(key, call, cancel_booking)

    @router.post("/bookings/{key}/attendance", summary="到场登记 / the person came", **steps)
    async def attend(key: str, _by: _Clerk, call: CommandCall) -> JSONResponse:
        return await kept.step(key, call, attend_booking)

    @router.post("/bookings/{key}/absence", summary="未到登记 / nobody came", **steps)
    async def miss(key: str, _by: _Clerk, call: CommandCall) -> JSONResponse:
        return await kept.step(key, call, miss_booking)


def _view(booking: Booking) -> BookingView:
    return BookingView.model_validate(booking)
