"""Background loops that must not die unnoticed."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiokafka.errors import KafkaError

_log = logging.getLogger("jiedao.service")


async def cancelled(tasks: Sequence["asyncio.Task[Any]"]) -> None:
    """Cancel the tasks and return when they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def must_live(task: "asyncio.Task[Any]") -> None:
    """End the process when this task ended by an error."""
    # A service without its relay or timers looks alive and does nothing: better to end, loudly,
    # and be started again.
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("%s stopped; the service ends", task.get_name(), exc_info=error)
        signal.raise_signal(signal.SIGTERM)


async def at_most(seconds: float, leave: Callable[[], Awaitable[None]]) -> None:
    """Take leave of the bus; one that is gone must not keep the process from ending."""
    with contextlib.suppress(TimeoutError, KafkaError, OSError):
        async with asyncio.timeout(seconds):
            await leave()
