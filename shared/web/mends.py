"""What to tell a caller whose input does not fit: the mend in plain words, never the value."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.web.language import Language

_MENDS: Mapping[str, tuple[str, str]] = {
    "missing": ("缺少这一项，请补上。", "This is required; add it."),
    "extra_forbidden": (
        "不认识这一项，请删去或检查拼写。",
        "This member is not known; remove it or check its spelling.",
    ),
    "json_invalid": (
        "请求体不是合法的 JSON，请检查括号、引号和逗号。",
        "The body is not valid JSON; check brackets, quotes and commas.",
    ),
    "string": ("请填写文字。", "Give a text."),
    "string_too_short": (
        "至少 {min_length} 个字符。",
        "Too few characters; the least is {min_length}.",
    ),
    "string_too_long": ("最多 {max_length} 个字符。", "Give at most {max_length} characters."),
    "string_pattern_mismatch": (
        "格式不对，应符合 {pattern}。",
        "The format is wrong; it must match {pattern}.",
    ),
    "int": ("请填写整数。", "Give a whole number."),
    "float": ("请填写数字。", "Give a number."),
    "decimal": ("请填写数字。", "Give a number."),
    "finite_number": ("请填写有限的数字。", "Give a finite number."),
    "bool": ("请填写 true 或 false。", "Give true or false."),
    "greater_than": ("应大于 {gt}。", "It must be greater than {gt}."),
    "greater_than_equal": ("不能小于 {ge}。", "It must be at least {ge}."),
    "less_than": ("应小于 {lt}。", "It must be less than {lt}."),
    "less_than_equal": ("不能大于 {le}。", "It must be at most {le}."),
    "enum": ("只能是：{expected}。", "It must be one of: {expected}."),
    "literal_error": ("只能是：{expected}。", "It must be one of: {expected}."),
    "union_tag_invalid": ("类别只能是：{expected_tags}。", "Its kind must be: {expected_tags}."),
    "date": ("请填写日期，例如 2025-03-01。", "Give a date such as 2025-03-01."),
    "datetime": (
        "请填写带时区的时间，例如 2025-03-01T09:00:00+08:00。",
        "Give a time with its zone, such as 2025-03-01T09:00:00+08:00.",
    ),
    "timezone": (
        "时间要带时区，例如 2025-03-01T09:00:00+08:00。",
        "Add the time zone, such as 2025-03-01T09:00:00+08:00.",
    ),
    "list": ("请填写列表。", "Give a list."),
    "tuple": ("请填写列表。", "Give a list."),
    "too_short": ("至少 {min_length} 项。", "Too few entries; the least is {min_length}."),
    "too_long": ("最多 {max_length} 项。", "Give at most {max_length} entries."),
    "dict": ("请填写 JSON 对象。", "Give a JSON object."),
    "model": (
        "请填写 JSON 对象，并注明 Content-Type: application/json。",
        "Give a JSON object, sent with Content-Type: application/json.",
    ),
}
_CHOICES = re.compile(r"\^\(([a-z|-]+)\)\$")
_LISTS = frozenset({"expected", "expected_tags"})
_ANYTHING = (
    "内容不符合要求，请对照接口说明修改。",
    "It does not fit; compare it with the interface description.",
)


def mend_of(kind: str, context: Mapping[str, Any], language: Language) -> str:
    """Return one sentence for a pydantic error type such as ``string_too_long``."""
    choices = _CHOICES.fullmatch(str(context.get("pattern", "")))
    if choices:
        # To people a pattern of words is a list of words.
        kind, context = "enum", {"expected": ", ".join(choices[1].split("|"))}
    zh, en = _MENDS.get(kind) or _MENDS.get(kind.split("_", maxsplit=1)[0]) or _ANYTHING
    words = {key: _listed(value) if key in _LISTS else value for key, value in context.items()}
    return en.format_map(context) if language == "en" else zh.format_map(words)


def _listed(value: object) -> str:
    """Return ``a、b、c`` of what pydantic writes as ``'a', 'b' or 'c'``."""
    return str(value).replace(" or ", "、").replace(", ", "、").replace("'", "")


def path_of(location: Sequence[str | int]) -> str:
    """Return where the fault is: ``applicant.0.role``; the first part (body, query …) is dropped.

    A member name of the caller's own making may be anything, even a phone number: it is left out.
    """
    named = [part if _is_name(str(part)) else "…" for part in location[1:]]
    return ".".join(str(part) for part in named) or str(location[0] if location else "body")


def _is_name(part: str) -> bool:
    short = len(part) <= 64  # noqa: PLR2004 - longer than any member of ours
    index = part.isdecimal() and len(part) <= 4  # noqa: PLR2004 - no list of ours is longer
    return index or (short and part.replace("-", "_").isidentifier() and part.isascii())
