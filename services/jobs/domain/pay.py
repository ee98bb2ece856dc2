"""Pay as gig platforms write it ("150.0元/天"), read into fen and a unit."""

import re
from dataclasses import dataclass
from decimal import Decimal

from services.jobs.domain.wage import WageUnit
from shared.values import Invalid

_UNITS = {
    "小时": WageUnit.HOUR,
    "时": WageUnit.HOUR,
    "天": WageUnit.DAY,
    "日": WageUnit.DAY,
    "月": WageUnit.MONTH,
    "单": WageUnit.PIECE,
    "次": WageUnit.PIECE,
    "件": WageUnit.PIECE,
}
_UNIT = "|".join(_UNITS)
_PAY = re.compile(rf"(\d{{1,6}}(?:\.\d{{1,2}})?)元?/({_UNIT})")


@dataclass(frozen=True)
class Pay:
    """An amount in fen for one unit."""

    fen: int
    unit: WageUnit


def parse_pay(text: str) -> Pay:
    """Read one pay; raise `Invalid` ``pay-unreadable`` when it is written in another way."""
    found = _PAY.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        raise Invalid(
            "pay-unreadable",
            "看不懂报酬的写法，请写成“金额元/单位”，如“150元/天”。",
            "The pay cannot be read; write it as amount and unit, such as 150元/天.",
            field="salary",
        )
    return _pay(found)


def pay_clash(title: str, pay: Pay) -> str | None:
    """Return what to ask the employer when the title names another pay, else None.

    Legal source: 人力资源市场暂行条例 24, the basic pay must be true.
    """
    for found in _PAY.finditer(title):
        said = _pay(found)
        if said != pay:
            return f"标题写“{found[0]}”，与报酬一栏的{pay.fen / 100:g}元不一致，请与单位核实。"
    return None


def _pay(found: re.Match[str]) -> Pay:
    return Pay(int(Decimal(found[1]) * 100), _UNITS[found[2]])
