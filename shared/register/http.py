"""The register over HTTP, for operators: where it stands, its rows, and building it anew."""

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from shared.events.base import OrgCode
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.register.reading import Register
from shared.register.state import ID, STATE, Asked, State
from shared.register.views import (
    BuildingView,
    MatterView,
    RebuildForm,
    RegisterView,
    building_view,
)
from shared.storage.group_commit import Commands
from shared.storage.ports import Store
from shared.storage.work import Stage
from shared.web.auth import in_scope, needs
from shared.web.commands import CommandCall, Counter
from shared.web.idempotency import Answer
from shared.web.pages import Page, Paging, page_of

_audit = logging.getLogger("jiedao.audit")

_Operator = Annotated[Principal, needs(Role.OPERATOR)]


def register_router(service: str, orgunit: str, store: Store, commands: Commands[Any]) -> APIRouter:
    """Return ``/register``; an operator's organisation must cover the service's own `orgunit`."""
    router = APIRouter(prefix="/register", tags=["register"])
    _reading(router, orgunit, Register(service, store))
    _rebuilding(router, service, orgunit, commands)
    return router


def _reading(router: APIRouter, orgunit: str, register: Register) -> None:
    @router.get("", summary="台账概况及重建进度 / the register, and how far a rebuild is")
    async def summary(caller: _Operator) -> RegisterView:
        in_scope(caller, orgunit)
        return await register.summary()

    @router.get("/matters", summary="台账：每件事项一行 / the register: one row a matter")
    async def matters(
        caller: _Operator,
        paging: Paging,
        type_: Annotated[str | None, Query(alias="type", max_length=256)] = None,
        within: Annotated[OrgCode | None, Query(alias="orgunit")] = None,
    ) -> Page[MatterView]:
        rows = await register.matters(
            caller.orgunit, type_=type_, orgunit=within, after=paging.after, limit=paging.fetch
        )
        return page_of(rows, paging, MatterView.model_validate, lambda row: row.subject)


def _rebuilding(router: APIRouter, service: str, orgunit: str, commands: Commands[Any]) -> None:
    counter = Counter(commands)

    @router.post(
        "/rebuild",
        status_code=202,
        response_model=BuildingView,
        summary="重建台账，期间照常查询 / build the register anew while it serves",
    )
    async def rebuild(form: RebuildForm, caller: _Operator, call: CommandCall) -> JSONResponse:
        in_scope(caller, orgunit)

        async def act(work: Stage) -> Answer:
            states = work.repository(STATE)
            state = await states.find(ID) or State()
            asked = Asked(caller.subject, form.reason, work.now, form.accept_gap)
            view = building_view(states.save(state.rebuilding(asked)))
            return Answer(202, view.as_json() if view else {})

        answer = await counter.answer(call, act)
        _audit.info("%s asked %s to rebuild its register", caller.subject, service)
        return answer
