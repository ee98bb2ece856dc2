"""Personal details in their one form: the same telephone is the same text, however it was typed."""

from collections.abc import Callable

from shared.codes import is_id_number, normal_id_number, normal_phone, plain_text
from shared.privacy.records import PersonalDetails
from shared.values import Invalid

FIELDS = ("name", "phone", "id_number", "address")
_NORMAL: dict[str, Callable[[str], str]] = {
    "name": plain_text,
    "phone": normal_phone,
    "id_number": normal_id_number,
    "address": plain_text,
}


def normal(details: PersonalDetails) -> PersonalDetails:
    """Return what a person gave in the one form in which it is stored.

    Raises:
        Invalid: the id number cannot be one.
    """
    given = {n: _NORMAL[n](value) for n in FIELDS if (value := getattr(details, n))}
    if given.get("id_number") and not is_id_number(given["id_number"]):
        raise Invalid(
            "id-number",
            "身份证号码有误：请核对18位号码、出生日期和末位校验码。",
            "The id number is wrong: check its 18 places, birth date and last character.",
            field="id_number",
        )
    return PersonalDetails(**{name: value or None for name, value in given.items()})
