"""Receipts say what the law asks, word for word, and are kept as they were given."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import (
    RefuseApplication,
    RevokeApproval,
    deliver_result,
    refuse_application,
    revoke_approval,
)
from services.intake.application.receipts.receipts import ShowReceipt, show_receipt
from services.intake.domain.case.parts import Outcome, ReceiptKind, RevocationGround
from services.intake.domain.receipts.receipts import HOW, ReceiptDocument
from services.intake.domain.receipts.wording import LABELS, TITLES
from shared.values import NotFound
from tests.services.intake.application.promises import LATER, promised
from tests.services.intake.application.test_procedures import end, start
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

GOLDEN = Path(__file__).with_name("golden_receipts.json")


async def every(desk: Desk) -> list[ReceiptDocument]:
    """Return the receipts of all applications, by number."""
    found = []
    for case in await desk.cases():
        for receipt in case.receipts:
            command = ShowReceipt(case.id, receipt.number)
            found.append((await desk.run(lambda w, c=command: show_receipt(c, w)))[1])  # type: ignore[misc]
    return found


def told(receipts: list[ReceiptDocument]) -> dict[str, list[str]]:
    """Return what each kind of receipt says, in words."""
    return {
        f"{one.id} {TITLES[one.kind][0]}": [
            f"{LABELS[line.code][0]}：{line.text}" for line in one.lines
        ]
        for one in receipts
    }


async def a_day_at_the_window(desk: Desk) -> None:
    """Bring about receipts of many kinds: refused, rejected and revoked, promised and broken."""
    await apply(desk, "elder-allowance", "id-card")
    refusal = RefuseApplication((await desk.cases())[-1].id, "out-of-competence", "由市级办理。")
    await desk.run(lambda w: refuse_application(refusal, w))
    for outcome in (Outcome.REJECTED, Outcome.APPROVED):
        await apply(desk, "elder-allowance", "id-card", "household-register")
        key = (await desk.cases())[-1].id
        await desk.run(lambda w, key=key: start_review(key, w))  # type: ignore[misc]
        decision = DecideApplication(key, outcome, "经审查。", "stf_r0001", True)
        await desk.run(lambda w, d=decision: decide_application(d, w))  # type: ignore[misc]
        await desk.run(lambda w, key=key: deliver_result(key, w))  # type: ignore[misc]
    ground = RevocationGround.DECEPTION
    revocation = RevokeApproval(key, "东胜区民政局", ground, "第六十九条", "伪造。", "stf_r0001")
    await desk.run(lambda w: revoke_approval(revocation, w))


async def test_receipts_read_as_they_were_agreed(desk: Desk) -> None:
    await a_day_at_the_window(desk)
    assert told(await every(desk)) == json.loads(GOLDEN.read_text(encoding="utf-8"))["window"]


async def test_a_promise_and_its_lapse_read_as_they_were_agreed(desk: Desk) -> None:
    await promised(desk)
    await desk.pass_to(LATER)
    assert told(await every(desk)) == json.loads(GOLDEN.read_text(encoding="utf-8"))["promise"]


async def test_a_special_procedure_tells_its_time_in_writing(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    key = (await desk.only()).id
    await desk.run(lambda w: start_review(key, w))
    await start(desk)
    await end(desk)
    (notice,) = [one for one in await every(desk) if one.kind is ReceiptKind.PROCEDURE]
    assert {line.code: line.text for line in notice.lines}["limit"] == "5 个工作日"


async def test_every_receipt_invites_to_ask_and_to_rate_by_one_code(desk: Desk) -> None:
    await promised(desk)
    await desk.pass_to(LATER)
    (case,) = await desk.cases()
    lines = [{line.code: line.text for line in one.lines} for one in await every(desk)]
    assert {one["receipt-code"] for one in lines} == {case.marks.receipt_code}
    assert {one["how"] for one in lines} == {HOW}


async def test_every_kind_of_receipt_has_a_title_and_every_line_a_label(desk: Desk) -> None:
    assert set(TITLES) == set(ReceiptKind)
    await a_day_at_the_window(desk)
    assert {line.code for one in await every(desk) for line in one.lines} <= set(LABELS)


async def test_a_receipt_stays_as_it_was_given_whatever_the_catalogue_says_later(
    desk: Desk,
) -> None:
    await apply(desk, "elder-allowance", "id-card", "household-register")
    before = await every(desk)
    item = desk.catalogue.get("elder-allowance")
    desk.catalogue._items[item.code] = replace(item, name="改名", papers=())
    key = (await desk.only()).id
    await desk.run(lambda w: start_review(key, w))
    assert (await every(desk))[: len(before)] == before


@pytest.mark.parametrize("number", ["20260907000001-09", "20260907000002-01", "x"])
async def test_a_number_that_is_not_this_applications_is_not_found(desk: Desk, number: str) -> None:
    await apply(desk, "elder-allowance", "id-card")
    await apply(desk, "elder-allowance", "id-card")
    key = (await desk.cases())[0].id
    with pytest.raises(NotFound, match="20260907000001-01"):
        await desk.run(lambda w: show_receipt(ShowReceipt(key, number), w))
