"""The guard as plainly as it can be said: slow, by recursion, with rules of its own."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.codes import REFUSED_OCCUPATION, is_id_number, plain_text
from shared.privacy.findings import ID_NUMBER, PERSONAL_FIELD, REFUSED_FIELD
from shared.privacy.vocabulary import is_personal_name, is_refused_name

Found = list[tuple[str, str]]
Node = tuple[str, str, str, object]

FIELD_LABELS = {"label", "field", "字段", "标签"}
OTHER_LABELS = {"name", "title", "key", "question", "item", "名称", "项目"}
VALUES = {
    *("value", "val", "values", "answer", "text", "content", "code", "selected"),
    *("值", "内容", "取值"),
}
LABELLED = re.compile(
    r"(?:民族|族别|宗教信仰|政治面貌|\b(?:ethnicity|religion|political status))\s*[:=：﹕＝]\s*\S",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d(?:[\s－-]?\d){16}")
RUN = re.compile(r"(?<![0-9])(?=([0-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx])(?![0-9]))")


def all_of(data: Mapping[str, Any]) -> Found:
    return forbidden(data) + personal(data)


def forbidden(data: Mapping[str, Any]) -> Found:
    return [(node[0], REFUSED_FIELD) for node in walk("", "", "", data) if refused(node)]


def personal(data: Mapping[str, Any], *, http_door: bool = False) -> Found:
    seen = {name: value for name, value in data.items() if name != "personal" or not http_door}
    found = [("personal", PERSONAL_FIELD)] if "personal" in seen else []
    for path, parent, key, value in walk("", "", "", seen):
        number = isinstance(value, str | int) and not isinstance(value, bool)
        if holds_id_number(key) or (number and holds_id_number(str(value))):
            found.append((path, ID_NUMBER))
        elif of_a_person(path, parent, key, value):
            found.append((path, PERSONAL_FIELD))
    return found


def holds_id_number(text: str) -> bool:
    runs = [re.sub("[ -]", "", match[1]) for match in RUN.finditer(plain_text(text))]
    return DIGITS.search(text) is not None and any(is_id_number(run) for run in runs)


def holds_label(text: str) -> bool:
    return LABELLED.search(text) is not None


def walk(path: str, parent: str, key: str, value: object) -> Iterator[Node]:
    if path:
        yield path, parent, key, value
    if isinstance(value, Mapping):
        for name, below in value.items():
            shown = "(hidden)" if holds_id_number(str(name)) else str(name)[:40]
            yield from walk(f"{path}.{shown}".lstrip("."), key, str(name), below)
    elif isinstance(value, list | tuple):
        for place, below in enumerate(value):
            yield from walk(f"{path}[{place}]", parent, key, below)


def refused(node: Node) -> bool:
    path, _, key, value = node
    told = isinstance(value, str) and (holds_label(value) or value.strip() == REFUSED_OCCUPATION)
    named = is_refused_name(key) and not path.endswith("]")
    return told or named or labels(value, is_refused_name)


def of_a_person(path: str, parent: str, key: str, value: object) -> bool:
    if value is None or isinstance(value, bool) or value in ("", [], {}):
        return False
    named = is_personal_name(key) or is_personal_name(f"{parent}_{key}")
    return (named and not path.endswith("]")) or labels(value, is_personal_name)


def labels(value: object, judge: Callable[[str], bool]) -> bool:
    if not isinstance(value, Mapping):
        return False
    keys = {str(key).lower(): said for key, said in value.items()}
    asked = FIELD_LABELS | (OTHER_LABELS if keys.keys() & VALUES else set())
    return any(isinstance(keys.get(key), str) and judge(keys[key]) for key in asked)
