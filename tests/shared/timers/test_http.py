"""What an operator sees of what comes due."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest

from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.timers.http import due_router
from tests.shared.messaging.operators import STREET, at_the_door
from tests.shared.timers.house import Replica, set_timer

HOUR = timedelta(hours=1)


@pytest.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    """09:00 on a Monday; one is late, three are due today, one in two days."""
    clock = SetClock()
    store = MemoryStore(clock)
    replica = Replica(store, clock)
    for key, hours, kind in (
        ("a", -2.5, "sign-overdue"),
        ("b", 0.2, "sign-overdue"),
        ("c", 3.5, "sign-overdue"),
        ("d", 3.9, "deadline"),
        ("e", 50, "deadline"),
    ):
        await set_timer(replica, key, clock.now() + hours * HOUR, kind)
    router = due_router(STREET, store, clock)
    async with at_the_door("grid", replica.commands, router) as opened:
        yield opened


async def test_what_comes_due_is_told_by_hour_and_kind_at_local_time(
    client: httpx2.AsyncClient,
) -> None:
    seen = (await client.get("/timers/due")).json()
    assert seen["at"] == "2026-09-07T09:00:00+08:00"
    assert seen["earlier"] == {"sign-overdue": 1}
    assert seen["hours"] == [
        {"hour": "2026-09-07T09:00:00+08:00", "count": 1, "kinds": {"sign-overdue": 1}},
        {
            "hour": "2026-09-07T12:00:00+08:00",
            "count": 2,
            "kinds": {"deadline": 1, "sign-overdue": 1},
        },
    ]
    assert seen["zh"] == "到 09-08 09:00 为止有 3 项到期；此前到期而尚未触发的有 1 项。"
    assert seen["en"] == "3 fall due until 09-08 09:00 (+08:00); 1 were due before and wait."


async def test_a_longer_look_sees_more(client: httpx2.AsyncClient) -> None:
    seen = (await client.get("/timers/due?hours=168")).json()
    assert sum(hour["count"] for hour in seen["hours"]) == 4


@pytest.mark.parametrize(
    ("hours", "token", "status"),
    [
        ("0", "operator", 422),
        ("169", "operator", 422),
        ("24", "clerk", 403),
        ("24", "elsewhere", 403),
    ],
)
async def test_who_may_not_ask_or_asks_too_much_is_refused(
    client: httpx2.AsyncClient, hours: str, token: str, status: int
) -> None:
    headers = {"authorization": f"Bearer {token}"}
    answer = await client.get(f"/timers/due?hours={hours}", headers=headers)
    assert answer.status_code == status
