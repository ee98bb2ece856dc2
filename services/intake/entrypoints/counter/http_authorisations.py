"""Agents (代办) over HTTP: a clerk keeps the signed letter, and its end."""

from datetime import time
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.intake.application.counter.authorisations import (
    GiveAuthorisation,
    give_authorisation,
    withdraw_authorisation,
)
from services.intake.application.ports_counter import Authorisations
from services.intake.domain.counter.authorisations import Authorisation
from services.intake.domain.counter.points import at_of
from services.intake.entrypoints.counter.authorisation_models import (
    AuthorisationBody,
    AuthorisationView,
)
from services.intake.entrypoints.counter.changes import change, create
from services.intake.entrypoints.counter.whom import whom
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.web.auth import in_scope, needs
from shared.web.commands import CommandCall, Counter
from shared.web.pages import Page, Paging, page_of

_Clerk = Annotated[Principal, needs(Role.CLERK)]
_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER)]
_LAST_SECOND = time(23, 59, 59)


def authorisations_router(commands: Commands[Any], kept: Authorisations) -> APIRouter:
    """Return the routes of authorisations."""
    router = APIRouter(prefix="/authorisations", tags=["agents"])
    counter = Counter(commands)

    @router.post(
        "", status_code=201, response_model=AuthorisationView, summary="授权代办 / authorise"
    )
    async def give(body: AuthorisationBody, _by: _Clerk, call: CommandCall) -> JSONResponse:
        command = _command(body)
        return await create(counter, call, lambda work: give_authorisation(command, work), _view)

    @router.get("", summary="授权列表 / list authorisations")
    async def listed(caller: _Staff, paging: Paging) -> Page[AuthorisationView]:
        rows = await kept.page(caller.orgunit, after=paging.after, limit=paging.fetch)
        return page_of(rows, paging, _view, lambda row: row.id)

    @router.get("/{key}", summary="一份授权 / one authorisation")
    async def one(key: str, caller: _Staff, call: CommandCall) -> AuthorisationView:
        found = await commands.look(lambda work: work.authorisations.get(key), call.cause)
        in_scope(caller, found.orgunit)
        return _view(found)

    @router.post(
        "/{key}/withdrawal", response_model=AuthorisationView, summary="撤销授权 / withdraw it"
    )
    async def withdraw(key: str, _by: _Clerk, call: CommandCall) -> JSONResponse:
        return await change(
            counter,
            call,
            lambda work: work.authorisations.get(key),
            lambda work: withdraw_authorisation(key, work),
            _view,
        )

    return router


def _command(body: AuthorisationBody) -> GiveAuthorisation:
    return GiveAuthorisation(
        applicant=whom(body.applicant, body.applicant_ref, "applicant"),
        agent=whom(body.agent, body.agent_ref, "agent"),
        items=body.items,
        acts=body.acts,
        until=at_of(body.until, _LAST_SECOND),
        signature=body.signature,
    )


def _view(authorisation: Authorisation) -> AuthorisationView:
    return AuthorisationView.model_validate(authorisation)
