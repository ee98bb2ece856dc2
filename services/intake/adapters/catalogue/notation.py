"""Cells of the CSV that hold one thing, or a list of words; docs/catalogue.md tells them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from services.intake.adapters.catalogue.words import UNSAID
from shared.values import Invalid

_NOUGHT = {"当场", "0", "0G", "0Z"}
_LIMIT = re.compile(r"(\d{1,5})\s*个?(工作日|自然日|G|Z)")
_UNITS = {"工作日": "G", "自然日": "Z", "G": "G", "Z": "Z"}
_YES = {"是": True, "true": True, "否": False, "false": False}


def named(table: Mapping[str, str]) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Return what reads and what writes one word of a table; other words stay as they are."""
    back = {value: zh for zh, value in table.items()}
    return lambda cell: table.get(cell, cell), lambda value: back.get(value, value)


def chosen(table: Mapping[str, str]) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Return what reads and what writes one word of a table, or its code; others are refused."""
    back = {value: zh for zh, value in table.items()}

    def read(cell: str) -> str:
        if cell in back:
            return cell
        if cell not in table:
            raise _odd(
                f"“{cell}”应为：{'、'.join(table)}。",
                f"'{cell}': write one of {', '.join(table)}, or {', '.join(back)}.",
            )
        return table[cell]

    return read, back.__getitem__


def list_reader(table: Mapping[str, str]) -> Callable[[str], list[str] | None]:
    """Return what reads words with ；, 、 or a blank between them."""

    def read(cell: str) -> list[str] | None:
        words = [word for word in re.split(r"[;；、,，\s]+", cell) if word]
        return None if words == [UNSAID] else [table.get(word, word) for word in words]

    return read


def list_writer(table: Mapping[str, str]) -> Callable[[list[str]], str]:
    """Return what writes such words."""
    back = {value: zh for zh, value in table.items()}
    return lambda values: "；".join(back.get(value, value) for value in values)


def read_limit(cell: str) -> dict[str, Any]:
    """Read ``20工作日``, ``30自然日`` or ``当场``."""
    if cell in _NOUGHT:
        return {"days": 0, "unit": "G"}
    found = _LIMIT.fullmatch(cell)
    if found is None:
        raise _odd(
            f"“{cell}”读不懂；应写如 20工作日、30自然日 或 当场。",
            f"'{cell}' cannot be read; write 20工作日 (working days), 30自然日 or 当场.",
        )
    return {"days": int(found[1]), "unit": _UNITS[found[2]]}


def write_limit(limit: Mapping[str, Any]) -> str:
    """Write a limit."""
    unit = "工作日" if limit["unit"] == "G" else "自然日"
    return f"{limit['days']}{unit}" if limit["days"] else "当场"


def read_code(cell: str) -> str:
    """Read a long code; what a spreadsheet has turned into a number has lost its digits."""
    if re.fullmatch(r"\d(\.\d+)?[Ee]\+\d+", cell):
        raise _odd(
            f"“{cell}”是表格软件改成的科学计数，位数已丢；请把此列设为“文本”后重填编码。",
            f"'{cell}': a spreadsheet made a number of the code and lost its digits;"
            " set the column to text and fill it in again.",
        )
    return cell


def read_whole(cell: str) -> int:
    """Read a whole number."""
    if not re.fullmatch(r"-?\d{1,12}", cell):
        raise _odd(f"“{cell}”应为整数。", f"'{cell}' must be a whole number.")
    return int(cell)


def read_yes(cell: str) -> bool:
    """Read 是 or 否."""
    if cell.lower() not in _YES:
        raise _odd(f"“{cell}”应为“是”或“否”。", f"'{cell}' must be 是 (yes) or 否 (no).")
    return _YES[cell.lower()]


def write_yes(value: bool) -> str:
    """Write 是 or 否."""
    return "是" if value else "否"


def read_threshold(cell: str) -> dict[str, Any]:
    """Read ``50%`` of the limit used, or ``剩1`` of its units left."""
    share, left = re.fullmatch(r"(\d{1,2})%", cell), re.fullmatch(r"剩(\d{1,4})", cell)
    if share:
        return {"share": int(share[1]) / 100}
    if left:
        return {"left": int(left[1])}
    raise _odd(
        f"“{cell}”应写如 50%（已用）或 剩1。", f"'{cell}': write 50% (used) or 剩1 (one left)."
    )


def write_threshold(value: Mapping[str, Any]) -> str:
    """Write a threshold."""
    return f"{round(value['share'] * 100)}%" if "share" in value else f"剩{value['left']}"


def _odd(zh: str, en: str) -> Invalid:
    return Invalid("cell-odd", zh, en)
