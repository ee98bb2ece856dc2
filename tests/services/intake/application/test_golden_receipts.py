"""Every kind of receipt, as it was agreed: word for word, and as the PDF that is handed over.

Who words one anew: ``python -m tests.services.intake.golden``, and read the difference.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from services.intake.adapters.receipts.pdf import ReceiptPrinter
from services.intake.domain.bundle.bundle import BundleReceiptKind
from services.intake.domain.case.parts import ReceiptKind
from services.intake.domain.receipts.receipts import Line, Office, ReceiptDocument
from services.intake.domain.receipts.wording import LABELS, TITLES
from tests.services.intake.adapters.pdf_text import text_of
from tests.services.intake.application.receipt_stories import STORIES, every
from tests.services.intake.desk import Desk
from tests.services.intake.domain.cases import MONDAY, STREET

Agreed = Mapping[str, Mapping[str, list[str]]]
"""By story and receipt, its lines."""

WORDS = Path(__file__).with_name("golden_receipts.json")
PAGES = Path(__file__).with_name("golden_receipt_pdfs.json")
AGREED: Agreed = json.loads(WORDS.read_text(encoding="utf-8"))
PRINTED: Mapping[str, str] = json.loads(PAGES.read_text(encoding="utf-8"))
Kind = ReceiptKind | BundleReceiptKind
KINDS: tuple[Kind, ...] = (*ReceiptKind, *BundleReceiptKind)
CODES = {label: code for code, (label, _) in LABELS.items()}
OFFICE = Office("民族街道办事处", "综合受理窗口")


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> ReceiptPrinter:
    """A printer whose font has what is printed here, and no more: it is read in no time."""
    small = Subsetter()
    small.populate(text=" ".join(PRINTED.values()))
    font = TTFont(pylopdf_fonts_zh_cn.sans_path())
    small.subset(font)
    path = tmp_path_factory.mktemp("fonts") / "small.otf"
    font.save(path)
    return ReceiptPrinter(OFFICE, path)


def told(receipts: list[ReceiptDocument]) -> dict[str, list[str]]:
    """Return what each kind of receipt says, in words."""
    return {
        f"{one.id} {TITLES[one.kind][0]}": [
            f"{LABELS[line.code][0]}：{line.text}" for line in one.lines
        ]
        for one in receipts
    }


def agreed_on(kind: Kind, agreed: Agreed) -> ReceiptDocument:
    """Return the first receipt of a kind that was agreed, to be printed."""
    number, lines = next(
        (head.partition(" ")[0], lines)
        for story in agreed.values()
        for head, lines in story.items()
        if head.partition(" ")[2] == TITLES[kind][0]
    )
    said = tuple(Line(CODES[label], text) for label, _, text in (x.partition("：") for x in lines))
    return ReceiptDocument(number, 1, "case_1", STREET, kind, MONDAY, said)


@pytest.mark.parametrize("story", STORIES)
async def test_receipts_read_as_they_were_agreed(desk: Desk, story: str) -> None:
    await STORIES[story](desk)
    assert told(await every(desk)) == AGREED[story]


def test_no_kind_of_receipt_was_left_out() -> None:
    titles = {head.partition(" ")[2] for story in AGREED.values() for head in story}
    assert titles == {title for title, _ in TITLES.values()}
    assert (set(AGREED), set(PRINTED)) == (set(STORIES), {*KINDS})


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_printed_as_it_was_agreed(printer: ReceiptPrinter, kind: Kind) -> None:
    assert text_of(printer.draw(agreed_on(kind, AGREED), "张*")) == PRINTED[kind]
