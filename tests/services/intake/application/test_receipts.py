"""Receipts say what the law asks, word for word, and are kept as they were given."""

from dataclasses import replace

import pytest

from services.intake.application.case.decide import start_review
from services.intake.domain.bundle.bundle import BundleReceiptKind
from services.intake.domain.case.parts import ReceiptKind
from services.intake.domain.receipts.receipts import HOW
from services.intake.domain.receipts.wording import LABELS, TITLES
from shared.values import NotFound
from tests.services.intake.application.promises import LATER, promised
from tests.services.intake.application.receipt_stories import (
    a_day_at_the_window,
    every,
    shown,
)
from tests.services.intake.application.test_procedures import end, start
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk


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
    assert set(TITLES) == {*ReceiptKind, *BundleReceiptKind}
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
        await shown(desk, key, number)
