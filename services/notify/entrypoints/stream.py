"""The inbox as a stream (SSE): nothing is missed between two connections."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated

import anyio
from fastapi import APIRouter, Header, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from services.notify.application.screens import Inboxes
from services.notify.domain.inbox import Entry, number_of
from services.notify.entrypoints.board import Board
from services.notify.entrypoints.http import Staff
from services.notify.entrypoints.views import EntryView
from shared.storage.ports import StoreAway

_AT_ONCE = 100
_HEARTBEAT_SECONDS = 15
_RETRY_MS = 2000
_GRACE_SECONDS = 2


def stream_router(inboxes: Inboxes, board: Board) -> APIRouter:
    """Return ``GET /inbox/stream``; include it before the routes with an id."""
    router = APIRouter(prefix="/inbox", tags=["inbox"])

    @router.get(
        "/stream",
        response_class=EventSourceResponse,
        summary="收件箱实时推送 / my inbox as it grows",
    )
    async def stream(
        _request: Request,
        staff: Staff,
        last: Annotated[
            str | None,
            Header(alias="Last-Event-ID", description="id of the last entry that was received"),
        ] = None,
    ) -> EventSourceResponse:
        if last:
            number = number_of(last, staff.subject)
        else:
            number = (await inboxes.last_numbers([staff.subject]))[staff.subject]
        ending = anyio.Event()
        entries = growing(staff.subject, number, inboxes, board, ending)
        return EventSourceResponse(
            _events(entries),
            ping=_HEARTBEAT_SECONDS,
            shutdown_event=ending,
            shutdown_grace_period=_GRACE_SECONDS,
        )

    return router


async def growing(
    staff: str, number: int, inboxes: Inboxes, board: Board, ending: anyio.Event
) -> AsyncGenerator[Entry, None]:
    """Yield the entries after a number, then each new one.

    Ends when the service is ending or the store is away; the client then comes back with the id
    of the last entry that it has.
    """
    with board.listening(staff) as bell:
        while not ending.is_set():
            bell.clear()
            try:
                found = await inboxes.following(staff, number, _AT_ONCE)
            except StoreAway:
                return
            for entry in found:
                number = entry.number
                yield entry
            if not found:
                await _either(bell, ending)


async def _either(bell: asyncio.Event, ending: anyio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in (bell, ending)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def _events(entries: AsyncIterator[Entry]) -> AsyncIterator[ServerSentEvent]:
    async for entry in entries:
        data = EntryView.of(entry).model_dump_json()
        yield ServerSentEvent(data=data, id=entry.id, event="entry", retry=_RETRY_MS)
