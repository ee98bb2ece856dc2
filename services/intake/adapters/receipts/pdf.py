"""Receipts as PDF: fpdf2, with the font embedded from its package; the same bytes each time."""

import asyncio
import logging
from pathlib import Path

import pylopdf_fonts_zh_cn
from fpdf import FPDF

from services.intake.domain.receipts.receipts import Office, ReceiptDocument
from services.intake.domain.receipts.wording import LABELS, SEAL, TITLES, day

# They log which characters a text has, and a text may hold a name.
for _talker in ("fpdf", "fontTools"):
    logging.getLogger(_talker).setLevel(logging.ERROR)

_FONT = "text"
_LABEL_WIDTH, _LINE_HEIGHT = 38, 8


class ReceiptPrinter:
    """Draws receipts, one at a time: it takes a third of a second of one processor.

    Args:
        office: whose head they carry.
        font: a font with the characters of GB 18030 that may be embedded; Noto Sans SC as shipped.
    """

    def __init__(self, office: Office, font: Path | None = None) -> None:
        self._office = office
        self._font = font or pylopdf_fonts_zh_cn.sans_path()
        self._one = asyncio.Lock()

    async def __call__(self, receipt: ReceiptDocument, applicant: str | None) -> bytes:
        """Return the PDF; drawn beside the event loop."""
        async with self._one:
            return await asyncio.to_thread(self.draw, receipt, applicant)

    def draw(self, receipt: ReceiptDocument, applicant: str | None) -> bytes:
        """Return the PDF; its own dates are the receipt's, so that it never differs."""
        pdf = FPDF(format="A4")
        pdf.set_creation_date(receipt.at)
        pdf.set_title(TITLES[receipt.kind][0])
        pdf.set_lang("zh-CN")
        pdf.add_font(_FONT, fname=self._font)
        pdf.set_margins(25, 25, 25)
        pdf.add_page()
        self._head(pdf, receipt)
        told = [(line.code, line.text) for line in receipt.lines]
        if applicant:
            told.insert(0, ("applicant", applicant))
        for code, text in (*told, ("ask", self._office.ask)):
            _line(pdf, LABELS[code][0], text)
        self._foot(pdf, receipt)
        return bytes(pdf.output())

    def _head(self, pdf: FPDF, receipt: ReceiptDocument) -> None:
        pdf.set_font(_FONT, size=18)
        pdf.multi_cell(0, 12, self._office.name, align="C", new_x="LMARGIN", new_y="NEXT")
        pdf.multi_cell(0, 12, TITLES[receipt.kind][0], align="C", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font(_FONT, size=11)
        pdf.multi_cell(0, 10, f"编号：{receipt.id}", align="R", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)

    def _foot(self, pdf: FPDF, receipt: ReceiptDocument) -> None:
        pdf.ln(16)
        for text in (self._office.name, SEAL[0], day(receipt.at)):
            pdf.multi_cell(0, 9, text, align="R", new_x="LMARGIN", new_y="NEXT")


def _line(pdf: FPDF, label: str, text: str) -> None:
    pdf.cell(_LABEL_WIDTH, _LINE_HEIGHT, f"{label}：", new_x="RIGHT", new_y="TOP")
    pdf.multi_cell(0, _LINE_HEIGHT, text, new_x="LMARGIN", new_y="NEXT")
