"""Codes of service items, checked as the standard has them; each check raises `Invalid`."""

import re
from enum import StrEnum

from shared.values import Invalid

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z (GB 32100)
_USCC = re.compile(rf"[{_ALPHABET}]{{2}}\d{{6}}[{_ALPHABET}]{{10}}")
_BASIC = re.compile(r"\d{12}")
_SEQUENCE = re.compile(r"\d{2}")
_PROVINCES = ("1", "2", "3", "4", "5", "6", "7", "8")
_USCC_PLACES, _TASK_PLACES, _HANDLING_PLACES = 18, 31, 33


class ItemType(StrEnum):
    """事项类型 (GB/T 39046 A.1); 11–19 and 21–99 are extensions that a region may use."""

    PERMIT = "01"
    PENALTY = "02"
    COERCION = "03"
    LEVY = "04"
    PAYMENT = "05"
    INSPECTION = "06"
    CONFIRMATION = "07"
    AWARD = "08"
    ADJUDICATION = "09"
    OTHER_POWER = "10"
    PUBLIC_SERVICE = "20"


class Level(StrEnum):
    """行使层级 (GB/T 39046 A.2)."""

    CENTRAL = "1"
    PROVINCE = "2"
    CITY = "3"
    COUNTY = "4"
    STREET = "5"
    COMMUNITY = "6"
    GRADED = "7"


def check_uscc(code: str, field: str = "task_code") -> None:
    """统一社会信用代码 (GB 32100): 17 places and the check that makes the sum divisible by 31."""
    if not _USCC.fullmatch(code):
        raise Invalid(
            "uscc-shape",
            "统一社会信用代码应为 18 位：数字和大写字母（不用 I、O、S、V、Z），"
            "第 3–8 位是行政区划。",
            "a unified social credit code has 18 places: digits and capitals without I, O, S, V, Z;"
            " places 3-8 are the region",
            field,
        )
    if uscc_check(code[:17]) != code[17]:
        raise Invalid(
            "uscc-check",
            f"统一社会信用代码校验位不对：按前 17 位应为“{uscc_check(code[:17])}”，请核对。",
            f"the check character does not fit: the first 17 places give '{uscc_check(code[:17])}'",
            field,
        )


def uscc_check(first: str) -> str:
    """Return the check character of 17 places: weights 3ⁱ mod 31 (GB 32100)."""
    total = sum(_ALPHABET.index(place) * pow(3, n, 31) for n, place in enumerate(first))
    return _ALPHABET[-total % 31]


def check_catalog_code(code: str, field: str = "catalog_code") -> None:
    """基本编码: 12 digits = province 2 + type 2 + 5 + sub-item 3 (GB/T 39554.1)."""
    if not _BASIC.fullmatch(code) or code[0] not in _PROVINCES or code[2:4] == "00":
        raise Invalid(
            "catalog-code",
            "基本编码应为 12 位数字：省 2 位、事项类型 2 位、5 位序号、子项 3 位（无子项写 000）。",
            "the basic code has 12 digits: province 2, type 2, number 5, sub-item 3 (000: none)",
            field,
        )


def check_task_code(code: str, field: str = "task_code") -> None:
    """实施编码: 31 = the body's USCC 18 + exercise level 1 + basic code 12."""
    if len(code) != _TASK_PLACES:
        raise Invalid(
            "task-code",
            "实施编码应为 31 位：统一社会信用代码 18、行使层级 1、基本编码 12；"
            f"现为 {len(code)} 位。",
            "the implementation code has 31 places: credit code 18, level 1, basic code 12;"
            f" this has {len(code)}",
            field,
        )
    check_uscc(code[:_USCC_PLACES], field)
    if code[_USCC_PLACES] not in set(Level):
        raise Invalid(
            "task-level",
            f"实施编码第 19 位是行使层级，应为 1–7（街道为 5）；现为“{code[_USCC_PLACES]}”。",
            "place 19 of the implementation code is the level, 1 to 7 (a sub-district: 5)",
            field,
        )
    check_catalog_code(catalog_code_of(code), field)


def check_handling_code(code: str, field: str = "variants") -> None:
    """业务办理项编码: 33 = implementation code 31 + running number 2."""
    if len(code) != _HANDLING_PLACES or not _SEQUENCE.fullmatch(code[_TASK_PLACES:]):
        raise Invalid(
            "handling-code",
            "业务办理项编码应为 33 位：实施编码 31 加 2 位序号（01 起）。",
            "a handling code has 33 places: the implementation code and a number of 2 digits",
            field,
        )
    check_task_code(code[:_TASK_PLACES], field)


def catalog_code_of(task_code: str) -> str:
    """Return the basic code within an implementation code."""
    return task_code[_USCC_PLACES + 1 :]


def level_of(task_code: str) -> Level | None:
    """Return the level within an implementation code, its place 19; None where there is no code."""
    return Level(task_code[_USCC_PLACES]) if task_code else None


def type_of(catalog_code: str) -> str:
    """Return the item type within a basic code: ``01`` … ``99``."""
    return catalog_code[2:4]
