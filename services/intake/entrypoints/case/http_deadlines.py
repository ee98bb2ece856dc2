"""When applications fall due and why, and what a new calendar moves, over HTTP."""

from operator import attrgetter
from typing import Annotated, Any

from fastapi import APIRouter

from services.intake.application.case.deadlines import apply_calendar
from services.intake.application.ports import Work
from services.intake.application.ports_reading import Cases
from services.intake.entrypoints.case.deadline_views import DeadlineView
from shared.calendar import Calendars
from shared.deadlines.http import Moving, moves_router, running
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import in_scope, needs
from shared.web.commands import CommandCall

_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER)]


def deadlines_router(commands: Commands[Any]) -> APIRouter:
    """Return the route that shows and explains the clocks of an application."""
    router = APIRouter(tags=["deadlines"])

    @router.get("/cases/{key}/deadline", summary="办理期限及其计算 / its clocks, explained")
    async def deadline(key: str, caller: _Staff, call: CommandCall) -> DeadlineView:
        async def show(work: Work) -> DeadlineView:
            case = await work.cases.get(key)
            in_scope(caller, case.orgunit)
            return DeadlineView.of(case, work.now, work.calendars.of(case.orgunit))

        return await commands.look(show, call.cause)

    return router


def calendar_router(commands: Commands[Any], cases: Cases, calendars: Calendars) -> APIRouter:
    """Return ``/calendar/moves``."""
    moving = Moving(calendars, running(cases), apply_calendar, attrgetter("project_no"))
    return moves_router(commands, moving, Role.OPERATOR)
