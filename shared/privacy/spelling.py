"""One spelling of what a person gives, checked where a number can be."""

from collections.abc import Callable
from dataclasses import replace

from shared.codes import is_id_number, is_uscc, normal_id_number, normal_phone, plain_text
from shared.privacy.records import PersonalDetails
from shared.values import Invalid

FIELDS = ("name", "phone", "id_number", "address", "org_name", "uscc")
_NORMAL: dict[str, Callable[[str], str]] = {
    "name": plain_text,
    "phone": normal_phone,
    "id_number": normal_id_number,
    "address": plain_text,
    "org_name": plain_text,
    "uscc": normal_id_number,
}


def in_one_spelling(details: PersonalDetails) -> PersonalDetails:
    """Return the details as they are compared and stored; what is empty is not given.

    Raises:
        Invalid: a wrong id number or 统一社会信用代码, or an organisation named by half.
    """
    given = {n: _NORMAL[n](value) for n in FIELDS if (value := getattr(details, n))}
    if given.get("id_number") and not is_id_number(given["id_number"]):
        raise Invalid(
            "id-number",
            "身份证号码有误：请核对18位号码、出生日期和末位校验码。",
            "The id number is wrong: check its 18 places, birth date and last character.",
            field="id_number",
        )
    if given.get("uscc") and not is_uscc(given["uscc"]):
        raise Invalid(
            "uscc",
            "统一社会信用代码有误：请核对 18 位代码（不含 I、O、S、V、Z）和末位校验码。",
            "The code (uscc) is wrong: check its 18 places (no I, O, S, V, Z) and the last one.",
            field="uscc",
        )
    if bool(given.get("uscc")) != bool(given.get("org_name")):
        raise Invalid(
            "organisation-incomplete",
            "单位申请须同时填写单位名称（org_name）和统一社会信用代码（uscc）。",
            "An organisation is named by both its name (org_name) and its code (uscc).",
            field="uscc" if given.get("org_name") else "org_name",
        )
    return PersonalDetails(**{name: value or None for name, value in given.items()})


def renewed(before: PersonalDetails, given: PersonalDetails) -> PersonalDetails:
    """Return details after a further registration; both in one spelling.

    What is given replaces what is stored. Who comes for an organisation now is not mixed with who
    came before: that one's id number goes, and with another name the telephone too. The address
    is the organisation's, and stays.
    """
    news = {name: value for name in FIELDS if (value := getattr(given, name))}
    if not (given.uscc and given.name):
        return replace(before, **news)
    phone = before.phone if before.name in {None, given.name} else None
    return replace(replace(before, id_number=None, phone=phone), **news)
