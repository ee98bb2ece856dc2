"""Free text: whatever people write, no telephone or id number goes further."""

import re

from shared.privacy.forbidden import has_id_number
from shared.privacy.masking import mask_phone
from shared.values import Invalid

_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")


def masked(text: str, field: str) -> str:
    """Return text with telephone numbers masked; raise `Invalid` when it holds an id number."""
    if has_id_number(text):
        raise Invalid(
            "id-number",
            "文字中含有身份证号码，请删除后再提交。",
            "The text holds an id number; remove it and send it again.",
            field=field,
        )
    return _PHONE.sub(lambda found: mask_phone(found[0]), text)


def public(text: str, field: str) -> str:
    """Return text that may be published; raise `Invalid` for any number of a person."""
    if masked(text, field) != text:
        raise Invalid(
            "phone-in-public-text",
            "公开答复中不得有电话号码，请删除后再提交。",
            "A public answer holds no telephone number; remove it and send it again.",
            field=field,
        )
    return text
