"""Store and bus are away for 300 s under load: nothing is lost or doubled, and all is soon well.

Played in 10 s with pauses of a 30th; OUTAGE_SECONDS=300 plays it at full length, with the services
as they are shipped. `--log-cli-level=INFO` shows the figures.
"""

import asyncio
import logging

import pytest

from shared.testing.waiting import until
from tests.faults.outages.absence import away
from tests.faults.outages.memory import watched
from tests.faults.outages.ratio import LIMIT, SECONDS
from tests.faults.outages.town import Town

log = logging.getLogger(__name__)

WARM = 200
LOOK_SECONDS = 0.1
PATIENCE = 60.0
GROWTH_MIB = 48.0
WAITS_FOR = {"mongod": "store", "broker": "bus"}


async def complains(town: Town, word: str) -> None:
    """Wait until every replica says that it is not ready, and that this is why."""

    async def said() -> bool:
        words = await town.complaints()
        return all(word in why for why in words.values())

    await until(said, SECONDS * 0.9, every=LOOK_SECONDS)


async def recovered(town: Town, events: set[str]) -> None:
    """Wait until all is ready and drained, of these events and of what came of them."""

    async def well() -> bool:
        return await town.keeps_up() and not await town.waiting(events)

    try:
        await until(well, PATIENCE, every=LOOK_SECONDS)
    except TimeoutError:
        pytest.fail(f"still waiting: {len(events)} events; not ready: {await town.complaints()}")


@pytest.mark.parametrize("server", WAITS_FOR)
async def test_a_server_that_was_away_costs_nothing_but_the_wait(town: Town, server: str) -> None:
    pids = {name: keeper.what.pid or 0 for name, keeper in town.stand.services.items()}
    clock = asyncio.get_running_loop().time
    async with watched(pids) as peaks, town.partners():
        await town.sent(WARM)
        before = dict(peaks.mib)
        async with away(town.stand, server, SECONDS):
            await complains(town, WAITS_FOR[server])
        back, waiting = clock(), set(town.publisher.sent)
        await recovered(town, waiting)
        took = clock() - back
        growth = peaks.since(before)
    verdict = await town.verdict()
    assert verdict.clean, verdict.findings
    log.info("%s: ready and drained after %.1f s, grown by %s MiB", server, took, growth)
    assert max(growth.values()) <= GROWTH_MIB, growth
    assert took <= LIMIT
