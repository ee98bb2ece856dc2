"""A service on a free port of 127.0.0.1, in a thread with a loop of its own."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn
from fastapi import FastAPI

_WITHIN = 20.0


@contextmanager
def served(app: FastAPI) -> Iterator[tuple[str, asyncio.AbstractEventLoop]]:
    """Serve an application; give its URL and its loop. At the end it lets go of all it holds.

    Raises:
        RuntimeError: it did not end in time.
    """
    began = Event()
    loop = asyncio.new_event_loop()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=2))
        thread = Thread(target=_serve, args=(loop, server, listening, began), name="served")
        thread.start()
        try:
            assert began.wait(_WITHIN), "the service has not begun"
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", loop
        finally:
            server.should_exit = True
            thread.join(_WITHIN)
    if thread.is_alive():
        raise RuntimeError("the service has not ended")


def _serve(
    loop: asyncio.AbstractEventLoop, server: uvicorn.Server, listening: socket.socket, began: Event
) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.get_loop().call_soon(began.set)
        # Not `serve`: it would take the signals of the whole test run.
        runner.run(server._serve([listening]))
