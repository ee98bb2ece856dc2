"""Waiting for what another process does, bounded and without a fixed sleep."""

import asyncio
from collections.abc import Awaitable, Callable

_POLL_SECONDS = 0.02


async def until(
    true: Callable[[], Awaitable[bool]], seconds: float = 30, *, every: float = _POLL_SECONDS
) -> None:
    """Return as soon as it is true, asked `every` so many seconds; raise `TimeoutError` at last."""
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - other processes set no event here
            await asyncio.sleep(every)
