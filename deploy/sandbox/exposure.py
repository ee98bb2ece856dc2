"""The search of what is stored: nothing personal in the clear, and nothing that nobody may keep.

Legal source: PIPL 6, 28 and 51; domain.md, scope decision. A finding names service, collection and
path, never a value or a document.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from shared.privacy.forbidden import find_forbidden, find_personal

SEALED: Mapping[str, frozenset[str]] = {
    "persons": frozenset({"name", "phone", "id_number", "address", "org_name", "uscc"}),
    "person_keys": frozenset({"wrapped"}),
    "staff": frozenset({"sealed"}),
    "staff_keys": frozenset({"wrapped"}),
    "ledger": frozenset({"raw", "mended"}),
}
"""The fields that hold sealed bytes in base64; there the names may be, plain text may not."""

NOT_SEALED = "not-sealed"
_ANSWERS = "idempotency"
# Numbers of the storage itself: long enough to pass for an id number by accident.
_STORAGE = frozenset({"version", "hlc"})
_METHOD = b"\x01"
# Method byte, nonce and tag: what is shorter was not made by AES-GCM.
_SHORTEST = 1 + 12 + 16
_PLACES = re.compile(r"\[\d+\]")


def exposures(collection: str, document: Mapping[str, Any]) -> list[str]:
    """Return ``path rule`` for whatever is wrong in one stored document."""
    sealed = SEALED.get(collection, frozenset())
    opened = [f"{name} {NOT_SEALED}" for name in sealed if not _is_sealed(document.get(name))]
    rest = {n: v for n, v in document.items() if n not in sealed and n not in _STORAGE}
    found = [*find_forbidden(rest), *find_personal(rest)]
    if collection == _ANSWERS:
        # A stored answer is text: masked names are what its caller may see, the others are not.
        found += find_forbidden({"body": _content(rest.get("body"))})
    return [*sorted(opened), *(f"{_PLACES.sub('[]', f.path)} {f.rule}" for f in found)]


def _is_sealed(value: object) -> bool:
    if value is None:
        return True
    try:
        raw = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return False
    return len(raw) >= _SHORTEST and raw.startswith(_METHOD)


def _content(text: object) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
