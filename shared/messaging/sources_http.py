"""Sources over HTTP, for operators: which are paused, and reading one again."""

import logging
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.messaging import pauses
from shared.messaging.partners import Partner
from shared.messaging.pauses import PAUSES, Pause
from shared.messaging.pausing import Pausing
from shared.storage.group_commit import Commands
from shared.storage.ports import Store
from shared.storage.work import Stage
from shared.values import NotFound
from shared.web.auth import in_scope, needs
from shared.web.commands import CommandCall, Counter
from shared.web.conditional import etag
from shared.web.idempotency import Answer
from shared.web.pages import Page
from shared.web.views import View

_audit = logging.getLogger("jiedao.audit")


class SourceView(View):
    """One partner topic that this service reads; `invalid` of `of` records led to its pause."""

    partner: str
    topic: str
    paused: bool
    ratio: float = Field(description="invalid part of its last records, 0 to 1; this replica's")
    since: datetime | None = None
    invalid: int | None = None
    of: int | None = None
    tolerated_until: datetime | None = None


class ResumeForm(BaseModel):
    """Why it is read again, and for how long it shall not be paused again."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"example": {"reason": "对方已修复编码问题", "tolerate_minutes": 30}},
    )

    reason: str = Field(min_length=2, max_length=300)
    tolerate_minutes: int = Field(
        default=0,
        ge=0,
        le=24 * 60,
        description="so long it is not paused again: for a backlog that is known to be bad",
    )


def sources_router(
    service: str, pausing: Pausing, store: Store, commands: Commands[Any]
) -> APIRouter:
    """Return ``GET /sources`` and ``POST /sources/{partner}/resume``."""
    router = APIRouter(prefix="/sources", tags=["sources"])
    counter = Counter(commands)

    @router.get("", summary="来源及暂停情况 / sources, paused or not")
    async def sources(
        caller: Annotated[Principal, needs(Role.OPERATOR)],
    ) -> Page[SourceView]:
        mine = [one for one in pausing.partners if caller.may_act_in(one.orgunit)]
        rows = await store.load(PAUSES.name, [one.id for one in mine]) if mine else {}
        known = {key: PAUSES.decode(row) for key, row in rows.items()}
        return Page(items=tuple(_view(one, known.get(one.id), pausing) for one in mine))

    @router.post(
        "/{partner}/resume", response_model=SourceView, summary="恢复接收 / read a source again"
    )
    async def resume(
        partner: str,
        form: ResumeForm,
        caller: Annotated[Principal, needs(Role.OPERATOR)],
        call: CommandCall,
    ) -> JSONResponse:
        source = _known(pausing, partner)
        in_scope(caller, source.orgunit)

        async def act(work: Stage) -> Answer:
            found = await work.repository(PAUSES).find(partner) or _never_paused(source, work)
            call.may_change(found, work)
            until = work.now + timedelta(minutes=form.tolerate_minutes)
            saved = pauses.resume(service, found, form.reason, until, work)
            return Answer(200, _view(source, saved, pausing).as_json(), etag(saved.version))

        answer = await counter.answer(call, act)
        _audit.info("%s resumed the source %s", caller.subject, partner)
        return answer

    return router


def _known(pausing: Pausing, partner: str) -> Partner:
    source = next((one for one in pausing.partners if one.id == partner), None)
    if source is None:
        raise NotFound(
            "no-such-source",
            "本服务不接收这个来源的消息；GET /sources 列出本服务的来源。",
            "This service does not read that source; GET /sources lists those that it reads.",
        )
    return source


def _never_paused(source: Partner, work: Stage) -> Pause:
    return Pause(source.id, 0, source.topic, source.orgunit, False, work.now, 0, 0, ())


def _view(source: Partner, known: Pause | None, pausing: Pausing) -> SourceView:
    seen: dict[str, Any] = {}
    if known is not None:
        names = ("paused", "since", "invalid", "of", "tolerated_until")
        seen = {name: getattr(known, name) for name in names}
    return SourceView(
        partner=source.id,
        topic=source.topic,
        ratio=pausing.ratio(source.topic),
        **{"paused": False, **seen},
    )
