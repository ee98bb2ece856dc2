"""The inbox over HTTP: everybody reads their own and nobody else's."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from services.notify.application.attend import Seen, acknowledge_entry, act_on_entry, read_entry
from services.notify.application.ports import Work
from services.notify.application.screens import Inboxes
from services.notify.domain.inbox import Entry, number_of
from services.notify.entrypoints.views import EntryView, UnreadView
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.web.auth import needs
from shared.web.commands import Call, CommandCall, Counter
from shared.web.conditional import check_version, etag, not_modified
from shared.web.idempotency import Answer, respond
from shared.web.pages import Page, Paging, page_of

STAFF = needs(
    Role.CLERK,
    Role.REVIEWER,
    Role.GRID_WORKER,
    Role.SHIFT_LEADER,
    Role.ADVISER,
    Role.OPERATOR,
)
Staff = Annotated[Principal, STAFF]


def inbox_router(inboxes: Inboxes, counter: Counter[Any]) -> APIRouter:
    """Return the routes of the inbox."""
    router = APIRouter(prefix="/inbox", tags=["inbox"])

    @router.get("", summary="我的收件箱，新的在前 / my inbox, newest first")
    async def listed(staff: Staff, paging: Paging) -> Page[EntryView]:
        before = number_of(paging.after, staff.subject) if paging.after else None
        rows = await inboxes.newest(staff.subject, before, paging.fetch)
        return page_of(rows, paging, EntryView.of, lambda entry: entry.id)

    @router.get("/unread", summary="未读数 / how many are unread")
    async def unread(staff: Staff) -> UnreadView:
        return UnreadView(unread=await inboxes.unread(staff.subject))

    @router.get("/{id_}", response_model=EntryView, summary="一条通知 / one entry")
    async def one(id_: str, request: Request, staff: Staff) -> Response:
        entry = (await inboxes.entry(id_)).opened_by(staff.subject)
        return not_modified(request, entry.version) or respond(_answer(entry))

    @router.post("/{id_}/read", response_model=EntryView, summary="标为已读 / mark as read")
    async def read(id_: str, _staff: Staff, call: CommandCall) -> JSONResponse:
        async def act(work: Work) -> Answer:
            return _answer(await read_entry(id_, call.caller.subject, _seen(call, work), work))

        return await counter.answer(call, act)

    @router.post("/{id_}/ack", response_model=EntryView, summary="确认，由我办理 / take it on")
    async def acknowledged(id_: str, _staff: Staff, call: CommandCall) -> JSONResponse:
        async def act(work: Work) -> Answer:
            entry = await acknowledge_entry(id_, call.caller.subject, _seen(call, work), work)
            return _answer(entry)

        return await counter.answer(call, act)

    @router.post("/{id_}/act", response_model=EntryView, summary="标为已处理 / mark as acted on")
    async def acted(id_: str, _staff: Staff, call: CommandCall) -> JSONResponse:
        async def act(work: Work) -> Answer:
            return _answer(await act_on_entry(id_, call.caller.subject, _seen(call, work), work))

        return await counter.answer(call, act)

    return router


def _seen(call: Call, work: Work) -> Seen:
    # Not `may_change`: an inbox belongs to its owner, whatever unit the matter is in.
    def check(entry: Entry) -> None:
        changed = () if call.seen is None else work.changed_since(entry, call.seen)
        check_version(call.seen, entry.version, changed)

    return check


def _answer(entry: Entry) -> Answer:
    return Answer(200, EntryView.of(entry).as_json(), etag(entry.version))
