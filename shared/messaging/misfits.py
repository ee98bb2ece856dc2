"""What does not fit a schema, in plain words."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.values import Invalid


def in_plain_words(error: ValidationError) -> Invalid:
    """Say what is wrong with the first fields, never echoing a value."""
    shown = error.errors(include_input=False, include_url=False)[:5]
    places = [".".join(str(step) for step in e["loc"]) or "." for e in shown]
    en = "; ".join(f"{place}: {e['msg']}" for place, e in zip(places, shown, strict=True))
    zh = "；".join(f"{place}：{_zh(e)}" for place, e in zip(places, shown, strict=True))
    return Invalid(
        "does-not-fit-schema",
        f"内容不符合约定——{zh}。请对照 docs/events.md 修改后重发。",
        f"It does not fit the schema: {en}. Mend it by docs/events.md and send it again.",
        places[0],
    )


_ZH = {
    "missing": "缺少必填项",
    "string_type": "应为文本",
    "string_too_long": "文本过长，最多 {max_length} 字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "格式不对",
    "enum": "应为 {expected} 之一",
    "literal_error": "应为 {expected}",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "greater_than": "数值过小，应大于 {gt}",
    "greater_than_equal": "数值过小，应不小于 {ge}",
    "less_than": "数值过大，应小于 {lt}",
    "less_than_equal": "数值过大，应不大于 {le}",
    "timezone_aware": "时间须带时区",
    "datetime_type": "应为 ISO 8601 时间",
    "datetime_parsing": "应为 ISO 8601 时间",
    "datetime_from_date_parsing": "应为 ISO 8601 时间",
    "model_type": "应为对象",
    "dict_type": "应为对象",
    "tuple_type": "应为数组",
    "too_long": "项数过多，最多 {max_length} 项",
    "too_short": "项数过少，至少 {min_length} 项",
    "bool_type": "应为 true 或 false",
}


def _zh(error: ErrorDetails) -> str:
    allowed = dict(error.get("ctx", {}))
    # pydantic lists what is allowed in English: 'a', 'b' or 'c'.
    listed = str(allowed.get("expected", "")).replace(" or ", ", ").replace(", ", "、")
    return _ZH.get(error["type"], "取值不对").format_map({**allowed, "expected": listed})
