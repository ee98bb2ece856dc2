import logging
from collections.abc import AsyncIterator

import pytest
from fastapi import APIRouter

from shared.identity.roles import Role
from shared.web.auth import needs
from shared.web.language import Language
from shared.web.mends import mend_of
from tests.shared.web.app import service

NOTE = {"title": "路灯不亮", "phone": "13800001234"}


async def test_a_refusal_is_a_problem_in_chinese_by_default() -> None:
    async with service().client() as client:
        answer = await client.get("/notes/n1?q=secret")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Content-Language"] == "zh-CN"
    assert answer.json() == {
        "type": "urn:jiedao:problem:not-found",
        "title": "没有找到",
        "status": 404,
        "detail": "没有这条记录。",
        "instance": "/notes/n1",
        "errors": [],
    }


async def test_an_english_reader_is_answered_in_english() -> None:
    async with service().client(**{"Accept-Language": "en-GB"}) as client:
        answer = await client.get("/notes/n1")
    assert answer.json()["detail"] == "There is no such note."
    assert "Accept-Language" in answer.headers["Vary"]


async def test_every_fault_names_its_field_and_mend_but_never_the_value() -> None:
    body = {"title": "长" * 21, "phone": "12345", "id_number": "x", "13800009999": 1}
    async with service().client() as client:
        answer = await client.post("/notes", json=body)
    assert answer.status_code == 422
    faults = {fault["field"]: fault["detail"] for fault in answer.json()["errors"]}
    assert faults["title"] == "最多 20 个字符。"
    assert r"^1\d{10}$" in faults["phone"]
    assert faults["id_number"] == faults["…"] == "不认识这一项，请删去或检查拼写。"
    assert "12345" not in answer.text
    assert "13800009999" not in answer.text


@pytest.mark.parametrize("body", [b"{", b'{"title": "13800001234'])
async def test_broken_json_is_told_without_repeating_it(body: bytes) -> None:
    async with service().client(**{"Content-Type": "application/json"}) as client:
        answer = await client.post("/notes", content=body)
    assert answer.json()["errors"][0]["field"] == "body"
    assert "JSON" in answer.json()["errors"][0]["detail"]
    assert "1380000" not in answer.text


async def test_a_query_out_of_range_names_the_parameter() -> None:
    async with service().client(**{"Accept-Language": "en"}) as client:
        answer = await client.get("/notes", params={"limit": "201"})
    assert answer.json()["errors"] == [{"field": "limit", "detail": "It must be at most 200."}]


async def test_unknown_routes_and_methods_are_problems() -> None:
    async with service().client() as client:
        unknown, slash = await client.get("/nowhere"), await client.get("/notes/")
        method = await client.put("/notes", json=NOTE)
    assert (unknown.status_code, slash.status_code, method.status_code) == (404, 404, 405)
    assert unknown.json()["type"] == "urn:jiedao:problem:no-such-route"
    assert method.headers["Allow"] == "GET, POST"


async def test_a_refused_method_is_told_what_that_very_address_takes() -> None:
    found = APIRouter(prefix="/notes", dependencies=[needs(Role.CLERK)])

    @found.post("/search")
    async def search() -> None:
        """Stand before ``/notes/{note}``, which it is not."""

    async with service(found).client() as client:
        answers = [await client.delete(f"/notes/{name}") for name in ("search", "n7")]
    assert [answer.headers["Allow"] for answer in answers] == ["POST", "GET"]


async def test_a_fault_of_ours_tells_nothing_and_logs_no_personal_data(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        async with service().client() as client:
            answer = await client.get("/notes/n1/broken")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:jiedao:problem:internal"
    assert answer.headers["X-Correlation-ID"]
    assert "13800001234" not in answer.text + caplog.text
    assert "RuntimeError at broken" in caplog.text


async def test_a_store_that_is_away_asks_to_come_back() -> None:
    async with service().client() as client:
        answer = await client.get("/notes/n1/away")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_beyond_the_limit_is_refused(declared: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * 1000

    small = service(max_body=2000)
    async with small.client(**{"Content-Type": "application/json"}) as client:
        content = b" " * 3000 if declared else pieces()
        answer = await client.post("/notes", content=content)
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:jiedao:problem:too-large"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", "只能是：window、kiosk、post。"),
        ("en", "It must be one of: 'window', 'kiosk' or 'post'."),
    ],
)
def test_what_may_be_chosen_is_listed_as_its_language_lists(language: Language, told: str) -> None:
    assert mend_of("enum", {"expected": "'window', 'kiosk' or 'post'"}, language) == told
