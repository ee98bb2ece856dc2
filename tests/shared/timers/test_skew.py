"""The server's time decides: a replica whose clock is wrong is neither early nor late."""

from datetime import timedelta

import pytest

from shared.clock import SystemClock
from shared.storage.mongo import ensure_indexes
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.testing.stores import opened
from shared.testing.waiting import until
from tests.shared.storage.toy import ToyWork
from tests.shared.timers.house import Replica, Skewed, set_timer, totals

SKEWS = [timedelta(minutes=minutes) for minutes in (-7, 0, 7)]


@pytest.mark.parametrize("skew", SKEWS, ids=str)
async def test_a_wrong_clock_fires_when_the_server_says(skew: timedelta) -> None:
    server = SetClock()
    store = MemoryStore(server)
    replica = Replica(store, Skewed(server, skew))
    await set_timer(replica, "a", server.now() + timedelta(minutes=5))
    async with replica.running():
        server.advance(timedelta(minutes=5, milliseconds=-1))
        await replica.timers.fire_due()
        assert await totals(store) == {}
        server.advance(timedelta(milliseconds=1))
        await replica.timers.fire_due()
        assert await totals(store) == {"a": 1}


async def test_the_use_case_sees_the_servers_time_and_what_the_timer_carries() -> None:
    server, seen = SetClock(), []

    async def look(subject: str, work: ToyWork) -> None:
        seen.append((subject, work.payload, work.now))

    store = MemoryStore(server)
    replica = Replica(store, Skewed(server, timedelta(minutes=-7)), look=look)
    await set_timer(replica, "a", server.now(), "look", payload="2")
    async with replica.running():
        await replica.timers.fire_due()
    assert seen == [("a", "2", server.now())]


@pytest.mark.parametrize("skew", [SKEWS[0], SKEWS[-1]], ids=str)
async def test_a_wrong_clock_is_not_believed_before_a_real_server(
    database: tuple[str, str], skew: timedelta
) -> None:
    async with opened(*database) as store:
        await ensure_indexes(store, {})
        replica = Replica(store, Skewed(SystemClock(), skew))
        due_at = await store.now() + timedelta(seconds=1)
        await set_timer(replica, "a", due_at)

        async def fired() -> bool:
            return bool(await totals(store))

        async with replica.running(replica.timers.serve):
            await until(fired, 20)
        late = replica.told("timer_lateness_seconds_sum")
        assert 0 <= late < 10
        assert await store.now() >= due_at
