"""What a PDF says, read back."""

import re

import pypdfium2

_FOOTER = re.compile(r"第(\d+)页，共(\d+)页$")


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, without blanks."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return ["".join(page.split()) for page in pages]


def text_of(pdf: bytes) -> str:
    """Return all of the text, without blanks, and without the numbers of the pages."""
    return "".join(_FOOTER.sub("", page) for page in pages_of(pdf))
