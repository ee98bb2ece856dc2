"""What waits for somebody to take it on, and who took on what."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator

from services.notify.application.screens import Escalations, Inboxes
from services.notify.domain.escalations import Escalation, State
from services.notify.entrypoints.http import Staff
from shared.calendar import Limit
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.values import NotFound
from shared.web.auth import in_scope, needs
from shared.web.conditional import etag, not_modified
from shared.web.idempotency import Answer, respond
from shared.web.pages import Page, Paging, page_of
from shared.web.views import View

Overseer = Annotated[Principal, needs(Role.OPERATOR, Role.SHIFT_LEADER)]


def _written(within: Limit) -> str:
    return f"{within.amount}{within.unit}"


class RungView(View):
    """One step: who, and how long they have (`within`, such as 4H or 1G)."""

    staff: tuple[str, ...]
    within: Annotated[str, BeforeValidator(_written)]


class EscalationView(View):
    """Who must acknowledge, by when, and who did; `step` counts how often it was passed on."""

    id: str
    version: int
    origin: str
    rule: str
    about: str
    orgunit: str
    chain: str
    state: str
    step: int
    rungs: tuple[RungView, ...]
    due_at: datetime
    calendar: str
    raised_at: datetime
    acknowledged_by: str | None = None
    ended_at: datetime | None = None

    @classmethod
    def of(cls, escalation: Escalation) -> Self:
        """Show an escalation."""
        return cls.model_validate(escalation)


def escalations_router(escalations: Escalations, inboxes: Inboxes) -> APIRouter:
    """Return the routes that show escalations, to who was told and to who oversees."""
    router = APIRouter(tags=["escalations"])

    @router.get("/escalations", summary="确认与升级情况 / what waits for somebody, by state")
    async def listed(
        caller: Overseer,
        paging: Paging,
        state: Annotated[State | None, Query(description="only those in this state")] = None,
    ) -> Page[EscalationView]:
        rows = await escalations.within(
            caller.orgunit, state, after=paging.after, limit=paging.fetch
        )
        return page_of(rows, paging, EscalationView.of, lambda escalation: escalation.id)

    @router.get(
        "/escalations/{id_}",
        response_model=EscalationView,
        summary="一次升级 / one escalation",
    )
    async def one(id_: str, request: Request, caller: Overseer) -> Response:
        escalation = await escalations.one(id_)
        in_scope(caller, escalation.orgunit)
        return not_modified(request, escalation.version) or respond(
            Answer(200, EscalationView.of(escalation).as_json(), etag(escalation.version))
        )

    @router.get("/inbox/{id_}/escalation", summary="这条通知由谁确认 / who took it on")
    async def of_entry(id_: str, staff: Staff) -> EscalationView:
        entry = (await inboxes.entry(id_)).opened_by(staff.subject)
        if entry.escalation is None:
            raise NotFound(
                "not-found",
                "这条通知不需要确认。",
                "This notification asks for no acknowledgement.",
            )
        return EscalationView.of(await escalations.one(entry.escalation))

    return router
