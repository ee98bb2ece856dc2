"""The operators' door to the ledger: list, show, mend, replay, discard."""

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.messaging import mending
from shared.messaging.bulk import replay_all
from shared.messaging.fates import Fate
from shared.messaging.hearing import Hearing
from shared.messaging.ledger import LEDGER, Ledger, LedgerEntry
from shared.messaging.ledger_views import (
    Counts,
    EntryRow,
    EntryView,
    FateCount,
    Filter,
    MendForm,
    Reason,
    ReplayedView,
    ReplayForm,
    ReplaysForm,
)
from shared.messaging.replaying import Replays
from shared.messaging.settling import By
from shared.messaging.showing import Showing
from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.storage.ports import Store
from shared.storage.work import Stage
from shared.values import NotAllowed
from shared.web.auth import StatedPurpose, in_scope, needs
from shared.web.commands import Call, CommandCall, Counter
from shared.web.conditional import check_version, etag
from shared.web.idempotency import Answer
from shared.web.pages import Page, PageQuery, Paging, after, page_of

_audit = logging.getLogger("jiedao.audit")

_Operator = Annotated[Principal, needs(Role.OPERATOR)]


class Desk:
    """What the routes need of one service.

    `orgunit` is the service's own: an operator's organisation must cover it, for the ledger holds
    what no smaller organisation can be named for.
    """

    def __init__(
        self,
        orgunit: str,
        hearing: Hearing[Any],
        ledger: Ledger,
        replays: Replays[Any],
        store: Store,
        commands: Commands[Any],
        metrics: Metrics,
    ) -> None:
        self.orgunit = orgunit
        self.hearing = hearing
        self.ledger = ledger
        self.replays = replays
        self.store = store
        self.commands = commands
        self.metrics = metrics

    def admit(self, caller: Principal) -> None:
        """Raise `NotAllowed` unless the whole service is the caller's to operate."""
        in_scope(caller, self.orgunit)


def mending_router(desk: Desk) -> APIRouter:
    """Return ``/ledger``."""
    router = APIRouter(prefix="/ledger", tags=["ledger"])
    _listing(router, desk)
    _showing(router, desk)
    _replaying(router, desk)
    _changing(router, desk)
    return router


async def _asked(
    fate: Fate | None = None,
    code: Annotated[str | None, Query(max_length=64)] = None,
    source: Annotated[str | None, Query(max_length=256)] = None,
    type_: Annotated[str | None, Query(alias="type", max_length=256)] = None,
    topic: Annotated[str | None, Query(max_length=256)] = None,
) -> Filter:
    return Filter(fate=fate, code=code, source=source, type=type_, topic=topic)


def _listing(router: APIRouter, desk: Desk) -> None:
    @router.get("", summary="未处理消息台账 / messages that were not handled at first")
    async def listed(
        caller: _Operator, paging: Paging, asked: Annotated[Filter, Depends(_asked)]
    ) -> Page[EntryRow]:
        sees = caller.may_act_in(desk.orgunit)
        rows = await _page(desk, asked, paging) if sees else []
        return page_of(rows, paging, EntryRow.of, lambda entry: entry.id)

    @router.get("/summary", summary="各类条数 / how many of each fate")
    async def summary(caller: _Operator, asked: Annotated[Filter, Depends(_asked)]) -> Counts:
        fates = [asked.fate] if asked.fate else list(Fate)
        if not caller.may_act_in(desk.orgunit):
            return Counts(items=())
        counted = [
            FateCount(
                fate=fate,
                count=await desk.store.count(LEDGER.name, {**asked.equals(), "fate": fate.value}),
            )
            for fate in fates
        ]
        return Counts(items=tuple(one for one in counted if one.count))


async def _page(desk: Desk, asked: Filter, paging: PageQuery) -> list[LedgerEntry]:
    rows = await desk.store.page(
        LEDGER.name, asked.equals(), after=paging.after, limit=paging.fetch
    )
    return [LEDGER.decode(row) for row in rows]


def _showing(router: APIRouter, desk: Desk) -> None:
    showing = Showing(desk.hearing, desk.ledger, desk.replays.entries)

    @router.get("/{place}", response_model=EntryView, summary="一条消息 / one message")
    async def one(
        place: str,
        caller: _Operator,
        call: CommandCall,
        purpose: StatedPurpose,
        raw: Annotated[bool, Query(description="the bytes as they came; needs X-Purpose")] = False,
    ) -> JSONResponse:
        desk.admit(caller)
        if raw:
            entry = await _revealed(desk, place, call, purpose)
        else:
            entry = await desk.replays.entries.one(place)
        view = await showing.view(entry, raw=raw)
        headers = {"ETag": etag(entry.version), "Cache-Control": "no-store"}
        return JSONResponse(view.as_json(), headers=headers)


async def _revealed(desk: Desk, place: str, call: Call, purpose: StatedPurpose) -> LedgerEntry:
    if purpose is None:
        raise NotAllowed(
            "purpose-needed",
            "原始内容可能含有个人信息，查看须在 X-Purpose 头说明用途。",
            "Raw bytes may hold personal data: say why in the X-Purpose header.",
            field="X-Purpose",
        )
    said = str(purpose)
    entry = await desk.commands.run(lambda work: mending.reveal(place, said, work), call.cause)
    _audit.info("%s saw the bytes of %s for %s", call.caller.subject, place, said)
    desk.metrics.count("personal_reveals_total", purpose_kind=said)
    return entry


def _replaying(router: APIRouter, desk: Desk) -> None:
    @router.post("/replays", summary="按条件补处理一批 / replay what a filter finds, page by page")
    async def replays(form: ReplaysForm, caller: _Operator) -> Page[ReplayedView]:
        desk.admit(caller)
        paging = PageQuery(after(form.cursor) if form.cursor else None, form.limit)
        found = page_of(
            await _page(desk, form.filter, paging), paging, EntryRow.of, lambda entry: entry.id
        )
        by = By(caller.subject, form.reason)
        entries = await desk.replays.entries.several([row.place for row in found.items])
        replayed = await replay_all(
            [entries[row.place] for row in found.items if row.place in entries],
            by,
            desk.replays,
            desk.store,
            dry=form.dry_run,
        )
        if not form.dry_run:
            _audit.info("%s replayed %s entries", caller.subject, len(replayed))
        return Page(items=tuple(ReplayedView.of(one) for one in replayed), next=found.next)

    @router.post("/{place}/replay", summary="补处理一条 / replay one")
    async def replay(
        place: str, form: ReplayForm, caller: _Operator, call: CommandCall
    ) -> ReplayedView:
        desk.admit(caller)
        if form.dry_run:
            return ReplayedView.of(await desk.replays.rehearse(place))
        by = By(caller.subject, form.reason, call.seen)
        replayed = await desk.replays.one(place, by)
        _audit.info("%s replayed %s: %s", caller.subject, place, replayed.outcome)
        return ReplayedView.of(replayed)


def _changing(router: APIRouter, desk: Desk) -> None:
    counter = Counter(desk.commands)

    @router.post("/{place}/mend", summary="更正内容并补处理 / correct it and replay it")
    async def mend(
        place: str, form: MendForm, caller: _Operator, call: CommandCall
    ) -> ReplayedView:
        desk.admit(caller)

        async def act(work: Stage) -> Answer:
            entry = await mending.mend(
                place, form.event, form.reason, _seen(call, work), work, desk.hearing, desk.ledger
            )
            return Answer(200, {}, etag(entry.version))

        await counter.answer(call, act)
        _audit.info("%s mended %s", caller.subject, place)
        return ReplayedView.of(await desk.replays.one(place, By(caller.subject, form.reason)))

    @router.post(
        "/{place}/discard",
        response_model=EntryRow,
        summary="丢弃并说明理由 / discard, and say why",
    )
    async def discard(
        place: str, form: Reason, caller: _Operator, call: CommandCall
    ) -> JSONResponse:
        desk.admit(caller)

        async def act(work: Stage) -> Answer:
            entry = await mending.discard(place, form.reason, _seen(call, work), work)
            return Answer(200, EntryRow.of(entry).as_json(), etag(entry.version))

        answer = await counter.answer(call, act)
        _audit.info("%s discarded %s", caller.subject, place)
        return answer


def _seen(call: Call, work: Stage) -> mending.Seen:
    def check(entry: LedgerEntry) -> None:
        changed = () if call.seen is None else work.changed_since(entry, call.seen)
        check_version(call.seen, entry.version, changed)

    return check
