"""The checks a post must pass before anybody sees it; all grounds are told at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.jobs.domain.posts import Ground, Offer
from services.jobs.domain.wage import WageUnit
from services.jobs.domain.wording import refused_wording

_LEAST_FEN, _MOST_FEN = 100, 100_000
_LEAST_AGE = 16
_SHIFTS = 21
_EMPTY = frozenset(
    {"", "无", "暂无", "略", "待定", "不详", "面议", "面谈", "详谈", "电联", "见面谈"}
)
_REQUIRED = {
    "employer_title": "单位名称",
    "title": "岗位名称",
    "duties": "工作内容",
    "place": "工作地点",
}


@dataclass(frozen=True)
class Codes:
    """What the code lists say about an offer: looked up outside, because a domain fetches not."""

    uscc_valid: bool
    occupation_allowed: bool


def grounds_of(offer: Offer, codes: Codes, now: datetime) -> tuple[Ground, ...]:
    """Return why the offer may not be published; empty when it may."""
    checks = (_required(offer), _coded(codes), _paid(offer), _lawful(offer, now))
    return (*(ground for check in checks for ground in check), *refused_wording(offer))


def _required(offer: Offer) -> Iterator[Ground]:
    """人力资源市场暂行条例 24: 单位情况, 人数, 条件, 工作内容, 地点 must be told, and truly."""
    for field, zh in _REQUIRED.items():
        if _says_nothing(getattr(offer, field)):
            yield Ground(f"missing-{field.replace('_', '-')}", field, f"请写明{zh}。")
    # Named skills or licences are conditions too; 无 ("none") is an answer.
    if not (offer.conditions.strip() or offer.skills or offer.licences):
        yield Ground("missing-conditions", "conditions", "请写明招聘条件；没有要求请写“不限”。")
    if offer.headcount < 1:
        yield Ground("missing-headcount", "headcount", "请写明招聘人数，至少 1 人。")


def _coded(codes: Codes) -> Iterator[Ground]:
    """RLZY 26: a licensed employer (GB 32100); 职业分类大典 2022 without what is not loaded."""
    if not codes.uscc_valid:
        yield Ground("uscc-invalid", "uscc", "统一社会信用代码有误，请核对18位代码和末位校验码。")
    if not codes.occupation_allowed:
        yield Ground("occupation-not-allowed", "occupation", "该职业代码不在本平台受理范围。")


def _paid(offer: Offer) -> Iterator[Ground]:
    """RLZY 24: 基本劳动报酬; an hour between 1 and 1000 yuan, a piece no dearer than that."""
    wage = offer.wage
    compared = wage.fen if wage.unit is WageUnit.PIECE else wage.hourly_fen or 0
    least = 1 if wage.unit is WageUnit.PIECE else _LEAST_FEN
    if not least <= compared <= _MOST_FEN:
        zh = "报酬金额与计薪单位不合常理（折合每小时应在 1–1000 元），请核对金额和单位。"
        yield Ground("wage-implausible", "wage_fen", zh)


def _lawful(offer: Offer, now: datetime) -> Iterator[Ground]:
    """劳动法 15: nobody under 16; and a post must still be open, at hours that exist."""
    if offer.least_age < _LEAST_AGE:
        yield Ground("age-below-16", "least_age", "不得招用未满16周岁的未成年人（劳动法第15条）。")
    if offer.valid_until is not None and offer.valid_until <= now:
        yield Ground("deadline-passed", "valid_until", "截止时间已过，请改为将来的时间后重发。")
    if any(not 0 <= shift < _SHIFTS for shift in offer.shifts):
        yield Ground("shift-unknown", "shifts", "时段编号应为 0–20（星期×3＋早、中、晚）。")


def _says_nothing(text: str) -> bool:
    return text.strip(" \t\r\n。.…—-/、\u3000") in _EMPTY
