"""Receipts as PDF: what they say can be read back, and they never differ."""

import asyncio
import logging
from datetime import timedelta

import pytest

from services.intake.adapters.people.pdf import AccessPrinter
from services.intake.adapters.receipts.pdf import ReceiptPrinter
from services.intake.domain.case.parts import ReceiptKind
from services.intake.domain.receipts.receipts import Line, Office, ReceiptDocument
from tests.services.intake.adapters.pdf_text import text_of
from tests.services.intake.domain.cases import MONDAY, STREET

RECEIPT = ReceiptDocument(
    "20260907000012-02",
    1,
    "case_1",
    STREET,
    ReceiptKind.CORRECTION,
    MONDAY,
    (Line("item", "高龄津贴申领"), Line("missing", "居民户口簿、" * 40), Line("due", "九月九日")),
)


@pytest.fixture(scope="module")
def printer() -> ReceiptPrinter:
    """A printer with the head of an office."""
    return ReceiptPrinter(Office("民族街道办事处", "综合受理窗口"))


async def test_a_receipt_holds_its_number_title_lines_seal_date_and_whom_to_ask(
    printer: ReceiptPrinter,
) -> None:
    text = text_of(await printer(RECEIPT, "张*"))
    for told in (
        "编号：20260907000012-02",
        "补正材料一次性告知书",
        "申请人：张*",
        "缺少材料：",
        "补正期限：九月九日",
        "咨询：综合受理窗口",
        "（此处加盖印章）",
        "2026年9月7日",
    ):
        assert told in text
    assert text.count("居民户口簿") == 40


async def test_the_same_receipt_is_the_same_bytes_and_another_date_is_not(
    printer: ReceiptPrinter,
) -> None:
    first, again = await asyncio.gather(printer(RECEIPT, None), printer(RECEIPT, None))
    assert first == again
    assert b"/CreationDate (D:20260907090000" in first
    assert b"/Title" in first
    later = ReceiptDocument(**{**vars(RECEIPT), "at": MONDAY + timedelta(days=1)})
    assert printer.draw(later, None) != first


def test_a_rare_character_of_a_name_is_told_by_its_number_and_no_empty_box(
    printer: ReceiptPrinter,
) -> None:
    assert "申请人：张〔U+20BB7〕" in text_of(printer.draw(RECEIPT, "张𠮷"))


def test_what_a_receipt_says_is_not_logged_even_where_the_font_lacks_a_character(
    printer: ReceiptPrinter, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        printer.draw(RECEIPT, "𠮷*")
    assert caplog.records == []


async def test_printers_that_share_a_turn_draw_only_while_they_hold_it() -> None:
    turn, office = asyncio.Lock(), Office("民族街道办事处", "综合受理窗口")
    held = []

    def draw() -> bytes:
        held.append(turn.locked())
        return b"%PDF"

    printers = ReceiptPrinter(office, turn=turn), AccessPrinter(office, turn=turn)
    await asyncio.gather(*(printer.beside(draw) for printer in printers))
    assert held == [True, True]
