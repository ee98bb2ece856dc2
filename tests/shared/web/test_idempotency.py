import pytest

from shared.testing.clock import MONDAY_MORNING
from shared.web.idempotency import IDEMPOTENT, Idempotent
from tests.shared.web.app import Service, service

NOTE = {"title": "路灯不亮", "phone": "13800001234"}


async def send(
    under_test: Service, key: str | None, caller: str = "clerk", **changed: str
) -> tuple[int, str, str | None]:
    headers = {"Idempotency-Key": key} if key is not None else {}
    async with under_test.client(caller) as client:
        answer = await client.post("/notes", json={**NOTE, **changed}, headers=headers)
    return answer.status_code, answer.text, answer.headers.get("Idempotency-Replayed")


async def test_the_same_command_sent_twice_is_done_once_and_answered_alike() -> None:
    under_test = service()
    first, again = await send(under_test, "k1"), await send(under_test, "k1")
    assert first[:2] == again[:2]
    assert (first[2], again[2]) == (None, "true")
    assert len(under_test.written) == 1


async def test_spacing_and_order_do_not_make_another_command() -> None:
    under_test = service()
    await send(under_test, "k1")
    async with under_test.client(**{"Content-Type": "application/json"}) as client:
        body = '{ "phone":"13800001234",  "title":"路灯不亮" }'
        again = await client.post("/notes", content=body, headers={"Idempotency-Key": "k1"})
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["ETag"] == '"1"'


async def test_a_key_used_for_another_body_is_refused() -> None:
    under_test = service()
    await send(under_test, "k1")
    status, text, _ = await send(under_test, "k1", title="井盖丢失")
    assert (status, len(under_test.written)) == (422, 1)
    assert "idempotency-key-reused" in text


async def test_two_callers_may_choose_the_same_key() -> None:
    under_test = service()
    await send(under_test, "k1")
    await send(under_test, "k1", caller="clerk-two", title="井盖丢失")
    assert under_test.written == ["路灯不亮", "井盖丢失"]


async def test_without_a_key_each_command_is_its_own() -> None:
    under_test = service()
    await send(under_test, None)
    await send(under_test, None)
    assert len(under_test.written) == 2


@pytest.mark.parametrize("key", ["", "a b", "k" * 129, "\t"])
async def test_an_unreadable_key_is_refused(key: str) -> None:
    status, text, _ = await send(service(), key)
    assert status == 400
    assert "malformed-idempotency-key" in text


def test_the_record_is_stored_and_read_back() -> None:
    record = Idempotent("k", 1, "f", 201, "{}", None, MONDAY_MORNING)
    assert IDEMPOTENT.decode(IDEMPOTENT.encode(record)) == record
