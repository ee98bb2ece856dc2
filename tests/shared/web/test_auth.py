import pytest
from fastapi import APIRouter

from shared.web.auth import open_routes
from tests.shared.web.app import service


@pytest.mark.parametrize("token", [None, "nonsense"])
async def test_without_a_good_token_nobody_comes_in(token: str | None) -> None:
    async with service().client(token) as client:
        answer = await client.get("/notes")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["type"].startswith("urn:jiedao:problem:token-")


async def test_a_stranger_learns_nothing_about_the_body_it_should_send() -> None:
    async with service().client(None) as client:
        answer = await client.post("/notes", json={"wrong": 1})
    assert answer.status_code == 401


async def test_the_wrong_role_is_told_which_one_is_needed() -> None:
    async with service().client("grid") as client:
        answer = await client.get("/notes")
    assert answer.status_code == 403
    assert "窗口人员" in answer.json()["detail"]


async def test_another_organisation_is_kept_out() -> None:
    async with service().client("away") as client:
        answer = await client.get("/notes/n7")
    assert answer.json()["type"] == "urn:jiedao:problem:out-of-scope"


async def test_personal_data_needs_a_stated_purpose() -> None:
    async with service().client() as client:
        silent = await client.get("/notes/n1/contact")
        odd = await client.get("/notes/n1/contact", headers={"X-Purpose": "curiosity"})
        plain = await client.get("/notes/n1/contact", headers={"X-Purpose": "contact"})
    assert (silent.status_code, odd.status_code, plain.status_code) == (403, 422, 200)
    assert silent.json()["errors"][0]["field"] == odd.json()["errors"][0]["field"] == "X-Purpose"
    assert "curiosity" not in odd.text
    assert plain.json()["purpose"] == "contact"


async def test_a_token_is_verified_once_a_request() -> None:
    under_test = service()
    async with under_test.client() as client:
        await client.post(
            "/notes",
            json={"title": "路灯", "phone": "13800001234"},
            headers={"Idempotency-Key": "k"},
        )
    assert under_test.verifier.asked == 1


def test_a_route_that_forgot_its_guard_is_found() -> None:
    forgetful = APIRouter(prefix="/inner")

    @forgetful.get("/free/{thing}")
    async def free(thing: str) -> str:
        return thing

    outer = APIRouter(prefix="/outer")
    outer.include_router(forgetful)
    assert open_routes(service().app) == []
    assert open_routes(service(outer).app) == ["GET /outer/inner/free/{thing}"]
