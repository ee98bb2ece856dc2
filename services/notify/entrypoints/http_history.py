"""What became of notifications, for operators and shift leaders."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.notify.application.screens import History
from services.notify.entrypoints.views import DeliveryView, NotificationView
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.web.auth import in_scope, needs
from shared.web.conditional import etag, not_modified
from shared.web.idempotency import Answer, respond
from shared.web.pages import Page, Paging, page_of


class Ended(StrEnum):
    """How a delivery ended."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


def history_router(history: History) -> APIRouter:
    """Return the routes that tell why somebody was told and what became of it."""
    router = APIRouter(tags=["history"])

    @router.get(
        "/notifications/{id_}",
        response_model=NotificationView,
        summary="通知的来由与下落 / why, and what became of it",
    )
    async def notification(
        id_: str,
        request: Request,
        caller: Annotated[Principal, needs(Role.OPERATOR, Role.SHIFT_LEADER)],
    ) -> Response:
        trace = await history.trace(id_)
        in_scope(caller, trace.notification.orgunit)
        # Attempts change without a new version of the notification: count them in.
        version = trace.notification.version + sum(d.version for d in trace.deliveries)
        body = NotificationView.of(trace).as_json()
        return not_modified(request, version) or respond(Answer(200, body, etag(version)))

    @router.get("/deliveries", summary="送达情况 / deliveries by outcome")
    async def deliveries(
        caller: Annotated[Principal, needs(Role.OPERATOR)],
        paging: Paging,
        outcome: Annotated[Ended | None, Query(description="only those that ended so")] = None,
    ) -> Page[DeliveryView]:
        rows = await history.deliveries(
            outcome, caller.orgunit, after=paging.after, limit=paging.fetch
        )
        return page_of(rows, paging, DeliveryView.of, lambda delivery: delivery.id)

    return router
