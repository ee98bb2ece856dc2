"""The figures of the counter (domain.md 5), each with what it divides by what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from services.intake.domain.case.grounds import REJECTIONS
from services.intake.domain.history.outcome import Outcome
from services.intake.domain.rating.rating import Rating
from services.intake.domain.rating.rating_states import RatingState

Counts = Mapping[str, int]

UNSTATED = "rejected-unstated"
"""Rejections of which nobody stated a ground: a partner need not."""
_BY_GROUND = {f"rejected-{ground}": words for ground, words in REJECTIONS.items()} | {
    UNSTATED: ("未写明法定情形", "no ground was stated")
}

COUNTED: Mapping[str, tuple[str, str]] = {
    "closed": (
        "办结件（含不受理、退件、撤回）",
        "applications that ended, whichever way",
    ),
    "on-time": (
        "期限届满前决定或办结的件（已扣除暂停）",
        "decided, or ended otherwise, when due or before, after stops",
    ),
    "early": (
        "早于到期日决定或办结的件",
        "decided, or ended otherwise, on a day before the one on which they were due",
    ),
    "overdue": ("超过期限决定或办结的件", "decided, or ended otherwise, after they were due"),
    "legal-days": ("有法定工作日时限的办结件的法定工作日", "working days that the law allows"),
    "saved-days": ("比法定时限少用的工作日", "working days of these that were not used"),
    "instant": ("办结的即办件", "instant items that ended"),
    "one-visit": ("没有要求补正的办结件", "ended without a request for a correction"),
    "promised": ("受理时承诺后补的材料", "papers that were to follow when accepted"),
    "supplied": ("已补齐的承诺材料", "of these, papers that followed"),
    "lapsed": ("未按承诺补齐的材料", "of these, papers that never did"),
    "rated": ("主动评价的办结件（不含系统默认和剔除）", "rated by somebody, and not left out"),
    "satisfied": ("评价为基本满意及以上的件", "of these, rated acceptable or better"),
    "bad": ("差评（不含剔除）", "bad ratings, but for those left out"),
    "rectified": ("已整改的差评", "of these, mended"),
    "revisited": ("整改后已回访的差评", "of these, whose giver was visited once mended"),
    "rejected": ("不予许可的办结件", "applications that were rejected"),
    **{code: (f"其中：{zh}", f"of these: {en}") for code, (zh, en) in _BY_GROUND.items()},
}
"""What is counted, in both languages; `legal-days` to `saved-days` are days, the rest pieces."""


@dataclass(frozen=True)
class Kpi:
    """A figure as a definition: `numerator` and `denominator` name what is counted."""

    code: str
    zh: str
    en: str
    numerator: str
    denominator: str


KPIS = (
    Kpi("on-time-rate", "按时办结率", "ended in time", "on-time", "closed"),
    Kpi("early-rate", "提前办结率", "ended early", "early", "closed"),
    Kpi("overdue-rate", "超期率", "ended late", "overdue", "closed"),
    Kpi("compression-rate", "平均压缩率", "time saved of the law's", "saved-days", "legal-days"),
    Kpi("instant-rate", "即办率", "done on the spot", "instant", "closed"),
    Kpi("one-visit-rate", "一次办结率", "done at the first try", "one-visit", "closed"),
    Kpi("supplied-rate", "容缺补齐率", "promised papers that came", "supplied", "promised"),
    Kpi("lapsed-rate", "容缺失信率", "promises broken", "lapsed", "promised"),
    Kpi("active-rating-rate", "主动评价率", "rated by somebody", "rated", "closed"),
    Kpi("satisfaction-rate", "满意率", "satisfied", "satisfied", "rated"),
    Kpi("rectified-rate", "差评整改率", "bad ratings mended", "rectified", "bad"),
    Kpi("revisited-rate", "回访率", "bad ratings visited", "revisited", "bad"),
    Kpi("rejection-rate", "不予许可率", "rejected", "rejected", "closed"),
    *(
        Kpi(f"{code}-share", f"不予许可情形占比：{zh}", f"rejected: {en}", code, "rejected")
        for code, (zh, en) in _BY_GROUND.items()
    ),
)

_MENDED = {RatingState.RECTIFIED, RatingState.REVISITED, RatingState.CLOSED}


@dataclass(frozen=True)
class Ended:
    """One application that ended, with its rating and its follow-up, where there are any."""

    outcome: Outcome
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure as counted; `rate` is None where there is nothing to divide by."""

    kpi: Kpi
    numerator: int
    denominator: int

    @property
    def rate(self) -> float | None:
        """The share, to four places."""
        return round(self.numerator / self.denominator, 4) if self.denominator else None


def count(ended: Iterable[Ended]) -> Counter[str]:
    """Return how much there is of each of `COUNTED`; counts of parts add up to those of the whole.

    Adding is by `update`: `+` would drop what is negative, and a late application saves no days.
    """
    total: Counter[str] = Counter()
    for one in ended:
        total.update(_of_outcome(one.outcome))
        total.update(_of_ratings(one.ratings))
    return total


def figures(counts: Counts) -> Iterator[Figure]:
    """Yield every figure of these counts."""
    for kpi in KPIS:
        yield Figure(kpi, counts.get(kpi.numerator, 0), counts.get(kpi.denominator, 0))


def _of_outcome(outcome: Outcome) -> Counts:
    legal, actual = outcome.legal_days, outcome.actual_days
    return {
        "closed": 1,
        "on-time": outcome.on_time,
        "early": outcome.early,
        "overdue": not outcome.on_time,
        "legal-days": legal or 0,
        "saved-days": legal - actual if legal is not None and actual is not None else 0,
        "instant": outcome.instant,
        "one-visit": not outcome.corrected,
        "promised": outcome.promised,
        "supplied": outcome.supplied,
        "lapsed": outcome.lapsed,
        **_of_rejection(outcome),
    }


def _of_rejection(outcome: Outcome) -> Counts:
    if not outcome.rejected:
        return {}
    return {"rejected": 1, f"rejected-{outcome.ground}" if outcome.ground else UNSTATED: 1}


def _of_ratings(ratings: tuple[Rating, ...]) -> Counts:
    active = sorted((r for r in ratings if r.active), key=lambda rating: rating.assess_number)
    bad = [rating for rating in active if rating.grade.bad]
    return {
        "rated": bool(active),
        # The first that somebody gave counts: what was mended since does not make it better.
        "satisfied": bool(active) and not active[0].grade.bad,
        "bad": len(bad),
        "rectified": sum(rating.state in _MENDED for rating in bad),
        "revisited": sum(rating.satisfied_after_visit is not None for rating in bad),
    }
