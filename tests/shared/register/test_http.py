"""The register over HTTP."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from shared.register.http import register_router
from shared.storage.group_commit import Commands
from shared.testing.memory import MemoryStore
from tests.shared.messaging.operators import at_the_door
from tests.shared.register.house import STREET, House, event, stories
from tests.shared.storage.toy import unit_of_work

REASON = {"reason": "核对发现三行不符"}
CLOSED = "jiedao.grid.incident.closed.v1"
REPORTED = "jiedao.grid.incident.reported.v1"


@pytest.fixture
async def house() -> House:
    house = House(MemoryStore())
    stories(house.log, matters=5)
    house.log.append(event("new", 1, "150602013001"))
    await house.caught_up()
    return house


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    commands = Commands(unit_of_work(house.store, house.clock))
    router = register_router("grid", STREET, house.store, commands)
    async with at_the_door("grid", commands, router) as opened:
        yield opened


async def test_an_operator_sees_where_it_stands(client: httpx2.AsyncClient) -> None:
    seen = (await client.get("/register")).json()
    assert seen["serving"] == {
        "generation": 1, "complete": True, "since": None, "missed": 0, "lag": 0
    }  # fmt: skip
    assert (seen["building"], seen["given_up"], seen["matters"]) == (None, None, 6)
    assert seen["types"] == [{"type": CLOSED, "count": 5}, {"type": REPORTED, "count": 1}]


async def test_before_the_first_event_it_is_empty() -> None:
    house = House(MemoryStore())
    summary = await house.register.summary()
    assert (summary.serving.generation, summary.matters, summary.seen_at) == (1, 0, None)


async def test_matters_are_paged_and_picked_by_type_and_organisation(
    client: httpx2.AsyncClient,
) -> None:
    first = (await client.get("/register/matters?limit=4")).json()
    rest = (await client.get(f"/register/matters?limit=4&cursor={first['next']}")).json()
    subjects = [row["subject"] for row in first["items"] + rest["items"]]
    assert subjects == [*(f"inc-00{n}" for n in range(5)), "new"]
    assert "next" not in rest or rest["next"] is None
    for query in (f"type={REPORTED}", "orgunit=150602013001"):
        (row,) = (await client.get(f"/register/matters?{query}")).json()["items"]
        assert (row["subject"], row["sequence"], row["type"]) == ("new", 1, REPORTED)


async def test_a_cursor_goes_on_in_the_generation_that_serves_by_then(
    client: httpx2.AsyncClient, house: House
) -> None:
    first = (await client.get("/register/matters?limit=4")).json()
    await house.rebuild()
    await house.caught_up()
    rest = (await client.get(f"/register/matters?cursor={first['next']}")).json()
    assert [row["subject"] for row in rest["items"]] == ["inc-004", "new"]


async def test_a_rebuild_is_asked_for_once_a_key_and_its_progress_is_told(
    client: httpx2.AsyncClient, house: House
) -> None:
    key = {"Idempotency-Key": "k1"}
    first = await client.post("/register/rebuild", json=REASON, headers=key)
    again = await client.post("/register/rebuild", json=REASON, headers=key)
    other = await client.post("/register/rebuild", json=REASON)
    assert (first.status_code, again.status_code, other.status_code) == (202, 202, 409)
    assert first.json() == again.json()
    assert other.json()["type"] == "urn:jiedao:problem:already-rebuilding"
    building = (await client.get("/register")).json()["building"]
    assert (building["generation"], building["percent"]) == (2, 0)
    assert building["asked"]["reason"] == REASON["reason"]
    await house.caught_up()
    seen = (await client.get("/register")).json()
    assert (seen["serving"]["generation"], seen["building"]) == (2, None)


@pytest.mark.parametrize(
    ("path", "who", "code"),
    [
        ("/register", "clerk", "role-needed"),
        ("/register/matters", "clerk", "role-needed"),
        ("/register/rebuild", "clerk", "role-needed"),
        ("/register", "elsewhere", "out-of-scope"),
        ("/register/rebuild", "elsewhere", "out-of-scope"),
    ],
)
async def test_it_is_for_the_operators_of_the_place(
    client: httpx2.AsyncClient, path: str, who: str, code: str
) -> None:
    headers = {"authorization": f"Bearer {who}"}
    method, body = ("POST", REASON) if path.endswith("rebuild") else ("GET", None)
    answer = await client.request(method, path, headers=headers, json=body)
    assert (answer.status_code, answer.json()["type"]) == (403, f"urn:jiedao:problem:{code}")


async def test_an_operator_of_another_place_sees_no_row(client: httpx2.AsyncClient) -> None:
    elsewhere = {"authorization": "Bearer elsewhere"}
    assert (await client.get("/register/matters", headers=elsewhere)).json()["items"] == []
