import pytest

from tests.shared.web.app import service


@pytest.mark.parametrize("header", [None, "*", '"7"'])
async def test_a_caller_that_has_seen_the_present_version_may_act(header: str | None) -> None:
    headers = {"If-Match": header} if header else {}
    async with service().client() as client:
        answer = await client.post("/notes/n7/close", headers=headers)
    assert answer.status_code == 200


async def test_a_caller_that_decided_on_an_older_version_is_told_what_changed() -> None:
    async with service().client() as client:
        answer = await client.post("/notes/n7/close", headers={"If-Match": '"5"'})
    assert answer.status_code == 412
    assert answer.json()["current_version"] == 7
    assert answer.json()["changed"] == ["state", "due_at"]
    assert answer.headers["ETag"] == '"7"'


@pytest.mark.parametrize("header", ["", "7", 'W/"7"', '"a"', '"6", "7"'])
async def test_an_unreadable_condition_is_refused_with_the_mend(header: str) -> None:
    async with service().client() as client:
        answer = await client.post("/notes/n7/close", headers={"If-Match": header})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "If-Match"


@pytest.mark.parametrize("header", ['"7"', 'W/"7"', '"1", "7"', "*"])
async def test_what_the_caller_holds_already_is_not_sent_again(header: str) -> None:
    async with service().client() as client:
        answer = await client.get("/notes/n7", headers={"If-None-Match": header})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", '"7"')


async def test_an_older_copy_is_replaced() -> None:
    async with service().client() as client:
        answer = await client.get("/notes/n7", headers={"If-None-Match": '"6"'})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
