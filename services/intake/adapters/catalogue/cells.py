"""The CSV notation: each column's cell as plain data, and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.adapters.catalogue import lists, notation, words
from services.intake.adapters.catalogue.faults import Fault, fault_of
from shared.values import Invalid


@dataclass(frozen=True)
class Column:
    """One column: its English key (``guide.`` for what is told only), its heading, its cell."""

    key: str
    zh: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    needed: bool = False


def _words(table: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[Any], str]]:
    return notation.list_reader(table), notation.list_writer(table)


COLUMNS = (
    Column("code", "事项代码", needed=True),
    Column("name", "事项名称", needed=True),
    Column("task_code", "实施编码", notation.read_code),
    Column("catalog_code", "基本编码", notation.read_code),
    Column("version", "版本"),
    Column("valid_from", "生效日期"),
    Column("valid_to", "失效日期"),
    Column("kind", "办件类型", *notation.named(words.KINDS), needed=True),
    Column("legal", "法定时限", notation.read_limit, notation.write_limit, needed=True),
    Column("promised", "承诺时限", notation.read_limit, notation.write_limit, needed=True),
    Column("correction_limit", "补正时限", notation.read_limit, notation.write_limit),
    Column("extension", "可延长", notation.read_whole),
    Column("yellow", "黄灯", notation.read_threshold, notation.write_threshold),
    Column("red", "红灯", notation.read_threshold, notation.write_threshold),
    Column("decided_by", "决定主体", *notation.named(words.DECIDERS), needed=True),
    Column("checked_by_staff", "人工核验", notation.read_yes, notation.write_yes),
    Column("takes_wish", "求职意向", notation.read_yes, notation.write_yes),
    Column("pre_acceptance", "网上预审", notation.read_yes, notation.write_yes),
    Column("in_person", "本人到场", notation.read_yes, notation.write_yes),
    Column("review_steps", "审查步骤", *_words(words.REVIEW_STEPS)),
    Column("onsite_review", "现场核查", notation.read_yes, notation.write_yes),
    Column("correction_lapse", "逾期未补正", *notation.chosen(words.CORRECTION_LAPSES)),
    Column("lapse_policy", "容缺失约", *notation.chosen(words.LAPSES)),
    Column("retention_years", "保存年限", notation.read_whole),
    Column("benefit", "事项说明", needed=True),
    Column("papers", "材料", lists.read_papers, lists.write_papers),
    Column("fields", "表单", lists.read_fields, lists.write_fields),
    Column("steps", "环节", lists.read_steps, lists.write_steps),
    Column("procedures", "特别程序", *_words(words.PROCEDURES)),
    Column("guide.objects", "服务对象", *_words(words.OBJECTS)),
    Column("guide.forms", "办理形式", *_words(words.HANDLING)),
    Column("guide.variants", "业务办理项", lists.read_variants, lists.write_variants),
    Column("guide.results", "办理结果", lists.read_results, lists.write_results),
    Column("guide.fee_fen", "收费（分）", notation.read_whole),
    Column("guide.fee_basis", "收费依据"),
    Column("guide.visits", "到场次数", notation.read_whole),
    Column("guide.points", "办理点", *_words({})),
    Column("guide.words", "检索词", *_words({})),
    Column("guide.basis", "设定依据"),
)
_BY_NAME = {name: column for column in COLUMNS for name in (column.key, column.zh)}
ZH = {column.key.removeprefix("guide."): column.zh for column in COLUMNS}
"""The heading of each field."""
_EMPTY_LISTS = {"papers", "fields", "steps", "procedures"}


def columns_of(header: Sequence[str], row: int) -> tuple[list[Column], list[Fault]]:
    """Return the columns that a header names, by heading or key, and what is wrong with it."""
    columns, faults = [], []
    for told in map(str.strip, header):
        column = _BY_NAME.get(told)
        if column is None or column in columns:
            faults.append(_odd_heading(told, row, twice=column is not None))
        else:
            columns.append(column)
    faults += [_no_column(c, row) for c in COLUMNS if c.needed and c not in columns]
    return columns, faults


def cells_of_row(
    number: int, cells: Sequence[str], columns: Sequence[Column]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return a row as plain data in the shape of the JSON file, and its faults."""
    data: dict[str, Any] = {}
    guide: dict[str, Any] = {}
    faults = []
    for column, cell in zip(columns, map(str.strip, cells), strict=True):
        if not cell and column.key not in _EMPTY_LISTS:
            continue
        key = column.key.removeprefix("guide.")
        try:
            (data if key == column.key else guide)[key] = column.read(cell)
        except Invalid as invalid:
            faults.append(fault_of(invalid, number, key))
    return ({**data, "guide": guide} if guide else data), faults


def row_of(plain: Mapping[str, Any]) -> list[str]:
    """Return an entry in the shape of the JSON file as cells of all `COLUMNS`."""
    flat = {**plain, **{f"guide.{key}": told for key, told in plain.get("guide", {}).items()}}
    return [
        column.write(flat[column.key])
        if flat.get(column.key) is not None
        else words.UNSAID
        if column.key == "procedures"
        else ""
        for column in COLUMNS
    ]


def _odd_heading(told: str, row: int, *, twice: bool) -> Fault:
    if twice:
        return Fault(row, told, "表头重复，请删去一列。", "this heading is there twice.")
    known = "、".join(column.zh for column in COLUMNS)
    return Fault(
        row,
        told,
        f"没有这一列；可用的列：{known}。",
        f"there is no such column; known: {', '.join(column.key for column in COLUMNS)}.",
    )


def _no_column(column: Column, row: int) -> Fault:
    return Fault(
        row, column.key, "表头缺少这一列，请加上。", "the header lacks this column.", "", column.zh
    )
