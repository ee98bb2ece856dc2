"""Queues of work, claims and reassignments, over HTTP."""

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from services.intake.application.ports import Work
from services.intake.application.ports_reading import WorkLists
from services.intake.application.work.claim import ClaimCase, ReleaseCase, claim_case, release_case
from services.intake.application.work.reassign import ReassignCases, reassign_cases
from services.intake.application.work.searching import Desk
from services.intake.domain.work.queues import BY_NAME, MINE, OVERDUE, TO_CHECK, Queue, due_of
from services.intake.entrypoints.case.steps import step
from services.intake.entrypoints.views import CaseView
from services.intake.entrypoints.work.work_views import (
    QueueView,
    ReassignedView,
    ReassignmentBody,
    WorkRow,
    reassigned_view,
    work_row,
)
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.identity.staff import staff_of
from shared.storage.group_commit import Commands
from shared.values import NotAllowed, NotFound
from shared.web.auth import needs
from shared.web.commands import CommandCall, Counter
from shared.web.idempotency import Answer
from shared.web.pages import Page, PageQuery, Paging, after, mark_of, page_of, place_of

_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER)]
_Operator = Annotated[Principal, needs(Role.OPERATOR)]
_Point = Annotated[str | None, Query(max_length=64, description="of one service point")]
_audit = logging.getLogger("jiedao.audit")


def work_router(commands: Commands[Any], lists: WorkLists, clock: Clock) -> APIRouter:
    """Return the routes by which staff find, take and pass on their work."""
    router, lists_of_work = APIRouter(tags=["work"]), APIRouter(prefix="/work", tags=["work"])
    _queue_routes(lists_of_work, lists, clock)
    _reassign_routes(lists_of_work, Counter(commands), lists, clock)
    _claim_routes(router, Counter(commands))
    router.include_router(lists_of_work)
    return router


def _queue_routes(router: APIRouter, lists: WorkLists, clock: Clock) -> None:
    @router.get("/queues", summary="待办队列及件数 / queues and their counts")
    async def queues(caller: _Staff, point: _Point = None) -> list[QueueView]:
        mine = [queue for queue in BY_NAME.values() if caller.roles & {*queue.roles}]
        desk = Desk(caller.orgunit, caller.subject, clock.now(), point)
        counts = await lists.counts(desk, [queue.name for queue in mine])
        return [QueueView(name=q.name, zh=q.zh, en=q.en, count=counts[q.name]) for q in mine]

    @router.get("/queues/{name}", summary="一个队列（按到期先后） / a queue, first due first")
    async def queue(
        name: str, caller: _Staff, paging: Paging, point: _Point = None
    ) -> Page[WorkRow]:
        asked = _worked_by(caller, name)
        desk = Desk(caller.orgunit, caller.subject, clock.now(), point)
        rows = await lists.queue(desk, asked.name, after=place_of(paging), limit=paging.fetch)
        shown = [work_row(case) for case in rows]
        return page_of(shown, paging, lambda row: row, lambda row: _mark(row, asked.name))


def _claim_routes(router: APIRouter, counter: Counter[Any]) -> None:
    @router.post("/cases/{key}/claim", response_model=CaseView, summary="认领 / take in hand")
    async def claim(key: str, caller: _Staff, call: CommandCall) -> JSONResponse:
        command = ClaimCase(key, staff_of(caller), caller.roles)
        return await step(counter, call, key, lambda work: claim_case(command, work))

    @router.post("/cases/{key}/release", response_model=CaseView, summary="放回 / put back")
    async def release(key: str, caller: _Staff, call: CommandCall) -> JSONResponse:
        command = ReleaseCase(key, staff_of(caller))
        return await step(counter, call, key, lambda work: release_case(command, work))


def _reassign_routes(
    router: APIRouter, counter: Counter[Any], lists: WorkLists, clock: Clock
) -> None:
    @router.post(
        "/reassignments",
        response_model=ReassignedView,
        summary="改派 / pass on what somebody has in hand",
    )
    async def reassign(
        body: ReassignmentBody, caller: _Operator, call: CommandCall
    ) -> JSONResponse:
        by = staff_of(caller)
        desk = Desk(caller.orgunit, body.from_staff, clock.now())
        asked = PageQuery(after(body.cursor) if body.cursor is not None else None, body.limit)
        rows = await lists.queue(desk, MINE, after=place_of(asked), limit=asked.fetch)
        page = page_of(rows, asked, lambda case: case.id, lambda c: mark_of(due_of(c), c.id))
        command = ReassignCases(page.items, body.from_staff, body.to_staff, body.reason, by)

        async def act(work: Work) -> Answer:
            done = await reassign_cases(command, work)
            return Answer(200, reassigned_view(done, page.next).as_json())

        answer = await counter.answer(call, act)
        _audit.info("%s passed %s's work to %s", by, body.from_staff, body.to_staff or "queues")
        return answer


def _mark(row: WorkRow, queue: str) -> str:
    # What is late, or to be checked, stands in the order of dates, whoever goes first elsewhere.
    dates = {OVERDUE: row.due_at, TO_CHECK: row.check_by}
    return mark_of(dates.get(queue) or row.due, row.id)


def _worked_by(caller: Principal, name: str) -> Queue:
    if name not in BY_NAME:
        raise NotFound(
            "not-found",
            f"没有这个队列；有：{'、'.join(BY_NAME)}。",
            f"No such queue; known: {', '.join(BY_NAME)}.",
        )
    if not caller.roles & {*BY_NAME[name].roles}:
        raise NotAllowed(
            "not-your-queue",
            f"“{BY_NAME[name].zh}”队列不由您的岗位办理。",
            f"The queue '{name}' is not worked by your role.",
        )
    return BY_NAME[name]
