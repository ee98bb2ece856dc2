"""Hand-overs over HTTP: the partner fetches its own; both sides reconcile a day."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter

from services.intake.application.ports_reading import HandOvers
from services.intake.entrypoints.counter.changes import Day
from services.intake.entrypoints.exchange.partner_views import (
    HandOverRow,
    Reconciliation,
    SealedRow,
    waiting_row,
)
from shared.calendar import Alert
from shared.calendar.zone import CST
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.messaging.partners import Partner
from shared.values import NotAllowed, NotFound
from shared.web.auth import needs
from shared.web.pages import Page, Paging, mark_of, page_of, place_of

_Reader = Annotated[Principal, needs(Role.PARTNER, Role.CLERK, Role.REVIEWER, Role.OPERATOR)]
_Partner = Annotated[Principal, needs(Role.PARTNER)]
_SHOWN = 1000


def partners_router(
    partners: Mapping[str, Partner], handovers: HandOvers, clock: Clock
) -> APIRouter:
    """Return the routes about what partners decide."""
    router = APIRouter(prefix="/partners/{partner}", tags=["partners"])

    @router.get("/handovers", summary="待答复的转办件 / what waits for this partner's answer")
    async def waiting(partner: str, caller: _Partner, paging: Paging) -> Page[SealedRow]:
        _must_be_its_own(partner, caller, partners)
        rows = await handovers.waiting(partner, after=place_of(paging), limit=paging.fetch)
        return page_of(
            [record for record, _ in rows],
            paging,
            SealedRow.model_validate,
            lambda record: mark_of(record.handed_at, record.id),
        )

    @router.get("/reconciliation", summary="每日对账 / the reconciliation list of a day")
    async def reconciliation(
        partner: str,
        caller: _Reader,
        day: Day = None,
    ) -> Reconciliation:
        _must_be_its_own(partner, caller, partners)
        day = day or clock.now().astimezone(CST).date()
        begins = datetime.combine(day, time(), CST).astimezone(UTC)
        ends = begins + timedelta(days=1)
        waiting = await handovers.waiting(partner, after=None, limit=_SHOWN)
        rows = tuple(waiting_row(*row) for row in waiting)
        return Reconciliation(
            partner=partner,
            day=day,
            handed_over=tuple(
                map(HandOverRow.model_validate, await handovers.handed(partner, begins, ends))
            ),
            answered=tuple(
                map(HandOverRow.model_validate, await handovers.answered(partner, begins, ends))
            ),
            open=await handovers.count_waiting(partner),
            waiting=rows,
            overdue=tuple(row for row in rows if row.alert is Alert.OVERDUE),
        )

    return router


def _must_be_its_own(partner: str, caller: Principal, partners: Mapping[str, Partner]) -> None:
    if caller.has_any(Role.PARTNER) and caller.partner != partner:
        raise NotAllowed(
            "out-of-scope",
            "只能查看本单位的转办件。",
            "A partner sees only what was handed to itself.",
        )
    if partner not in partners:
        raise NotFound("not-found", "没有登记这个合作单位。", "No such partner is registered.")
    if not caller.has_any(Role.PARTNER) and not caller.may_act_in(partners[partner].orgunit):
        raise NotAllowed(
            "out-of-scope",
            "此合作单位不在您所在机构范围内。",
            "This partner works with another organisation.",
        )
