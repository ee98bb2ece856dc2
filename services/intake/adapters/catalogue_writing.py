"""A catalogue written as a file again: CSV for tables, JSON for programs."""

import csv
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

from services.intake.adapters.catalogue_cells import COLUMNS, row_of
from services.intake.adapters.catalogue_rows import plain_of
from services.intake.domain.item import Item
from shared.values import Invalid


def text_of(items: Sequence[Item], ending: str) -> str:
    """Return the items as the text of a file with this ending, ``.csv`` or ``.json``.

    Raises:
        Invalid: another ending.
    """
    rows = [plain_of(item) for item in items]
    if ending == ".json":
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
    writer.writerows(row_of(row) for row in rows)
    return page.getvalue()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old one or the new one, never a part of it."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8", newline="") as page:
        page.write(text)
        page.flush()
        os.fsync(page.fileno())
    beside.replace(path)
