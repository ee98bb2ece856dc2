"""The history of an application as a story, over HTTP."""

from typing import Annotated

from fastapi import APIRouter

from services.intake.application.history.tell_history import tell_history
from services.intake.application.ports import Items
from services.intake.application.ports_reading import Cases, Trail
from shared.deadlines.views import Local
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.web.auth import in_scope, needs
from shared.web.pages import Page, Paging, page_of
from shared.web.views import View

_Staff = Annotated[Principal, needs(Role.CLERK, Role.REVIEWER)]


class StepView(View):
    """One step: when, in what roles somebody took it, and the sentence that tells it."""

    at: Local
    event: str
    by: tuple[str, ...]
    zh: str
    en: str


def history_router(cases: Cases, trail: Trail, items: Items) -> APIRouter:
    """Return ``/cases/{key}/history``; ratings are no part of it, as the rated read it."""
    router = APIRouter(tags=["cases"])

    @router.get("/cases/{key}/history", summary="办理经过 / its history, as a story")
    async def history(key: str, caller: _Staff, paging: Paging) -> Page[StepView]:
        case = await cases.get(key)
        in_scope(caller, case.orgunit)
        steps = await trail.of(key, after=paging.after, limit=paging.fetch)
        told = list(tell_history(case, steps, items))
        return page_of(
            told,
            paging,
            lambda row: StepView(
                at=row[0].at, event=row[0].event, by=row[0].by, zh=row[1][0], en=row[1][1]
            ),
            lambda row: row[0].id,
        )

    return router
