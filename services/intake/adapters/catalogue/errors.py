"""What pydantic found wrong with an entry, in plain words."""

from collections.abc import Mapping
from typing import Any

from services.intake.adapters.catalogue.faults import Fault
from services.intake.adapters.catalogue.words import FORMS, KINDS, PROCEDURES, RESULTS, SOURCES

_WORDS = {
    "missing": ("必填，请补上。", "is required."),
    "string_type": (
        "应为文字；编码和日期请加引号，以免丢掉前面的 0。",
        "must be text; put codes and dates in quotes so that no leading 0 is lost.",
    ),
    "bool": ("应为“是”或“否”（true 或 false）。", "must be true or false."),
    "int": ("应为整数。", "must be a whole number."),
    "float": ("应为数字。", "must be a number."),
    "date": ("应为日期，如 2026-09-07。", "must be a date such as 2026-09-07."),
    "tuple_type": ("应为列表。", "must be a list."),
    "dataclass_type": ("应为对象。", "must be an object."),
}

_ZH = {
    value: zh
    for table in (KINDS, PROCEDURES, RESULTS, FORMS, SOURCES)
    for zh, value in table.items()
}


def words_of(error: Mapping[str, Any], number: int, item: str) -> Fault:
    """Return one of pydantic's errors as a fault that names the column and what is inside it."""
    steps = [str(step) for step in error["loc"]]
    inside = ".".join(_counted(step) for step in steps)
    zh, en = _told(error)
    column = steps[1] if steps[:1] == ["guide"] and len(steps) > 1 else steps[0] if steps else ""
    zh_place, en_place = (f"{inside}：", f"{inside}: ") if len(steps) > 1 else ("", "")
    return Fault(number, column, f"{zh_place}{zh}", f"{en_place}{en}", item)


def _told(error: Mapping[str, Any]) -> tuple[str, str]:
    kind = str(error["type"])
    if kind in {"enum", "literal_error"}:
        expected = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        told = "、".join(_in_chinese(value) for value in expected.split(", "))
        return f"只能是：{told}。", f"must be one of {expected}."
    for begins, words in _WORDS.items():
        if kind.startswith(begins):
            return words
    return f"不对：{error['msg']}。", f"{error['msg']}."


def _in_chinese(value: str) -> str:
    return f"{_ZH[value]}（{value}）" if value in _ZH else value


def _counted(step: str) -> str:
    return str(int(step) + 1) if step.isdecimal() else step
