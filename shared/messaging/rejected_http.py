"""A partner reads what was rejected of its own events, and of nobody else's."""

from typing import Annotated, Any

from fastapi import APIRouter

from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.messaging.door import registered
from shared.messaging.fates import Fate
from shared.messaging.hearing import Hearing
from shared.messaging.ledger import LEDGER
from shared.messaging.ledger_views import RejectView
from shared.storage.ports import Store
from shared.web.auth import needs
from shared.web.pages import Page, Paging, page_of


def rejected_router(hearing: Hearing[Any], store: Store) -> APIRouter:
    """Return ``GET /events/rejected``: a partner's own topic, which nobody else writes to."""
    router = APIRouter(tags=["events"])

    @router.get("/events/rejected", summary="本系统被退回的事件 / own events that were rejected")
    async def rejected(
        caller: Annotated[Principal, needs(Role.PARTNER)],
        paging: Paging,
        fate: Fate | None = None,
    ) -> Page[RejectView]:
        partner = registered(hearing, caller)
        equals = {"topic": partner.topic, **({"fate": fate.value} if fate else {})}
        rows = []
        if caller.may_act_in(partner.orgunit):
            rows = await store.page(LEDGER.name, equals, after=paging.after, limit=paging.fetch)
        entries = [LEDGER.decode(row) for row in rows]
        return page_of(entries, paging, RejectView.of, lambda entry: entry.id)

    return router
