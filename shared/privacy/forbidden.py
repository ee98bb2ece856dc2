"""The guard: what may be in no event and no model, found by names, labels and check digits.

Legal source: PIPL 6 and 28; domain.md, scope decision. A finding names the path, never the value.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.codes import REFUSED_OCCUPATION, is_id_number, plain_text
from shared.privacy.findings import (
    ID_NUMBER,
    PERSONAL_FIELD,
    REFUSED_FIELD,
    Finding,
    finding,
)
from shared.privacy.models import check_model
from shared.privacy.vocabulary import has_refused_label, is_personal_name, is_refused_name

__all__ = [
    "ID_NUMBER",
    "PERSONAL_FIELD",
    "REFUSED_FIELD",
    "Finding",
    "check_model",
    "find_forbidden",
    "find_personal",
    "has_id_number",
]

_FIELD_LABELS = frozenset({"label", "field", "字段", "标签"})
_LABELS = _FIELD_LABELS | {"name", "title", "key", "question", "item", "名称", "项目"}
_VALUES = frozenset(
    {
        "value",
        "val",
        "values",
        "answer",
        "text",
        "content",
        "code",
        "selected",
        "值",
        "内容",
        "取值",
    }
)
# Overlapping on purpose: a digit before the number must not hide it. Blanks and hyphens as people
# write them: 150602 19900101 123X.
_RUN = re.compile(r"(?<![0-9])(?=([0-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx])(?![0-9]))")
# Nearly every text ends here, before the work of normalising it: \d knows full-width digits.
_MAYBE = re.compile(r"\d(?:[\s－-]?\d){16}")
_PATH_PART = 40


@dataclass(frozen=True)
class _Node:
    path: str
    parent: str
    key: str
    value: object


def find_forbidden(data: Mapping[str, Any]) -> list[Finding]:
    """Find ethnicity, religion and political status: field names, labelled values, code lists."""
    return [finding(node.path, REFUSED_FIELD) for node in _walk(data) if _is_refused(node)]


def find_personal(data: Mapping[str, Any], *, http_door: bool = False) -> list[Finding]:
    """Find plain personal data in an event.

    Args:
        data: the event's data; a string under the top-level member ``sealed`` is allowed.
        http_door: also allow the top-level member ``personal``, which goes straight into the
            sealed store.
    """
    seen = {name: value for name, value in data.items() if name != "personal" or not http_door}
    found = [finding("personal", PERSONAL_FIELD)] if "personal" in seen else []
    for node in _walk(seen):
        if _has_id_number(node.key) or _has_id_number(node.value):
            found.append(finding(node.path, ID_NUMBER))
        elif _is_personal(node):
            found.append(finding(node.path, PERSONAL_FIELD))
    return found


def has_id_number(text: str) -> bool:
    """Tell whether text holds, anywhere, 18 places that pass as an id number."""
    if not _MAYBE.search(text):
        return False
    runs = (match[1] for match in _RUN.finditer(plain_text(text)))
    return any(is_id_number(run.replace(" ", "").replace("-", "")) for run in runs)


def _walk(data: Mapping[str, Any]) -> Iterator[_Node]:
    # A stack of our own: a partner's deep nesting must not end as a recursion error.
    stack = [_Node("", "", "", data)]
    while stack:
        node = stack.pop()
        if node.path:
            yield node
        stack.extend(reversed(list(_children(node))))


def _children(node: _Node) -> Iterator[_Node]:
    if isinstance(node.value, Mapping):
        for name, value in node.value.items():
            key = str(name)
            # A key may itself be an id number: then the path must not repeat it.
            shown = "(hidden)" if has_id_number(key) else key[:_PATH_PART]
            yield _Node(f"{node.path}.{shown}".lstrip("."), node.key, key, value)
    elif isinstance(node.value, list | tuple):
        for place, value in enumerate(node.value):
            yield _Node(f"{node.path}[{place}]", node.parent, node.key, value)


def _is_refused(node: _Node) -> bool:
    if isinstance(node.value, str) and (
        has_refused_label(node.value) or node.value.strip() == REFUSED_OCCUPATION
    ):
        return True
    return _once(node, is_refused_name(node.key)) or _labels(node, is_refused_name)


def _is_personal(node: _Node) -> bool:
    if node.value is None or isinstance(node.value, bool) or node.value in ("", [], {}):
        return False
    named = is_personal_name(node.key) or is_personal_name(f"{node.parent}_{node.key}")
    return _once(node, named) or _labels(node, is_personal_name)


def _once(node: _Node, named: bool) -> bool:
    # List elements carry their list's key: the list itself is the finding.
    return named and not node.path.endswith("]")


def _labels(node: _Node, judge: Callable[[str], bool]) -> bool:
    if not isinstance(node.value, Mapping):
        return False
    keys = {str(key).lower(): value for key, value in node.value.items()}
    asked = _LABELS if keys.keys() & _VALUES else _FIELD_LABELS
    return any(isinstance(keys.get(key), str) and judge(keys[key]) for key in asked)


def _has_id_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    return has_id_number(str(value))
