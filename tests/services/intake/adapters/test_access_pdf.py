"""What is known of a person as PDF: pages that flow over, the same bytes, and no trace."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from services.intake.adapters.people.pdf import AccessPrinter
from services.intake.domain.people.sheet import NOTE, Section, Sheet
from services.intake.domain.receipts.receipts import Office
from tests.services.intake.adapters.pdf_text import pages_of, text_of
from tests.services.intake.domain.cases import MONDAY

PERSON = f"per_{'a' * 26}"
SHEET = Sheet(
    PERSON,
    MONDAY,
    (
        Section("本人信息", (("姓名", "张三"), ("电话", "13812341234"))),
        Section("办件（1/1）", (("理由", "材料齐全，" * 60), ("结果", "准予"))),
        Section("预约"),
    ),
)
LONG = replace(SHEET, sections=SHEET.sections * 12)


@pytest.fixture(scope="module")
def printer() -> AccessPrinter:
    """A printer with the head of an office."""
    return AccessPrinter(Office("民族街道办事处", "综合受理窗口"))


async def test_it_holds_its_head_when_it_was_made_each_heading_and_each_line(
    printer: AccessPrinter,
) -> None:
    text = text_of(await printer(SHEET))
    for told in (
        "民族街道办事处",
        "个人信息查阅、复制件",
        f"人员编号：{PERSON}",
        "查阅时间：2026年9月7日9时00分",
        NOTE,
        "本人信息姓名：张三电话：13812341234",
        "结果：准予",
        "预约无。",
        "咨询：综合受理窗口",
    ):
        assert told in text
    assert text.count("材料齐全，") == 60


def test_many_records_flow_over_pages_that_are_numbered_and_none_is_lost(
    printer: AccessPrinter,
) -> None:
    pdf = printer.draw(LONG)
    pages = pages_of(pdf)
    assert len(pages) > 3
    ends = [f"第{n}页，共{len(pages)}页" for n in range(1, len(pages) + 1)]
    assert [page[-len(end) :] for page, end in zip(pages, ends, strict=True)] == ends
    text = text_of(pdf)
    assert (text.count("材料齐全，"), text.count("结果：准予")) == (720, 12)


def test_no_heading_stands_alone_at_the_end_of_a_page(printer: AccessPrinter) -> None:
    sections = tuple(Section(f"第{n}部分", (("结果", "准予"),)) for n in range(60))
    for page in pages_of(printer.draw(replace(SHEET, sections=sections))):
        assert "部分第" not in page


async def test_the_same_at_the_same_instant_is_the_same_bytes_and_later_it_is_not(
    printer: AccessPrinter,
) -> None:
    first, again = await asyncio.gather(printer(SHEET), printer(SHEET))
    assert first == again
    assert printer.draw(replace(SHEET, at=MONDAY + timedelta(minutes=1))) != first


def test_a_character_that_the_font_lacks_is_told_by_its_number(printer: AccessPrinter) -> None:
    rare = replace(SHEET, sections=(Section("本人信息", (("姓名", "张𠮷\u1820\r\n\t男"),)),))
    assert "姓名：张〔U+20BB7〕〔U+1820〕男" in text_of(printer.draw(rare))


def test_nothing_of_the_person_is_logged_or_stands_in_what_the_file_says_of_itself(
    printer: AccessPrinter, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        pdf = printer.draw(SHEET)
    assert caplog.records == []
    with pypdfium2.PdfDocument(pdf) as document:
        about = document.get_metadata_dict(skip_empty=True)
    assert about["Title"] == "个人信息查阅、复制件"
    assert not any(said in str(about) for said in ("张三", "1381234", PERSON))
