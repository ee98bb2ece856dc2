"""Replicas of grid are restarted one by one, and a third comes and goes, while partners publish."""

import asyncio

from shared.testing.waiting import until
from tests.faults.outages.town import Town

BETWEEN = 60
GRACE_SECONDS = 10.0
LIMIT = 60.0


async def restarted(town: Town, replica: str) -> None:
    """SIGTERM it; it must end by itself in time, and be ready again when its keeper began it."""
    keeper = town.stand.services[replica]
    before = keeper.restarts
    clock = asyncio.get_running_loop().time
    asked = clock()
    await asyncio.to_thread(keeper.what.stop, 2 * GRACE_SECONDS)
    assert clock() - asked < GRACE_SECONDS, f"{replica} had to be killed"

    async def back() -> bool:
        return keeper.restarts > before and not await town.complaint(replica)

    await until(back, LIMIT)
    await town.sent(BETWEEN)


async def removed(town: Town, replica: str) -> None:
    """SIGTERM it for good."""
    keeper = town.stand.services.pop(replica)
    keeper.end()
    assert await asyncio.to_thread(keeper.wait, 2 * GRACE_SECONDS)
    await town.sent(BETWEEN)


async def test_two_and_then_three_replicas_are_restarted_under_load(town: Town) -> None:
    async with town.partners():
        await town.sent(BETWEEN)
        await town.begin("grid-b")
        await town.sent(BETWEEN)
        for replica in ("grid-a", "grid-b"):
            await restarted(town, replica)
        await town.begin("grid-c")
        await town.sent(BETWEEN)
        for replica in ("grid-a", "grid-b", "grid-c"):
            await restarted(town, replica)
        await removed(town, "grid-c")
        await removed(town, "grid-b")
    verdict = await town.verdict()
    assert verdict.clean, verdict.findings
