"""What a person's data look like to those who need not know them."""

import re

from shared.codes import normal_id_number, normal_phone, plain_text
from shared.privacy.records import PersonalDetails

_HIDDEN = "***"
_BUILDING = re.compile(r"号楼|号院|号|栋|幢|座|楼")
# Without a building, nothing from the first house part on is shown.
_INDOORS = re.compile(r"[0-9]|[一二三四五六七八九十]+(?:单元|层|室|户)|单元|室")
_AREA = re.compile(r".*(?:街道|社区|小区|大街|街|路|巷|村|镇|广场)")


def masked(plain: PersonalDetails) -> PersonalDetails:
    """Return details as anybody on a case may see them."""
    return PersonalDetails(
        name=plain.name and mask_name(plain.name),
        phone=plain.phone and mask_phone(plain.phone),
        id_number=plain.id_number and mask_id_number(plain.id_number),
        address=plain.address and mask_address(plain.address),
        org_name=plain.org_name and mask_org_name(plain.org_name),
        uscc=plain.uscc and mask_id_number(plain.uscc),
    )


def mask_name(name: str) -> str:
    """张三 → 张*; a single character is hidden whole."""
    text = plain_text(name)
    return f"{text[0]}*" if len(text) > 1 else "*"


def mask_org_name(name: str) -> str:
    """东胜区天骄家政有限公司 → 东胜区天***: enough to tell it from others in a list.

    Not shown whole, as that of a household business (个体工商户) is often its owner's.
    """
    text = plain_text(name)
    return f"{text[:4]}{_HIDDEN}" if len(text) > 8 else f"{text[:1]}{_HIDDEN}"  # noqa: PLR2004 - twice what is shown


def mask_phone(phone: str) -> str:
    """13812341234 → 138****1234; a fixed line keeps its last two digits."""
    digits = normal_phone(phone)
    if len(digits) == 11 and digits.startswith("1"):  # noqa: PLR2004 - a mobile number has 11
        return _kept(digits, 3, 4)
    return _kept(digits, 0, 2)


def mask_id_number(number: str) -> str:
    """150602199001011234 → 1506**********1234; other papers keep their last two characters."""
    text = normal_id_number(number)
    if len(text) == 18:  # noqa: PLR2004 - GB 11643
        return _kept(text, 4, 4)
    return _kept(text, 0, 2)


def mask_address(address: str) -> str:
    """Keep street and building: 宝日陶亥东街5号3单元502室 → 宝日陶亥东街5号***."""
    text = plain_text(address)
    if building := _BUILDING.search(text):
        end = building.end()
        return text if end == len(text) else text[:end] + _HIDDEN
    indoors = _INDOORS.search(text)
    area = _AREA.match(text[: indoors.start()] if indoors else text)
    return (area[0] if area else "") + _HIDDEN


def _kept(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    # A text too short to hide anything is hidden whole.
    return text[:head] + "*" * hidden + text[-tail:] if hidden >= tail else "*" * len(text)
