"""Receipts as PDF."""

from functools import partial

from services.intake.adapters.pdf import Page, Printer
from services.intake.domain.receipts.receipts import ReceiptDocument
from services.intake.domain.receipts.wording import LABELS, SEAL, TITLES, day

_LABEL_WIDTH, _LINE_HEIGHT = 38, 8


class ReceiptPrinter(Printer):
    """Draws receipts."""

    async def __call__(self, receipt: ReceiptDocument, applicant: str | None) -> bytes:
        """Return the PDF; drawn beside the event loop."""
        return await self.beside(partial(self.draw, receipt, applicant))

    def draw(self, receipt: ReceiptDocument, applicant: str | None) -> bytes:
        """Return the PDF; its own dates are the receipt's, so that it never differs."""
        page = Page(TITLES[receipt.kind][0], receipt.at, self.font)
        page.across(self.office.name, 18, 12, "C")
        page.across(TITLES[receipt.kind][0], 18, 12, "C")
        page.across(f"编号：{receipt.id}", 11, 10, "R")
        page.ln(4)
        told = [(line.code, line.text) for line in receipt.lines]
        if applicant:
            told.insert(0, ("applicant", applicant))
        for code, text in (*told, ("ask", self.office.ask)):
            page.labelled(LABELS[code][0], text, _LABEL_WIDTH, _LINE_HEIGHT)
        page.ln(16)
        for text in (self.office.name, SEAL[0], day(receipt.at)):
            page.across(text, 11, 9, "R")
        return bytes(page.output())
