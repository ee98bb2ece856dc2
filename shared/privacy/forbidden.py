"""The guard: what may be in no event and no model, found by names, labels and check digits.

Legal source: PIPL 6 and 28; domain.md, scope decision. A finding names the path, never the value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.codes import REFUSED_OCCUPATION
from shared.privacy.findings import (
    ID_NUMBER,
    PERSONAL_FIELD,
    REFUSED_FIELD,
    Finding,
    finding,
)
from shared.privacy.glance import is_harmless
from shared.privacy.models import check_model
from shared.privacy.numbers import has_id_number
from shared.privacy.vocabulary import (
    has_refused_label,
    is_label,
    is_personal_name,
    is_refused_name,
)

__all__ = [
    "ID_NUMBER",
    "PERSONAL_FIELD",
    "REFUSED_FIELD",
    "Finding",
    "check_model",
    "find_all",
    "find_forbidden",
    "find_personal",
    "has_id_number",
]

_PATH_PART = 40


@dataclass(frozen=True)
class _Node:
    path: str
    parent: str
    key: str
    value: object


def find_all(data: Mapping[str, Any]) -> list[Finding]:
    """Find what may be in no event: first what is forbidden, then what is personal."""
    return [] if is_harmless(data) else [*_forbidden(data), *_personal(data)]


def find_forbidden(data: Mapping[str, Any]) -> list[Finding]:
    """Find ethnicity, religion and political status: field names, labelled values, code lists."""
    return [] if is_harmless(data) else _forbidden(data)


def find_personal(data: Mapping[str, Any], *, http_door: bool = False) -> list[Finding]:
    """Find plain personal data in an event.

    Args:
        data: the event's data; a string under the top-level member ``sealed`` is allowed.
        http_door: also allow the top-level member ``personal``, which goes straight into the
            sealed store.
    """
    seen = {name: value for name, value in data.items() if name != "personal" or not http_door}
    return [] if is_harmless(seen) else _personal(seen)


def _forbidden(data: Mapping[str, Any]) -> list[Finding]:
    return [finding(node.path, REFUSED_FIELD) for node in _walk(data) if _is_refused(node)]


def _personal(data: Mapping[str, Any]) -> list[Finding]:
    found = [finding("personal", PERSONAL_FIELD)] if "personal" in data else []
    for node in _walk(data):
        if _has_id_number(node.key) or _has_id_number(node.value):
            found.append(finding(node.path, ID_NUMBER))
        elif _is_personal(node):
            found.append(finding(node.path, PERSONAL_FIELD))
    return found


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
    return _once(node, is_refused_name(node.key)) or is_label(node.value, is_refused_name)


def _is_personal(node: _Node) -> bool:
    if node.value is None or isinstance(node.value, bool) or node.value in ("", [], {}):
        return False
    named = is_personal_name(node.key) or is_personal_name(f"{node.parent}_{node.key}")
    return _once(node, named) or is_label(node.value, is_personal_name)


def _once(node: _Node, named: bool) -> bool:
    # List elements carry their list's key: the list itself is the finding.
    return named and not node.path.endswith("]")


def _has_id_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    return has_id_number(str(value))
