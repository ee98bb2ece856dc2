"""Opening what partners sealed to us."""

from typing import Any

from shared.privacy.jwe import ServiceKey
from shared.privacy.records import PersonalDetails
from shared.values import Invalid

_OURS = ("name", "phone", "id_number", "address")
_OF_ORGANISATIONS = ("org_name", "uscc")


def opened(
    key: ServiceKey, sealed: str | None, *, organisations: bool = False
) -> PersonalDetails | None:
    """Return the details that are ours to know; None where nothing was sealed.

    Whatever else a partner's identity data hold (an ID-card reader yields more than we may have)
    is dropped here, unread: an allow-list, not a block-list (PIPL 6; domain.md, scope decision).
    `organisations`: it may be one that applies, by its name and 统一社会信用代码.
    Raises `Invalid` (field ``sealed``) for what cannot be opened or is no text.
    """
    if sealed is None:
        return None
    content = key.unseal(sealed)
    ours = (*_OURS, *_OF_ORGANISATIONS) if organisations else _OURS
    return PersonalDetails(**{name: _text(content, name) for name in ours})


def _text(content: dict[str, Any], name: str) -> str | None:
    value = content.get(name)
    if value is None or isinstance(value, str):
        return value or None
    raise Invalid(
        "sealed-unreadable",
        f"sealed 解密后，{name} 应为文本。",
        f"Inside 'sealed', {name} must be text.",
        field="sealed",
    )
