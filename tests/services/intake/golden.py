"""`python -m tests.services.intake.golden`: agree anew on what papers say; read the difference."""

import asyncio
import json
from collections.abc import Mapping

from services.intake.adapters.receipts.pdf import ReceiptPrinter
from services.intake.entrypoints.people.access_sheet import sheet_of
from services.intake.entrypoints.people.erasure_views import access_view
from tests.services.intake.adapters.pdf_text import text_of
from tests.services.intake.application import test_golden_receipts as receipts
from tests.services.intake.application.receipt_stories import STORIES, every
from tests.services.intake.desk import Desk
from tests.services.intake.entrypoints import test_access_sheet as access
from tests.services.intake.entrypoints.known import EVERYTHING


async def _receipts() -> dict[str, dict[str, list[str]]]:
    told = {}
    for name, story in STORIES.items():
        desk = Desk()
        await story(desk)
        told[name] = receipts.told(await every(desk))
    return told


def _printed(agreed: receipts.Agreed) -> dict[str, str]:
    printer = ReceiptPrinter(receipts.OFFICE)
    return {
        kind.value: text_of(printer.draw(receipts.agreed_on(kind, agreed), "张*"))
        for kind in receipts.KINDS
    }


def _written(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def agree() -> None:
    """Write the three golden files as things now stand."""
    agreed = asyncio.run(_receipts())
    receipts.WORDS.write_text(_written(agreed), encoding="utf-8")
    receipts.PAGES.write_text(_written(_printed(agreed)), encoding="utf-8")
    lines = access.told(sheet_of(access_view(EVERYTHING), EVERYTHING.at))
    access.GOLDEN.write_text(_written(lines), encoding="utf-8")


if __name__ == "__main__":
    agree()
