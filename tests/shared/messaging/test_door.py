import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from shared.events.codec import BATCH, STRUCTURED
from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.identity.tokens import TokenVerifier
from shared.messaging.door import door_router
from shared.messaging.ledger import LEDGER
from shared.observability.metrics import Metrics
from shared.privacy.jwe import ServiceKey
from shared.storage.group_commit import Commands
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.web.factory import create_app
from shared.web.health import Checks
from tests.shared.messaging.toy import hearing, order
from tests.shared.storage.toy import unit_of_work

KEY = ServiceKey.generate("grid-1")


@asynccontextmanager
async def nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


class Door:
    """A partner's view of the door, and the store behind it."""

    def __init__(self, home: Path) -> None:
        clock = SetClock()
        self.store = MemoryStore()
        self.commands = Commands(unit_of_work(self.store))
        self.issuer = Issuer.create(home, clock=clock)
        jwks = KEY.public_jwks()
        verifier = TokenVerifier(self.issuer.issuer, self.issuer.audience, jwks_of(home), clock)
        app = create_app(
            service="grid",
            title_zh="网格",
            lifespan=nothing,
            checks=Checks(),
            metrics=Metrics("grid"),
            verifier=verifier,
            routers=[door_router(hearing(self.store), self.commands, jwks["keys"][0])],
            version="1",
            public_jwks=jwks,
        )
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://grid.test"
        )

    async def post(
        self, content: bytes, kind: str, partner: str = "hotline", **headers: str
    ) -> httpx2.Response:
        token = self.issuer.token(partner, [Role.PARTNER], "150602013000", partner=partner)
        sent = {"authorization": f"Bearer {token}", "content-type": kind, **headers}
        return await self.client.post("/events", content=content, headers=sent)


def jwks_of(home: Path) -> Path:
    return home / "jwks.json"


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    opened = Door(tmp_path / "issuer")
    serving = asyncio.create_task(opened.commands.serve())
    yield opened
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


def outcomes(response: httpx2.Response) -> list[str]:
    assert response.status_code == 202, response.text
    return [result["outcome"] for result in response.json()["results"]]


async def test_one_event_in_structured_mode_is_handled(door: Door) -> None:
    response = await door.post(json.dumps(order()).encode(), STRUCTURED)
    assert outcomes(response) == ["handled"]
    assert await door.store.count("tallies", {}) == 1


async def test_one_event_in_binary_mode_is_handled(door: Door) -> None:
    event = order()
    data = json.dumps(event.pop("data")).encode()
    headers = {f"ce-{name}": str(value) for name, value in event.items()}
    assert outcomes(await door.post(data, "application/json", **headers)) == ["handled"]


async def test_a_batch_gets_a_result_an_event(door: Door) -> None:
    batch: list[Any] = [order("1"), order("1"), order("2", time="soon"), 7]
    response = await door.post(json.dumps(batch).encode(), BATCH)
    assert outcomes(response) == ["handled", "repeated", "quarantined", "quarantined"]
    assert response.json()["results"][2]["field"] == "time"


async def test_what_is_wrong_is_said_in_the_callers_language(door: Door) -> None:
    wrong = json.dumps(order(source="urn:partner:portal")).encode()
    zh = (await door.post(wrong, STRUCTURED)).json()["results"][0]["detail"]
    en = (await door.post(wrong, STRUCTURED, **{"accept-language": "en"})).json()["results"][0]
    assert "来源" in zh
    assert "source" in en["detail"]


async def test_plain_personal_data_is_sealed_before_it_is_kept(door: Door) -> None:
    event = order()
    event["data"]["personal"] = {"name": "张三丰", "phone": "13800001234"}
    event["data"]["kind"] = "not-a-kind"
    assert outcomes(await door.post(json.dumps(event).encode(), STRUCTURED)) == ["quarantined"]
    row = LEDGER.decode((await door.store.page("ledger", {}, after=None, limit=1))[0])
    assert row.raw is not None
    assert "13800001234" not in row.raw


async def test_a_partner_cannot_speak_for_another(door: Door) -> None:
    response = await door.post(json.dumps(order()).encode(), STRUCTURED, partner="portal")
    assert outcomes(response) == ["quarantined"]
    assert response.json()["results"][0]["code"] == "forged-source"


async def test_a_token_without_a_registered_partner_is_refused(door: Door) -> None:
    response = await door.post(b"{}", STRUCTURED, partner="stranger")
    assert response.status_code == 403


async def test_something_that_is_no_batch_is_refused_whole(door: Door) -> None:
    assert (await door.post(b"{}", BATCH)).status_code == 422


async def test_what_is_quarantined_is_told_under_its_own_id(door: Door) -> None:
    batch = [order("a-1", time="soon"), order("11010519491231002X"), {"id": 7}]
    response = await door.post(json.dumps(batch).encode(), BATCH)
    assert outcomes(response) == ["quarantined"] * 3
    assert [result["id"] for result in response.json()["results"]] == ["a-1", None, None]


async def test_a_wrong_door_names_the_event_and_the_right_service(door: Door) -> None:
    vacancy = order("v-1", type="jiedao.partner.vacancy.offered.v1")
    response = await door.post(json.dumps(vacancy).encode(), STRUCTURED)
    assert outcomes(response) == ["refused"]
    result = response.json()["results"][0]
    assert (result["id"], result["code"], result["service"]) == ("v-1", "wrong-door", "jobs")
    assert "jobs" in result["detail"]


@pytest.mark.parametrize("kind", ["", "application/json", "application/x-www-form-urlencoded"])
async def test_a_whole_event_is_taken_whatever_its_content_type_says(door: Door, kind: str) -> None:
    assert outcomes(await door.post(json.dumps(order()).encode(), kind)) == ["handled"]


@pytest.mark.parametrize("body", [b'{"order_no": "1"}', b"[1]", b"hello", b""])
async def test_what_nothing_makes_an_event_is_refused_with_what_is_accepted(
    door: Door, body: bytes
) -> None:
    response = await door.post(body, "application/json", **{"accept-language": "en"})
    assert response.status_code == 415
    problem = response.json()
    assert problem["type"].endswith("not-a-cloudevent")
    assert problem["errors"][0]["field"] == "Content-Type"
    assert STRUCTURED in problem["detail"]
    assert BATCH in problem["detail"]
    described = (await door.client.get("/openapi.json")).json()["paths"]["/events"]["post"]
    assert "415" in described["responses"]
    assert await door.store.count("ledger", {}) == 0


@pytest.mark.parametrize("member", ["text", "personal"])
async def test_half_a_character_in_a_batch_leaves_its_neighbours_alone(
    door: Door, member: str
) -> None:
    half = order("2")
    half["data"][member] = "\ud800"
    response = await door.post(json.dumps([order("1"), half, order("3")]).encode(), BATCH)
    assert outcomes(response) == ["handled", "quarantined", "handled"]


async def test_a_batch_nested_beyond_reading_is_refused_whole(door: Door) -> None:
    assert (await door.post(b"[" * 200_000, BATCH)).status_code == 422
