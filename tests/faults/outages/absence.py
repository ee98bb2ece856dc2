"""A server that is away: at first it hangs, then it is dead, then it begins again on its data."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.sandbox.children import Keeper
from tests.faults.chaos.stand import Stand

_GONE_SECONDS = 10.0


@asynccontextmanager
async def away(stand: Stand, name: str, seconds: float) -> AsyncIterator[None]:
    """Let `mongod` or the `broker` be away for so long; the block is what is looked at meanwhile.

    When this returns the server serves again.
    """
    keeper = stand.servers[name]
    pid = keeper.what.pid
    assert pid is not None
    over = asyncio.create_task(asyncio.sleep(seconds))
    half = asyncio.create_task(asyncio.sleep(seconds / 2))
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
        await half
    finally:
        await asyncio.to_thread(_kill_for_good, keeper)
    await over
    again = stand.servers[name] = Keeper(keeper.what, _silent)
    again.begin()
    await again.ready()


def _kill_for_good(keeper: Keeper) -> None:
    # In this order: a keeper that is ended first would end its server in good order.
    keeper.what.kill()
    keeper.end()
    assert keeper.wait(_GONE_SECONDS)


def _silent(*_: str) -> None:
    """Say nothing."""
