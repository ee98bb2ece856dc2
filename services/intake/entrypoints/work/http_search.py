"""Looking for applications: by what they are over GET, by a person over POST."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query

from services.intake.application.people.find_person import FindPerson, find_person
from services.intake.application.ports_reading import WorkLists
from services.intake.application.work.searching import Sought
from services.intake.domain.case.states import State
from services.intake.entrypoints.counter.changes import BoundDay
from services.intake.entrypoints.work.work_views import PersonQuery, WorkRow, work_row
from shared.calendar.zone import CST
from shared.events.parts import StaffRef
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import StatedPurpose, needs
from shared.web.commands import CommandCall
from shared.web.pages import Page, Paging, mark_of, page_of, place_of

_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER, Role.OPERATOR)]
_WithPurpose = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER, purpose=True)]
_MOST = 200
_audit = logging.getLogger("jiedao.audit")


def search_router(commands: Commands[Any], lists: WorkLists) -> APIRouter:
    """Return the routes that look for applications."""
    router = APIRouter(prefix="/cases/search", tags=["work"])
    _by_what_it_is(router, lists)
    _by_person(router, commands, lists)
    return router


def _by_what_it_is(router: APIRouter, lists: WorkLists) -> None:
    @router.get("", summary="查找办件 / look for applications, the latest first")
    async def search(
        caller: _Staff,
        paging: Paging,
        number: Annotated[
            str | None, Query(max_length=64, description="办件编号 or a partner's own number")
        ] = None,
        item_code: Annotated[str | None, Query(max_length=64)] = None,
        state: State | None = None,
        claimed_by: StaffRef | None = None,
        point: Annotated[str | None, Query(max_length=64)] = None,
        received_from: BoundDay = None,
        received_to: BoundDay = None,
    ) -> Page[WorkRow]:
        if number is not None:
            found = await lists.by_number(caller.orgunit, number)
            return Page(items=tuple(map(work_row, found)))
        wanted = Sought(
            item_code=item_code,
            state=state,
            claimed_by=claimed_by,
            point=point,
            received_from=_midnight(received_from),
            received_to=_midnight(received_to and received_to + timedelta(days=1)),
        )
        rows = await lists.search(
            caller.orgunit, wanted, after=place_of(paging), limit=paging.fetch
        )
        return page_of(rows, paging, work_row, lambda case: mark_of(case.received_at, case.id))


def _by_person(router: APIRouter, commands: Commands[Any], lists: WorkLists) -> None:
    # POST, although it reads: what is asked for must stand in no address and no access log.
    @router.post("", summary="按申请人查找办件 / look for a person's applications")
    async def by_person(
        body: PersonQuery, caller: _WithPurpose, purpose: StatedPurpose, call: CommandCall
    ) -> Page[WorkRow]:
        command = FindPerson(body.id_number, body.phone)
        persons = await commands.look(lambda work: find_person(command, work), call.cause)
        found = [
            case
            for person in persons
            for case in await lists.search(
                caller.orgunit, Sought(applicant=person), after=None, limit=_MOST
            )
        ]
        told = ", ".join(persons) or "nobody"
        _audit.info("%s looked for the applications of %s for %s", caller.subject, told, purpose)
        return Page(items=tuple(map(work_row, found)))


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), CST)
