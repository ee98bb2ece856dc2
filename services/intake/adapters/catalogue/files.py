"""Catalogue files: bytes of CSV, JSON or YAML become rows of plain data, or faults."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from services.intake.adapters.catalogue.cells import cells_of_row, columns_of
from services.intake.adapters.catalogue.faults import Fault

_HTML = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype|html|head|meta|table|body)\b", re.IGNORECASE)
_LEADING_ZERO = re.compile(r'(?<![\w."-])-?0\d+(?![\w"-])')
_MOST = 20_000_000  # bytes: a catalogue of a province is far below


@dataclass(frozen=True)
class Row:
    """One entry as plain data, in the shape of the JSON file."""

    number: int
    data: Any
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What a file holds; `notes` say in Chinese and English how it was read."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    version: str = field(default="")


def read_sheet(path: Path) -> Sheet:
    """Read a file by its ending; raise OSError where it cannot be read at all."""
    data = path.read_bytes()
    if len(data) > _MOST:
        return _broken("文件太大（超过 20 MB），不像事项目录。", "the file is above 20 MB.")
    try:
        text, notes = _decoded(data)
    except UnicodeDecodeError:
        return _broken(
            "文字编码认不出；请另存为 UTF-8（或 GB18030）后再导入。",
            "the encoding is neither UTF-8 nor GB18030; save it as UTF-8.",
        )
    if _HTML.match(text):
        return _broken(
            "这是网页（HTML），不是表格：可能是登录页或另存的网页；请重新导出 CSV 或 JSON。",
            "this is an HTML page, perhaps a login page saved as a table;"
            " export CSV or JSON again.",
        )
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        return _broken(
            "文件应以 .csv、.json 或 .yaml 结尾。", "the name must end in .csv, .json or .yaml."
        )
    sheet = reader(text)
    return Sheet(sheet.rows, sheet.faults, notes, sheet.version)


def _decoded(data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16"), (("按 UTF-16 读取。", "read as UTF-16."),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("gb18030").removeprefix("\ufeff"), (
            ("文件不是 UTF-8，按 GB18030 读取。", "not UTF-8: read as GB18030."),
        )


def _csv(text: str) -> Sheet:
    lines = list(_lines(text))
    torn = tuple(_torn(number) for number, _, is_torn in lines if is_torn)
    filled = [(number, cells) for number, cells, _ in lines if any(map(str.strip, cells))]
    if not filled:
        return Sheet(faults=torn) if torn else _broken("文件是空的。", "the file is empty.")
    (top, header), *rest = filled
    columns, faults = columns_of(header, top)
    if faults:
        return Sheet(faults=(*torn, *faults))
    return Sheet(tuple(_row(number, cells, columns) for number, cells in rest), torn)


def _row(number: int, cells: Sequence[str], columns: Sequence[Any]) -> Row:
    if len(cells) != len(columns):
        return Row(number, {}, (_miscounted(number, len(cells), len(columns)),))
    data, faults = cells_of_row(number, cells, columns)
    return Row(number, data, tuple(faults))


def _lines(text: str) -> list[tuple[int, list[str], bool]]:
    # Line by line: an unclosed quotation mark must not swallow the rows below it.
    parsed = list[tuple[int, list[str], bool]]()
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        try:
            cells = next(csv.reader([line.rstrip("\n")], strict=True), [])
        except csv.Error:
            parsed.append((number, [], True))
        else:
            parsed.append((number, cells, False))
    return parsed


def _torn(number: int) -> Fault:
    return Fault(
        number,
        "",
        "引号没有在本行内配对：单元格里有换行或多余的引号；请去掉换行，引号写成两个。",
        "a quotation mark is not closed on its line: a cell holds a line break or a stray mark;"
        " take the break out, double the mark.",
    )


def _miscounted(number: int, found: int, wanted: int) -> Fault:
    return Fault(
        number,
        "",
        f"本行有 {found} 格，表头有 {wanted} 格；含逗号的格请加英文引号。",
        f"this row has {found} cells, the header {wanted}; put a cell with commas in quotes.",
    )


def _json(text: str) -> Sheet:
    try:
        content = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        return Sheet(faults=(_not_json(text, error),))
    except _OddError as odd:
        return _broken(odd.zh, odd.en)
    except (ValueError, RecursionError):
        # Beyond what Python itself reads: a number of thousands of digits, or lists without end.
        return _broken("数字过长或嵌套过深。", "a number is too long, or it is nested too deeply.")
    return _listed(content)


def _yaml(text: str) -> Sheet:
    try:
        return _listed(yaml.load(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        told = " ".join(str(error).split())
        return _broken(f"不是 YAML：{told}", f"it is not YAML: {told}")
    except (ValueError, RecursionError) as error:  # 2026-02-30 is a date to YAML, and is none
        return _broken(
            f"有读不出的日期或数字（{error}）；请核对，或加引号写成文字。",
            f"a date or a number cannot be read ({error}); mend it, or put it in quotes.",
        )


def _listed(content: Any) -> Sheet:
    version = ""
    if isinstance(content, dict):
        version, content = str(content.get("version", "")), content.get("items")
    if not isinstance(content, list):
        return _broken(
            "应为事项的列表，或含“items”列表的对象。",
            "it must be a list of items, or hold 'version' and a list 'items'.",
        )
    return Sheet(tuple(Row(n, row) for n, row in enumerate(content, start=1)), version=version)


class _OddError(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _OddError(f"“{key}”在同一对象中写了两次。", f"'{key}' is there twice.")
        found[key] = value
    return found


def _no_number(text: str) -> Any:
    raise _OddError(f"“{text}”不是数字。", f"{text} is no number.")


def _not_json(text: str, error: json.JSONDecodeError) -> Fault:
    line = text.split("\n")[error.lineno - 1]
    zero = _LEADING_ZERO.search(line)
    if zero:
        number = zero[0]
        return Fault(
            error.lineno,
            "",
            f'数字不能以 0 开头：{number}；编码请加引号写成 "{number}"。',
            f'a number cannot begin with 0: {number}; a code is written "{number}".',
        )
    return Fault(
        error.lineno,
        "",
        f"第 {error.colno} 个字符处不是 JSON，请检查逗号、引号和括号。",
        f"not JSON at character {error.colno}; look at commas, quotes and brackets.",
    )


def _broken(zh: str, en: str) -> Sheet:
    return Sheet(faults=(Fault(0, "", zh, en),))


_READERS = {".csv": _csv, ".json": _json, ".yaml": _yaml, ".yml": _yaml}
