"""The figures of the counter (domain.md 5), over HTTP."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query

from services.intake.application.history.count_kpis import CountKpis, count_kpis
from services.intake.application.ports_reading import Outcomes
from services.intake.domain.history.kpis import COUNTED, Figure
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.web.auth import needs
from shared.web.views import View

_Manager = Annotated[Principal, needs(Role.SHIFT_LEADER, Role.OPERATOR)]
# Beyond these no month follows.
_FIRST, _BEYOND = date(2020, 1, 1), date(2100, 1, 1)
_DAY = "a day of China's calendar, yyyy-mm-dd"


class CountedView(View):
    """How many there are of what."""

    count: int
    zh: str
    en: str


class KpiView(View):
    """A figure: `rate` is numerator through denominator, None where that is nought."""

    code: str
    zh: str
    en: str
    numerator: CountedView
    denominator: CountedView
    rate: float | None

    @classmethod
    def of(cls, figure: Figure) -> Self:
        """Show a figure with what it divides by what."""
        kpi = figure.kpi
        return cls(
            code=kpi.code,
            zh=kpi.zh,
            en=kpi.en,
            numerator=_counted(kpi.numerator, figure.numerator),
            denominator=_counted(kpi.denominator, figure.denominator),
            rate=figure.rate,
        )


class KpisView(View):
    """Every figure of what ended from the first to the last day, both counted, in a scope."""

    first: date
    last: date
    orgunit: str
    items: tuple[KpiView, ...]


def kpis_router(outcomes: Outcomes) -> APIRouter:
    """Return ``/kpis``, of the caller's organisation and those below it."""
    router = APIRouter(tags=["kpis"])

    @router.get("/kpis", summary="统计指标 / the figures of the counter")
    async def kpis(
        caller: _Manager,
        first: Annotated[date, Query(alias="from", ge=_FIRST, lt=_BEYOND, description=_DAY)],
        last: Annotated[date, Query(alias="to", ge=_FIRST, lt=_BEYOND, description=_DAY)],
    ) -> KpisView:
        command = CountKpis(caller.orgunit, first, last)
        return _shown(command, await count_kpis(command, outcomes))

    return router


def _shown(command: CountKpis, figures: Iterable[Figure]) -> KpisView:
    items = tuple(map(KpiView.of, figures))
    return KpisView(first=command.first, last=command.last, orgunit=command.scope, items=items)


def _counted(name: str, count: int) -> CountedView:
    zh, en = COUNTED[name]
    return CountedView(count=count, zh=zh, en=en)
