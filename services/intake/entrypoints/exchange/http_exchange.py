"""Exchange with other platforms, over HTTP: our rows go out, their decisions come in."""

import logging
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query

from services.intake.application.exchange.exchange import (
    Exported,
    ImportResult,
    at_fault,
    export_case,
    import_result,
)
from services.intake.application.ports import Work
from services.intake.application.ports_exchange import Changes, ExchangeProfile, ExchangeProfiles
from services.intake.domain.exchange.exchange import Given
from services.intake.entrypoints.exchange.exchange_models import (
    FatesView,
    ResultsBody,
    RowFate,
    RowsView,
    RowView,
)
from shared.calendar.zone import CST
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.ids import derive
from shared.privacy.forbidden import find_forbidden, find_personal
from shared.storage.group_commit import Commands
from shared.storage.listing import Place
from shared.values import Invalid, NotAllowed, Refusal
from shared.web.auth import needs
from shared.web.commands import CommandCall
from shared.web.pages import PageQuery, after, cursor_of, mark_of, numbered_place_of

_Exporter = Annotated[Principal, needs(Role.OPERATOR, Role.SERVICE)]
_Partner = Annotated[Principal, needs(Role.PARTNER)]
_Since = Annotated[str | None, Query(max_length=512, description="`since` of the call before")]
_Limit = Annotated[int, Query(ge=1, le=200, description="applications, each with all its rows")]
_audit = logging.getLogger("jiedao.audit")


def exchange_router(
    commands: Commands[Any], profiles: ExchangeProfiles, changes: Changes, clock: Clock
) -> APIRouter:
    """Return ``/exchange``."""
    router = APIRouter(prefix="/exchange", tags=["exchange"])
    _export(router, commands, profiles, changes, clock)
    _import(router, commands, profiles)
    return router


def _export(
    router: APIRouter,
    commands: Commands[Any],
    profiles: ExchangeProfiles,
    changes: Changes,
    clock: Clock,
) -> None:
    @router.get("/rows", summary="交换数据导出 / rows of what changed")
    async def rows(
        caller: _Exporter,
        call: CommandCall,
        profile: Annotated[str, Query(max_length=64)] = "national",
        since: _Since = None,
        limit: _Limit = 50,
    ) -> RowsView:
        by = profiles.get(profile)
        place = numbered_place_of(PageQuery(after(since) if since else None, limit))
        changed = await changes.since(caller.orgunit, clock.now(), after=place, limit=limit)

        async def read(work: Work) -> list[RowView]:
            return [
                _row_view(row, by, place, since or "")
                for case, place in {one.case: one.place for one in changed}.items()
                for row in await export_case(case, by, work)
            ]

        shown = await commands.look(read, call.cause)
        last = changed[-1].place if changed else None
        _audit.info("%s exported %d rows for %s", caller.subject, len(shown), profile)
        return RowsView(
            rows=tuple(shown), since=cursor_of(mark_of(last.at, last.key)) if last else since
        )


def _import(router: APIRouter, commands: Commands[Any], profiles: ExchangeProfiles) -> None:
    @router.post("/results", summary="办结结果导入 / decisions of another platform")
    async def results(body: ResultsBody, caller: _Partner, call: CommandCall) -> FatesView:
        profile, partner = profiles.get(body.profile), _partner_of(caller)

        async def taken(row: Given) -> RowFate:
            guid = row.get("row_guid")
            told = guid if isinstance(guid, str) else None
            try:
                _must_be_impersonal(row)
                command = ImportResult(partner, row)
                new = await commands.run(
                    lambda work: import_result(command, profile, work), call.cause
                )
            except Refusal as no:
                why = {"code": no.code, "zh": no.zh, "en": no.en}
                field = at_fault(no.field, profile)
                return RowFate(row_guid=told, fate="refused", field=field, **why)
            return RowFate(row_guid=told, fate="taken" if new else "repeated")

        return FatesView(rows=tuple([await taken(row) for row in body.rows]))


def _row_view(exported: Exported, profile: ExchangeProfile, place: Place, since: str) -> RowView:
    # Batch and time come from the place and not from this moment: a re-send is the same row.
    instant = datetime.fromtimestamp(_ms(place) / 1000, UTC).astimezone(CST)
    batch: dict[str, str | int] = {
        "row_guid": exported.guid,
        "version": exported.version,
        "data_source": profile.data_source,
        "cd_operation": "I",
        "cd_batch": derive("batch", profile.id, since),
        "cd_time": f"{instant:%Y%m%d%H%M%S}",
    }
    return RowView(table=exported.table, row={**exported.row, **batch}, sealed=exported.sealed)


def _ms(place: Place) -> float:
    return place.at.timestamp() * 1000 if isinstance(place.at, datetime) else float(place.at)


def _partner_of(caller: Principal) -> str:
    if caller.partner is None:
        raise NotAllowed(
            "no-partner",
            "令牌没有写明合作单位。",
            "The token names no partner.",
        )
    return caller.partner


def _must_be_impersonal(row: Given) -> None:
    for found in (*find_forbidden(row), *find_personal(row)):
        raise Invalid(found.rule, found.zh, found.en, field=found.path)
