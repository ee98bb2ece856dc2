"""A catalogue written as a file again: CSV for tables, JSON for programs."""

import csv
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

from services.intake.adapters.catalogue.cells import COLUMNS, cells_of_row, row_of
from services.intake.adapters.catalogue.rows import item_of_row, plain_of
from services.intake.domain.catalogue.item import Item
from shared.values import Invalid


def text_of(items: Sequence[Item], ending: str) -> str:
    """Return the items as the text of a file with this ending, ``.csv`` or ``.json``.

    Raises:
        Invalid: another ending; an item that CSV cannot hold, with blanks within a name perhaps.
    """
    if ending == ".json":
        rows = [plain_of(item) for item in items]
        return json.dumps({"items": rows}, ensure_ascii=False, indent=1) + "\n"
    if ending != ".csv":
        raise Invalid(
            "ending-odd",
            "只能写成 .csv 或 .json 文件。",
            "a catalogue is written as .csv or .json.",
            "--write",
        )
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow([column.zh for column in COLUMNS])
    writer.writerows(_cells(item) for item in items)
    return page.getvalue()


def _cells(item: Item) -> list[str]:
    cells = row_of(plain_of(item))
    data, _ = cells_of_row(0, cells, COLUMNS)
    again, _ = item_of_row(0, data)
    if again != item or any("\n" in cell for cell in cells):
        raise Invalid(
            "not-for-csv",
            f"事项“{item.code}”有 CSV 写不下的内容（名称里有空格或分号）；请写成 .json。",
            f"'{item.code}' says what a CSV cannot hold; write .json.",
            "--write",
        )
    return cells


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old one or the new one, never a part of it."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8", newline="") as page:
        page.write(text)
        page.flush()
        os.fsync(page.fileno())
    beside.replace(path)
