"""Time that passes for one service alone: every timer fires at its instant."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.storage.kinds import TIMERS
from shared.storage.ports import Store
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import SetClock
from shared.timers import OnTimer, Timers


async def pass_to(
    instant: datetime,
    clock: SetClock,
    unit_of_work: UnitOfWork[Any],
    on: Mapping[str, OnTimer[Any]],
    metrics: Metrics,
) -> None:
    """Let time pass to an instant, from one timer to the next."""
    store = unit_of_work.store
    commands = Commands(unit_of_work)
    serving = asyncio.create_task(commands.serve())
    fires = Timers(store, commands, on, clock, metrics)
    try:
        while (due_at := await _next_due(store)) is not None and due_at <= instant:
            clock.move(due_at)
            await fires.fire_due()
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    clock.move(instant)


async def _next_due(store: Store) -> datetime | None:
    rows = await store.earliest(TIMERS.name, "due_at", 1)
    return TIMERS.decode(rows[0]).due_at if rows else None
