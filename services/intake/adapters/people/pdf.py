"""What is known of a person as PDF."""

from functools import partial

from fpdf.enums import WrapMode

from services.intake.adapters.pdf import FONT, Page, Printer
from services.intake.domain.people.sheet import NOTE, NOTHING, TITLE, Section, Sheet
from services.intake.domain.receipts.wording import instant

_LABEL_WIDTH, _LINE_HEIGHT = 44, 6
# By characters: Chinese has no blanks to break at, and numbers and codes must not leave gaps.
_WRAP = WrapMode.CHAR
_ROOM = 30
"""Millimetres below which a heading goes to the next page, with what follows it."""


class AccessPrinter(Printer):
    """Draws access exports; many records flow over as many pages as they need."""

    async def __call__(self, sheet: Sheet) -> bytes:
        """Return the PDF; drawn beside the event loop."""
        return await self.beside(partial(self.draw, sheet))

    def draw(self, sheet: Sheet) -> bytes:
        """Return the PDF: the same bytes for the same sheet."""
        page = Page(TITLE, sheet.at, self.font, numbered=True)
        page.across(self.office.name, 16, 11, "C")
        page.across(TITLE, 16, 11, "C")
        page.across(f"人员编号：{sheet.person}", 10, 6, "L")
        page.across(f"查阅时间：{instant(sheet.at)}", 10, 6, "L")
        page.across(NOTE, 9, 5, "L")
        for section in sheet.sections:
            _section(page, section)
        page.ln(6)
        page.across(f"咨询：{self.office.ask}", 10, 6, "L")
        return bytes(page.output())


def _section(page: Page, section: Section) -> None:
    page.ln(4)
    if page.will_page_break(_ROOM):
        page.add_page()
    page.across(section.heading, 13, 9, "L")
    page.line(page.l_margin, page.get_y(), page.w - page.r_margin, page.get_y())
    page.ln(1)
    page.set_font(FONT, size=10)
    for label, text in section.lines:
        page.labelled(label, text, _LABEL_WIDTH, _LINE_HEIGHT, align="L", wrapmode=_WRAP)
    if not section.lines:
        page.across(NOTHING, 10, _LINE_HEIGHT, "L")
