import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import httpx2
import uvicorn

from services.notify.entrypoints.board import Board
from services.notify.entrypoints.stream import growing
from shared.events.grid import IncidentDispatched
from shared.identity.roles import Role
from shared.testing.memory import MemoryStore
from tests.services.notify.entrypoints.desk import Desk
from tests.services.notify.office import Office, fact

WORKER = "stf_g0101"


async def dispatched(office: Office, *numbers: int) -> None:
    for number in numbers:
        await office.hears(fact(IncidentDispatched, f"inc_{number}"))


async def test_what_came_meanwhile_is_replayed_then_what_comes_is_sent(office: Office) -> None:
    board = Board(office.inboxes)
    office.unit_of_work.after_commit(board.wake)
    watch = asyncio.create_task(board.serve())
    await dispatched(office, 1, 2)
    entries = growing(WORKER, 1, office.inboxes, board, anyio.Event())
    assert (await anext(entries)).number == 2
    following = asyncio.ensure_future(anext(entries))
    await dispatched(office, 3)
    assert (await asyncio.wait_for(following, 5)).number == 3
    await entries.aclose()
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)


async def test_another_replicas_commit_is_found_by_looking(office: Office) -> None:
    board = Board(office.inboxes)
    with board.listening(WORKER) as bell:
        await board.look()
        bell.clear()
        await dispatched(office, 1)
        assert not bell.is_set()
        await board.look()
        assert bell.is_set()


async def test_a_stream_ends_while_the_store_is_away(office: Office) -> None:
    assert isinstance(office.store, MemoryStore)
    office.store.away = True
    entries = growing(WORKER, 0, office.inboxes, Board(office.inboxes), anyio.Event())
    assert [entry async for entry in entries] == []


async def test_a_stream_ends_with_the_service(office: Office) -> None:
    ending = anyio.Event()
    entries = growing(WORKER, 0, office.inboxes, Board(office.inboxes), ending)
    waiting = asyncio.ensure_future(anext(entries, None))
    await asyncio.sleep(0)
    ending.set()
    assert await asyncio.wait_for(waiting, 5) is None


async def test_a_client_that_comes_back_misses_nothing(desk: Desk) -> None:
    await dispatched(desk.office, 1, 2, 3)
    async with served(desk) as url:
        first = await heard(desk, url, f"{WORKER}:000000000001", 2)
        assert [event["number"] for event in first] == [2, 3]
        assert first[0]["rule"] == "incident-dispatched"
        waiting = asyncio.create_task(heard(desk, url, f"{WORKER}:000000000003", 1))
        await dispatched(desk.office, 4)
        assert [event["number"] for event in await waiting] == [4]


@asynccontextmanager
async def served(desk: Desk) -> AsyncIterator[str]:
    with contextlib.closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(desk.app, log_config=None, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve([listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await task


async def heard(desk: Desk, url: str, last: str, count: int) -> list[dict[str, Any]]:
    headers = {**desk.bearer(WORKER, Role.GRID_WORKER), "Last-Event-ID": last}
    found: list[dict[str, Any]] = []
    async with (
        httpx2.AsyncClient(trust_env=False, timeout=10) as client,
        client.stream("GET", f"{url}/inbox/stream", headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                found.append(json.loads(line[5:]))
            if len(found) == count:
                break
    return found
