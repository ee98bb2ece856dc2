from collections.abc import AsyncIterator

import httpx2
import pytest

from shared.testing.memory import MemoryStore
from tests.shared.messaging.operators import operators_of
from tests.shared.messaging.test_pausing import Replica
from tests.shared.messaging.toy import TOPIC

REASON = {"reason": "对方已修复编码问题"}


@pytest.fixture
def replica() -> Replica:
    return Replica(MemoryStore())


@pytest.fixture
async def client(replica: Replica) -> AsyncIterator[httpx2.AsyncClient]:
    async with operators_of("grid", replica.pausing, replica.work) as opened:
        yield opened


async def test_an_operator_sees_which_source_is_paused_and_why(
    client: httpx2.AsyncClient, replica: Replica
) -> None:
    await replica.reads(*[b"{"] * 6)
    hotline, portal = (await client.get("/sources")).json()["items"]
    assert (hotline["topic"], hotline["paused"]) == (TOPIC, True)
    assert (hotline["invalid"], hotline["of"]) == (6, 6)
    assert (portal["partner"], portal["paused"], portal["since"]) == ("portal", False, None)


async def test_a_resume_is_answered_with_the_source_as_it_is_then(
    client: httpx2.AsyncClient, replica: Replica
) -> None:
    await replica.reads(*[b"{"] * 6)
    answer = await client.post("/sources/hotline/resume", json={**REASON, "tolerate_minutes": 30})
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"2"'
    assert answer.json()["paused"] is False
    assert answer.json()["tolerated_until"] == "2026-09-07T01:30:00Z"
    await replica.pausing.refresh()
    assert replica.pausing.paused_topics == frozenset()


async def test_the_same_key_resumes_once(client: httpx2.AsyncClient, replica: Replica) -> None:
    await replica.reads(*[b"{"] * 6)
    key = {"Idempotency-Key": "k1"}
    first = await client.post("/sources/hotline/resume", json=REASON, headers=key)
    second = await client.post("/sources/hotline/resume", json=REASON, headers=key)
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize(
    ("path", "body", "headers", "status", "code"),
    [
        ("hotline", REASON, {}, 409, "not-paused"),
        ("stranger", REASON, {}, 404, "no-such-source"),
        ("hotline", {}, {}, 422, "invalid-input"),
        ("hotline", {**REASON, "tolerate_minutes": 9999}, {}, 422, "invalid-input"),
        ("hotline", REASON, {"If-Match": '"7"'}, 412, "stale"),
        ("hotline", REASON, {"authorization": "Bearer clerk"}, 403, "role-needed"),
        ("hotline", REASON, {"authorization": "Bearer elsewhere"}, 403, "out-of-scope"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_its_reason(
    client: httpx2.AsyncClient,
    path: str,
    body: dict[str, object],
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    answer = await client.post(f"/sources/{path}/resume", json=body, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:jiedao:problem:{code}")


async def test_an_operator_of_another_place_sees_no_source(client: httpx2.AsyncClient) -> None:
    elsewhere = {"authorization": "Bearer elsewhere"}
    assert (await client.get("/sources", headers=elsewhere)).json()["items"] == []
