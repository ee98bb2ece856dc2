"""National codes: format and check digit, as pure functions over text.

Sources: GB 11643 (公民身份号码), GB 32100 (统一社会信用代码), GB/T 2260 with 统计用区划代码
(organisation codes), 职业分类大典 2022 (occupations).
"""

import re
import unicodedata
from datetime import date

from stdnum.cn import uscc

ORG_CODE = re.compile(r"[1-9][0-9]{11}")
OCCUPATION = re.compile(r"[1-8]-[0-9]{2}-[0-9]{2}-[0-9]{2}")
REFUSED_OCCUPATION = "2-07-09-00"
"""Religious profession: never loaded, because it says what a person believes."""

# GB/T 2260 provinces, 81-83 for residence permits of 港澳台, 9 for permanent residents from abroad.
# The prefix keeps 18-digit order numbers that begin with a date from passing as a person.
_ID_NUMBER = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9])[0-9]{4}"
    r"(?:19|20)[0-9]{9}[0-9X]"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_MOBILE = re.compile(r"(?:(?:\+|00)?86[ -]?)?(1[3-9][0-9]{9})")
_USCC = re.compile(r"[0-9ABCDEFGHJKLMNPQRTUWXY]{2}[0-9]{6}[0-9ABCDEFGHJKLMNPQRTUWXY]{10}")


def is_org_code(text: str) -> bool:
    """Tell whether text is a 12-digit organisation code."""
    return ORG_CODE.fullmatch(text) is not None


def id_check_character(first17: str) -> str:
    """Return the check character (GB 11643) of the first 17 digits of an id number."""
    total = sum(int(d) * w for d, w in zip(first17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def is_id_number(text: str) -> bool:
    """Tell whether text is an 18-place 公民身份号码: region, real birth date, check character.

    A lower-case x is accepted; blanks are not.
    """
    number = text.upper()
    if not _ID_NUMBER.fullmatch(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return number[17] == id_check_character(number[:17])


def is_uscc(text: str) -> bool:
    """Tell whether text is a 统一社会信用代码 of 18 upper-case places."""
    # stdnum refuses letters in the first two places, where A, N and Y exist: the shape is ours.
    return bool(_USCC.fullmatch(text)) and text[17] == uscc.calc_check_digit(text[:17])


def is_mobile(text: str) -> bool:
    """Tell whether text is a mainland mobile number, with or without +86."""
    return _MOBILE.fullmatch(text) is not None


def is_occupation(text: str) -> bool:
    """Tell whether text is a detailed occupation code ``d-dd-dd-dd`` that may be used."""
    return OCCUPATION.fullmatch(text) is not None and text != REFUSED_OCCUPATION


def plain_text(text: str) -> str:
    """Return text with full-width letters and digits made narrow, and no blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def normal_id_number(text: str) -> str:
    """Return the one spelling under which an id number is compared and stored."""
    return re.sub(r"[\s-]", "", plain_text(text)).upper()


def normal_phone(text: str) -> str:
    """Return the one spelling under which a telephone number is compared and stored."""
    digits = re.sub(r"[\s()-]", "", plain_text(text))
    mobile = _MOBILE.fullmatch(digits)
    return mobile[1] if mobile else digits
