"""Appointments over HTTP, for the window and the kiosk."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.intake.application.counter.appointments import (
    BookAppointment,
    appointments_of,
    attend_appointment,
    book_appointment,
    cancel_appointment,
    free_slots,
    miss_appointment,
)
from services.intake.application.ports import Work
from services.intake.domain.counter.appointments import Appointment
from services.intake.entrypoints.counter.appointment_models import (
    AppointmentBody,
    AppointmentView,
    SlotView,
)
from services.intake.entrypoints.counter.arranged import Arranged, within
from services.intake.entrypoints.counter.changes import Day
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


def appointments_router(commands: Commands[Any]) -> APIRouter:
    """Return the routes by which places at a point are seen, taken and given back."""
    router = APIRouter(tags=["appointments"])
    _look_routes(router, commands)
    _step_routes(router, Arranged(commands, lambda work: work.appointments, _view))
    return router


def _look_routes(router: APIRouter, commands: Commands[Any]) -> None:
    @router.get("/points/{code}/slots", summary="可预约时段 / half hours that can be booked")
    async def slots(code: str, _by: _Anybody, call: CommandCall, day: Day = None) -> Page[SlotView]:
        found = await commands.look(lambda work: free_slots(code, day, work), call.cause)
        return Page(items=tuple(SlotView.model_validate(slot) for slot in found))

    @router.get("/points/{code}/appointments", summary="当日预约 / who comes on a day")
    async def listed(
        code: str, by: _Clerk, call: CommandCall, day: Day = None
    ) -> Page[AppointmentView]:
        async def show(work: Work) -> Sequence[Appointment]:
            found = await appointments_of(code, day, work)
            return within(by, found, lambda: work.points.known(code).orgunit)

        found = await commands.look(show, call.cause)
        return Page(items=tuple(_view(one) for one in found))


def _step_routes(router: APIRouter, kept: Arranged[Appointment, AppointmentView]) -> None:
    steps: dict[str, Any] = {"response_model": AppointmentView}

    @router.get("/appointments/{key}", summary="一个预约 / one appointment")
    async def one(key: str, _by: _Window, call: CommandCall) -> AppointmentView:
        return await kept.one(key, call)

    @router.post("/appointments", status_code=201, summary="预约 / book", **steps)
    async def book(body: AppointmentBody, _by: _Window, call: CommandCall) -> JSONResponse:
        who = whom(body.person, body.person_ref, "person")
        command = BookAppointment(body.point, body.starts_at, who, body.item_code)
        return await kept.make(call, lambda work: book_appointment(command, work))

    @router.post("/appointments/{key}/cancellation", summary="取消预约 / cancel", **steps)
    async def cancel(key: str, _by: _Window, call: CommandCall) -> JSONResponse:
        return await kept.give_back(key, call, cancel_appointment)

    @router.post("/appointments/{key}/attendance", summary="到场登记 / the person came", **steps)
    async def attend(key: str, _by: _Window, call: CommandCall) -> JSONResponse:
        return await kept.step(key, call, attend_appointment)

    @router.post("/appointments/{key}/absence", summary="爽约登记 / nobody came", **steps)
    async def miss(key: str, _by: _Clerk, call: CommandCall) -> JSONResponse:
        return await kept.step(key, call, miss_appointment)


def _view(appointment: Appointment) -> AppointmentView:
    return AppointmentView.model_validate(appointment)
