"""Erasure and retention, over HTTP."""

import logging
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.intake.application.people.erase import ErasePerson, erase_person
from services.intake.application.people.guests import look_again_later
from services.intake.application.people.unnamed import must_not_name_person
from services.intake.application.ports import Work
from services.intake.application.ports_reading import Retention
from services.intake.domain.people.retention import Ground
from services.intake.entrypoints.people.erasure_views import (
    DueRow,
    ErasedView,
    ErasureBody,
    RunBody,
    RunView,
)
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.identity.staff import staff_of
from shared.storage.group_commit import Commands
from shared.values import Refusal
from shared.web.auth import needs
from shared.web.commands import CommandCall, Counter
from shared.web.idempotency import Answer
from shared.web.pages import Page, Paging, mark_of, page_of, place_of
from shared.web.people import Concerns, must_concern

_Operator = Annotated[Principal, needs(Role.OPERATOR)]
_audit = logging.getLogger("jiedao.audit")


def erasure_router(
    commands: Commands[Any], records: Concerns, retention: Retention, clock: Clock
) -> APIRouter:
    """Return the routes by which persons are erased, one by one or when their time is over."""
    router = APIRouter(tags=["people"])
    _erasing(router, Counter(commands), records, retention)
    _running(router, commands, retention, clock)
    return router


def _erasing(
    router: APIRouter, counter: Counter[Any], records: Concerns, retention: Retention
) -> None:
    @router.post(
        "/people/{ref}/erasure", response_model=ErasedView, summary="删除个人信息 / erase a person"
    )
    async def erase(
        ref: str, body: ErasureBody, caller: _Operator, call: CommandCall
    ) -> JSONResponse:
        by = staff_of(caller)
        command = ErasePerson(ref, body.ground, by, await retention.answers(ref))

        async def act(work: Work) -> Answer:
            if not await work.people.is_erased(ref):
                await must_concern(records, ref, caller)
            await must_not_name_person(body.reason, ref, "reason", work)
            cases = await erase_person(command, work)
            view = ErasedView(ref=ref, cases=tuple(case.project_no for case in cases))
            return Answer(200, view.as_json())

        answer = await counter.answer(call, act)
        _audit.info("%s erased %s: %s, %s", by, ref, body.ground, body.reason)
        return answer


def _running(
    router: APIRouter, commands: Commands[Any], retention: Retention, clock: Clock
) -> None:
    @router.get("/retention/due", summary="保存期满的办件和人员（预览） / what is kept long enough")
    async def due(caller: _Operator, paging: Paging) -> Page[DueRow]:
        rows = await retention.due(
            caller.orgunit, clock.now(), after=place_of(paging), limit=paging.fetch
        )
        shown = [DueRow.model_validate(case) for case in rows]
        return page_of(shown, paging, lambda row: row, lambda row: mark_of(row.keep_until, row.id))

    @router.post(
        "/retention/runs", summary="清理保存期满的个人信息 / erase what is kept long enough"
    )
    async def run(body: RunBody, caller: _Operator, paging: Paging, call: CommandCall) -> RunView:
        by, page = staff_of(caller), await due(caller, paging)
        erased, kept = [], []
        for person in dict.fromkeys(row.applicant for row in page.items if row.applicant):
            # Stored answers live for a week, and nobody is erased so within years of the last.
            command = ErasePerson(person, Ground.RETENTION_OVER, by)
            try:
                cases = await commands.run(partial(erase_person, command), call.cause)
            except Refusal as refusal:
                kept.append((person, refusal.code))
                await commands.run(partial(look_again_later, person), call.cause)
                continue
            numbers = tuple(case.project_no for case in cases)
            erased.append(ErasedView(ref=person, cases=numbers))
            _audit.info("%s erased %s: %s, %s", by, person, command.ground, body.reason)
        return RunView(erased=tuple(erased), kept=tuple(kept), next=page.next)
