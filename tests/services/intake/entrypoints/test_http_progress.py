"""The public query: without a token, and nothing to learn for who guesses."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2

from shared.identity.roles import Role
from shared.storage.ports import Document
from shared.testing.memory import MemoryStore
from tests.services.intake.desk import ZHANG, Desk
from tests.services.intake.entrypoints.edge import Edge, serving
from tests.services.intake.entrypoints.test_http import COMPLETE, handed_in
from tests.services.intake.entrypoints.test_http_steps import REASONS, step


async def ask(edge: Edge, code: str, last_four: str = "1234", **headers: str) -> httpx2.Response:
    """Ask as somebody without a token."""
    transport = httpx2.ASGITransport(edge.app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as anybody:
        body = {"receipt_code": code, "last_four": last_four}
        return await anybody.post("/progress", json=body, headers=headers)


async def test_whoever_has_the_receipt_learns_how_it_stands(edge: Edge) -> None:
    case = await handed_in(edge, person=ZHANG)
    every = [await ask(edge, case["receipt_code"], end) for end in ("1234", "002X", "002x")]
    assert [shown.status_code for shown in every] == [200, 200, 200]
    shown = every[0]
    assert shown.json()["item_name"] == case["item_name"]
    assert shown.json()["state"] == {"zh": "已受理", "en": "accepted"}
    assert shown.json()["due_at"] == "2026-09-20T17:30:00+08:00"
    assert shown.headers["Cache-Control"] == "no-store"


async def test_what_is_awaited_is_told_by_the_names_of_the_papers(edge: Edge) -> None:
    case = await handed_in(edge, papers=COMPLETE[:1], person=ZHANG)
    waiting = (await ask(edge, case["receipt_code"])).json()
    assert waiting["awaited"]["zh"] == "请补交：居民户口簿"
    refusal = {"ground": "not-required", **REASONS}
    await step(edge, Role.CLERK, f"/cases/{case['id']}/refusal", refusal)
    over = (await ask(edge, case["receipt_code"])).json()
    assert over["state"]["zh"].startswith("不受理")
    assert over["closed_at"] is not None


async def test_no_answer_holds_anything_of_the_person_or_of_staff(edge: Edge) -> None:
    case = await handed_in(edge, person=ZHANG)
    text = (await ask(edge, case["receipt_code"])).text
    hidden = (*ZHANG.values(), "张", "138****", "per_", "stf_", case["id"])
    assert not [word for word in hidden if word in text]


async def test_a_code_is_taken_as_it_is_read_aloud(edge: Edge) -> None:
    code = (await handed_in(edge, person=ZHANG))["receipt_code"]
    spoken = f"{code[:5]}-{code[5:]}".lower().replace("0", "o").replace("1", "l")
    assert (await ask(edge, spoken)).status_code == 200


class Counting(MemoryStore):
    """A store that counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def begin(self) -> Any:
        """Start a transaction whose reads are counted."""
        transaction = await super().begin()
        read = transaction.load

        async def load(collection: str, keys: Sequence[str]) -> dict[str, Document]:
            self.asked += 1
            return await read(collection, keys)

        transaction.load = load  # type: ignore[method-assign]  # a spy of this test's own store
        return transaction


async def test_wrong_digits_and_a_wrong_code_cannot_be_told_apart(tmp_path: Path) -> None:
    store = Counting()
    async with serving(tmp_path, Desk(store=store)) as edge:
        case = await handed_in(edge, person=ZHANG)
        nameless = await handed_in(edge, person=None)
        asked, answers = [], []
        for code, digits in (
            (case["receipt_code"], "9999"),
            ("0000000000", "1234"),
            (nameless["receipt_code"], "1234"),
        ):
            before = store.asked
            answer = await ask(edge, code, digits)
            asked.append(store.asked - before)
            answers.append((answer.status_code, answer.json(), set(answer.headers)))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
    assert asked[0] == asked[1] == asked[2] > 0


async def test_who_asks_too_often_is_told_when_to_come_back(edge: Edge) -> None:
    code = (await handed_in(edge, person=ZHANG))["receipt_code"]
    answers = [await ask(edge, code, "9999") for _ in range(6)]
    assert [a.status_code for a in answers] == [404] * 5 + [429]
    refused = answers[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["Retry-After"] == "120"
    assert refused.json()["type"] == "urn:jiedao:problem:too-many"
    assert (await ask(edge, code)).status_code == 429


async def test_one_address_cannot_try_code_after_code(edge: Edge) -> None:
    codes = [f"000000000{n:X}".replace("I", "J") for n in range(10)] * 3
    statuses = [(await ask(edge, code)).status_code for code in codes]
    assert statuses[:20] == [404] * 20
    assert set(statuses[20:]) == {429}


async def test_a_slip_is_named_and_not_repeated(edge: Edge) -> None:
    for code, digits, field in (
        ("123", "1234", "receipt_code"),
        ("UUUUUUUUUU", "1234", "receipt_code"),
        ("0000000000", "12345", "last_four"),
    ):
        answer = await ask(edge, code, digits)
        assert answer.status_code == 422
        assert field in answer.text
        assert digits not in answer.text


async def test_the_answer_speaks_english_to_who_asks_for_it(edge: Edge) -> None:
    answer = await ask(edge, "0000000000", **{"Accept-Language": "en"})
    assert "check the code" in answer.json()["detail"]
