"""Why a pair fits, or why not and what would mend it, in words an adviser can read out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.jobs.domain.matching import RULES, Pair, Rule, shifts_needed
from services.jobs.domain.posts import PostState

_CLOSED = {
    PostState.CHECKING: "岗位尚未审核",
    PostState.REJECTED: "岗位未通过审核",
    PostState.FILLED: "岗位已招满",
    PostState.CLOSED: "岗位已关闭",
}


@dataclass(frozen=True)
class Verdict:
    """What one hard constraint says about a pair; unmet, `zh` tells what would mend it."""

    rule: Rule
    met: bool
    zh: str


def explain(pair: Pair) -> tuple[str, ...]:
    """Return the reasons for a pair that fits, in zh-CN."""
    return (_trade(pair), _distance(pair), _shifts(pair), _wage(pair), *_unsaid(pair))


def why_not(pair: Pair) -> tuple[Verdict, ...]:
    """Return the verdict of every hard constraint."""
    return tuple(_verdict(rule, pair) for rule in RULES)


def _verdict(rule: Rule, pair: Pair) -> Verdict:
    met = RULES[rule](pair)
    return Verdict(rule, met, (_MET if met else _MENDS)[rule](pair))


def _trade(pair: Pair) -> str:
    held, asked = pair.facts.skills_held, pair.facts.skills_asked
    if not asked:
        return "职业符合求职意向"
    if not held:
        return f"职业符合求职意向，尚缺技能 {asked} 项"
    return "技能全部符合" if held == asked else f"技能符合 {held}/{asked} 项"


def _distance(pair: Pair) -> str:
    apart = pair.facts.metres
    return "距离待确认" if apart is None else f"距离 {_km(apart)} 公里"


def _shifts(pair: Pair) -> str:
    free, asked = pair.facts.shifts_free, pair.facts.shifts_asked
    if not asked:
        return "时段灵活"
    return "时段未登记，请与求职者确认" if free is None else f"时段重合 {free}/{asked}"


def _wage(pair: Pair) -> str:
    hourly, least = pair.facts.hourly_fen, pair.seeker.wish.least_hourly_fen
    if hourly is None:
        return "计件报酬，折合时薪请与单位核实"
    words = f"时薪 {_yuan(hourly)} 元"
    if not least:
        return words
    return f"{words}，高于期望" if hourly > least else f"{words}，符合期望"


def _unsaid(pair: Pair) -> tuple[str, ...]:
    return ("年龄未登记，上岗前须核实",) if pair.facts.age is None else ()


def _not_open(pair: Pair) -> str:
    return _CLOSED.get(pair.post.state, "岗位已过截止时间")


def _too_young(pair: Pair) -> str:
    return f"岗位要求年满 {pair.post.offer.least_age} 周岁，按出生年份尚不能确认"


def _too_few_shifts(pair: Pair) -> str:
    needed, free = shifts_needed(pair), pair.facts.shifts_free or 0
    return f"{_shifts(pair)}，至少需要 {needed} 个：再空出 {needed - free} 个时段即可"


def _too_far(pair: Pair) -> str:
    within, apart = pair.seeker.wish.within_m, pair.facts.metres or 0
    more = -(-(apart - within) // 100) * 100
    return f"{_distance(pair)}，超出意向 {_km(within)} 公里：放宽 {_km(more)} 公里即可"


def _too_little(pair: Pair) -> str:
    hourly, least = pair.facts.hourly_fen or 0, pair.seeker.wish.least_hourly_fen
    return f"时薪 {_yuan(hourly)} 元，低于期望 {_yuan(least)} 元：相差 {_yuan(least - hourly)} 元"


def _unlicensed(pair: Pair) -> str:
    return f"缺少证书：{'、'.join(pair.facts.licences_missing)}"


def _km(metres: int) -> str:
    return f"{metres / 1000:.1f}"


def _yuan(fen: int) -> str:
    return f"{fen / 100:g}"


_MET: Mapping[Rule, Callable[[Pair], str]] = {
    Rule.OPEN: lambda _: "岗位正在招聘",
    Rule.TRADE: _trade,
    Rule.LICENCES: lambda _: "证书齐全",
    Rule.AGE: lambda pair: "年龄未登记，上岗前须核实" if pair.facts.age is None else "年龄符合",
    Rule.SHIFTS: _shifts,
    Rule.DISTANCE: _distance,
    Rule.WAGE: _wage,
}
_MENDS: Mapping[Rule, Callable[[Pair], str]] = {
    Rule.OPEN: _not_open,
    Rule.TRADE: lambda _: "没有相同的技能或职业意向：可补登技能、扩大职业意向或推荐培训",
    Rule.LICENCES: _unlicensed,
    Rule.AGE: _too_young,
    Rule.SHIFTS: _too_few_shifts,
    Rule.DISTANCE: _too_far,
    Rule.WAGE: _too_little,
}
