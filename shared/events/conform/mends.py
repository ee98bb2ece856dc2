"""How to mend each fault, in words for whoever writes the sending program."""

import json
from collections.abc import Callable
from typing import Any

from shared.events.base import EventData
from shared.events.catalogue import EVENTS
from shared.events.conform.checking import Checked
from shared.events.conform.pieces import broken_at
from shared.values import Invalid

Words = tuple[str, str]


def mend_of(checked: Checked, error: Invalid) -> Words:
    """Return what to do about the fault, in Chinese and in English."""
    special = _SPECIAL.get(error.code)
    return special(checked, error) if special else MENDS.get(error.code, _ANY)


MENDS: dict[str, Words] = {
    "empty-value": (
        "把整个事件（JSON 对象）作为内容。",
        "Send the whole event, one JSON object.",
    ),
    "too-large": (
        "一个事件最多 1 MiB：图片、附件请存放在您那里，事件里只写编号或链接。",
        "An event has at most 1 MiB: keep pictures and files, and send their number or link.",
    ),
    "not-utf8": (
        '存成 UTF-8（不要 GBK、UTF-16）；Python：open(…, encoding="utf-8")。',
        'Write it in UTF-8 (not GBK, not UTF-16); Python: open(…, encoding="utf-8").',
    ),
    "not-an-object": (
        "每个事件是一个 JSON 对象 {…}；多个事件放进一个数组，或每行一个。",
        "An event is one JSON object {…}; put several in one array, or one on each line.",
    ),
    "foreign-orgunit": (
        "删去 orgunit（默认用登记的机构），或填登记机构及其下级的 12 位代码。",
        "Leave orgunit out (yours is taken), or give your organisation's code or one below it.",
    ),
    "refused-field": (
        "删去这一项：民族、宗教、政治面貌一律不收，密封也不收。",
        "Remove it: ethnicity, religion and political status are taken in no form.",
    ),
    "personal-field": (
        "放进 data.sealed（见 docs/partners.md；经 HTTPS 也可放进 data.personal），或删去。",
        "Seal it into data.sealed (docs/partners.md; over HTTPS data.personal), or remove it.",
    ),
    "id-number": (
        "放进 data.sealed 或删去；若它被用作编号，请换成业务流水号。",
        "Seal it into data.sealed, or remove it; where it served as a number, use a serial one.",
    ),
    "unknown-source": (
        "改成登记给您的来源，或用 --partner 指明身份；还没登记请联系街道运维。",
        "Use the source registered for you, or say who you are by --partner; ask to be registered.",
    ),
    "forged-source": (
        "把 source 改成登记给您的来源。",
        "Set source to the one that is registered for you.",
    ),
}
_ANY: Words = ("请对照 docs/events.md 修改。", "Mend it by docs/events.md.")


def _not_json(checked: Checked, _: Invalid) -> Words:
    place = broken_at(checked.piece)
    if place is None:
        return "用 JSON 库生成，不要拼字符串。", "Let a JSON library write it, never by hand."
    line, character = place
    return (
        f"从第 {line} 行（事件的第 {character} 个字符）起不对：请看那里的引号、逗号、括号。",
        f"It breaks in line {line} (character {character} of the event): look there.",
    )


def _type(checked: Checked, _: Invalid) -> Words:
    types = checked.partner.types if checked.partner else ()
    zh, en = "、".join(types) or "无", ", ".join(types) or "none"
    return (
        f"登记给您的类型：{zh}。要发别的请联系街道运维登记。",
        f"Registered for you: {en}. Ask to be registered for more.",
    )


def _schema(checked: Checked, error: Invalid) -> Words:
    type_, field = checked.type or "", error.field or ""
    example = _example(EVENTS.get(type_), field)
    zh, en = (
        (f"例如 {field} = {example}；", f"For example {field} = {example}. ")
        if example
        else ("", "")
    )
    return (
        f"{zh}全部字段见 docs/schemas/{type_}.json。",
        f"{en}All fields: docs/schemas/{type_}.json.",
    )


def _example(data: type[EventData] | None, field: str) -> str | None:
    value: Any = {"data": data.example if data else {}, **_ENVELOPE}
    for step in field.split("."):
        if isinstance(value, list | tuple) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return None
    return json.dumps(value, ensure_ascii=False)


_ENVELOPE = {
    "specversion": "1.0",
    "id": "a3c1-0001",
    "subject": "260907093015000123",
    "time": "2026-09-07T09:30:15+08:00",
    "datacontenttype": "application/json",
}
_SPECIAL: dict[str, Callable[[Checked, Invalid], Words]] = {
    "not-json": _not_json,
    "unknown-type": _type,
    "unknown-version": _type,
    "type-not-allowed": _type,
    "does-not-fit-schema": _schema,
}
