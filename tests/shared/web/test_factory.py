import re
from typing import Any

import pytest
from fastapi import APIRouter

from shared.web.auth import Purpose, needs
from shared.web.openapi import openapi_examples
from tests.shared.web.app import service

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-Correlation-ID": "desk-3-0001"}, "desk-3-0001"),
        ({"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}, TRACE),
        ({"X-Correlation-ID": "good-one-1", "traceparent": "rubbish"}, "good-one-1"),
    ],
)
async def test_a_callers_correlation_id_comes_back(headers: dict[str, str], expected: str) -> None:
    async with service().client() as client:
        answer = await client.get("/notes", headers=headers)
    assert answer.headers["X-Correlation-ID"] == expected


@pytest.mark.parametrize(
    "bad", ["short", "a" * 65, "white space", "13800001234", "x-13800001234", "15060219900101123X"]
)
async def test_a_bad_or_telling_correlation_id_is_replaced(bad: str) -> None:
    async with service().client() as client:
        answer = await client.get("/notes", headers={"X-Correlation-ID": bad})
    assert answer.headers["X-Correlation-ID"] != bad
    assert len(answer.headers["X-Correlation-ID"]) == 26


async def test_every_answer_carries_the_security_headers() -> None:
    async with service().client(None) as client:
        answers = [await client.get(path) for path in ("/livez", "/notes", "/nowhere")]
    for answer in answers:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


async def test_keys_and_description_are_open_and_no_page_loads_from_elsewhere() -> None:
    async with service().client(None) as client:
        keys = await client.get("/.well-known/jwks.json")
        document = (await client.get("/openapi.json")).json()
        pages = [(await client.get(path)).status_code for path in ("/docs", "/redoc")]
    assert keys.json() == {"keys": []}
    assert document["openapi"].startswith("3.1")
    assert pages == [404, 404]


def test_the_description_says_what_a_header_may_hold_and_that_none_is_null() -> None:
    paths: dict[str, Any] = service().app.openapi()["paths"]
    shown = {
        parameter["name"]: parameter["schema"]
        for path, verb in (("/notes", "post"), ("/notes/{note}/close", "post"), ("/notes", "get"))
        for parameter in paths[path][verb].get("parameters", ())
    }
    purpose = paths["/notes/{note}/contact"]["get"]["parameters"]
    assert re.fullmatch(shown["If-Match"]["pattern"], '"7"')
    assert not re.fullmatch(shown["If-Match"]["pattern"], "7")
    assert shown["Idempotency-Key"]["maxLength"] == 128
    assert [row["schema"]["enum"] for row in purpose if row["name"] == "X-Purpose"] == [[*Purpose]]
    assert {schema["type"] for schema in shown.values()} == {"string", "integer"}


def test_the_description_shows_problems_security_and_headers() -> None:
    document = service().app.openapi()
    operation: dict[str, Any] = document["paths"]["/notes"]["post"]
    for status in ("400", "401", "403", "404", "409", "410", "412", "413", "422", "503"):
        assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert operation["security"] == [{"HTTPBearer": []}]
    assert {p["name"] for p in operation["parameters"]} == {"Idempotency-Key"}
    assert "/metrics" not in document["paths"]


def test_a_request_without_an_example_is_found() -> None:
    bare = APIRouter()

    @bare.post("/bare", dependencies=[needs()])
    async def post(body: dict[str, int]) -> dict[str, int]:
        return body

    assert openapi_examples(service().app) == []
    assert openapi_examples(service(bare).app) == ["POST /bare"]


async def test_pages_follow_one_another() -> None:
    async with service().client() as client:
        first = (await client.get("/notes", params={"limit": 3})).json()
        last = (await client.get("/notes", params={"limit": 3, "cursor": first["next"]})).json()
        bad = await client.get("/notes", params={"cursor": "13800001234"})
    assert [note["id"] for note in first["items"] + last["items"]] == ["n1", "n2", "n3", "n4", "n5"]
    assert last["next"] is None
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "cursor")
