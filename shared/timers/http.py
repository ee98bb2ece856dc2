"""What comes due, by hour: for operators, who see a flood before it arrives."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from shared.calendar.zone import CST
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.agenda import DueCount
from shared.storage.kinds import TIMERS
from shared.storage.ports import Store
from shared.web.auth import in_scope, needs
from shared.web.views import View

_HOUR = timedelta(hours=1)
_MOST_HOURS = 168


class HourView(View):
    """What falls due within one hour, by kind; `hour` is its beginning, at +08:00."""

    hour: datetime
    count: int
    kinds: dict[str, int]


class DueView(View):
    """What comes due, with a sentence in both languages.

    `at` is the present, `earlier` what was due before its hour and has not fired, by kind; hours
    in which nothing falls due are left out.
    """

    at: datetime
    until: datetime
    earlier: dict[str, int]
    hours: tuple[HourView, ...]
    zh: str
    en: str


def due_router(orgunit: str, store: Store, clock: Clock) -> APIRouter:
    """Return ``/timers``; an operator's organisation must cover the service's own `orgunit`."""
    router = APIRouter(prefix="/timers", tags=["timers"])

    @router.get("/due", summary="未来到期事项，按小时 / what comes due, by hour")
    async def due(
        caller: Annotated[Principal, needs(Role.OPERATOR)],
        hours: Annotated[int, Query(ge=1, le=_MOST_HOURS, description="how far to look")] = 24,
    ) -> DueView:
        in_scope(caller, orgunit)
        at = clock.of(await store.now()).astimezone(CST)
        until = at + hours * _HOUR
        return _view(at, until, await store.due_by_hour(TIMERS.name, until))

    return router


def _view(at: datetime, until: datetime, counts: Iterable[DueCount]) -> DueView:
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    earlier: Counter[str] = Counter()
    by_hour: dict[datetime, dict[str, int]] = {}
    for one in counts:
        if one.hour < this_hour:
            earlier[one.kind] += one.count
        else:
            by_hour.setdefault(one.hour.astimezone(CST), {})[one.kind] = one.count
    hours = tuple(
        HourView(hour=hour, count=sum(kinds.values()), kinds=kinds)
        for hour, kinds in sorted(by_hour.items())
    )
    total, late = sum(hour.count for hour in hours), earlier.total()
    return DueView(
        at=at,
        until=until,
        earlier=dict(earlier),
        hours=hours,
        zh=f"到 {until:%m-%d %H:%M} 为止有 {total} 项到期；此前到期而尚未触发的有 {late} 项。",
        en=f"{total} fall due until {until:%m-%d %H:%M} (+08:00); {late} were due before and wait.",
    )
