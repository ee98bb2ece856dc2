"""PDF: fpdf2, with the font embedded from its package; the same bytes each time."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from fpdf import FPDF
from fpdf.fonts import TTFFont

from services.intake.domain.receipts.receipts import Office

# They log which characters a text has, and a text may hold a name.
for _talker in ("fpdf", "fontTools"):
    logging.getLogger(_talker).setLevel(logging.ERROR)

FONT = "text"


class Page(FPDF):
    """A4, with numbered pages where `numbered`; begun, and with the font set."""

    def __init__(self, title: str, at: datetime, font: Path, *, numbered: bool = False) -> None:
        super().__init__(format="A4")
        self._numbered = numbered
        self.set_creation_date(at)
        self.set_title(title)
        self.set_lang("zh-CN")
        self.add_font(FONT, fname=font)
        added = self.fonts[FONT]
        self._drawn = frozenset(added.cmap) if isinstance(added, TTFFont) else frozenset[int]()
        self.set_margins(25, 25, 25)
        self.set_font(FONT, size=11)
        self.add_page()

    def footer(self) -> None:
        """Write the number of the page; called at the end of each."""
        if self._numbered:
            self.set_y(-15)
            self.set_font(FONT, size=9)
            self.cell(0, 6, f"第 {self.page_no()} 页，共 {{nb}} 页", align="C")

    def across(self, text: str, size: int, height: int, align: str) -> None:
        """Write a text over the whole width."""
        self.set_font(FONT, size=size)
        self.multi_cell(0, height, text, align=align, new_x="LMARGIN", new_y="NEXT")

    def labelled(self, label: str, text: str, width: int, height: int, **how: Any) -> None:
        """Write a label and beside it a text, which may flow over into the next page."""
        self.cell(width, height, f"{label}：", new_x="RIGHT", new_y="TOP")
        readable = self._readable(text)
        self.multi_cell(0, height, readable, new_x="LMARGIN", new_y="NEXT", **how)

    def _readable(self, text: str) -> str:
        """Return a text in which a character that the font lacks stands as its number.

        A rare character of a name would else be an empty box, and nobody could tell which.
        """
        plain = text.replace("\r", "").replace("\t", " ")
        return "".join(
            one if one == "\n" or ord(one) in self._drawn else f"〔U+{ord(one):04X}〕"
            for one in plain
        )


class Printer:
    """Draws one paper at a time: it takes a third of a second of one processor and more.

    Args:
        office: whose head the papers carry.
        font: a font with the characters of GB 18030 that may be embedded; Noto Sans SC as shipped.
        turn: held while a paper is drawn; printers that share it draw one after the other.
    """

    def __init__(
        self, office: Office, font: Path | None = None, *, turn: asyncio.Lock | None = None
    ) -> None:
        self.office = office
        self.font = font or pylopdf_fonts_zh_cn.sans_path()
        self._turn = turn or asyncio.Lock()

    async def beside(self, draw: Callable[[], bytes]) -> bytes:
        """Return what is drawn, beside the event loop."""
        async with self._turn:
            return await asyncio.to_thread(draw)
