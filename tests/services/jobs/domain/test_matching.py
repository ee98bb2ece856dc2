from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.jobs.domain.comparing import facts_of
from services.jobs.domain.explaining import explain, why_not
from services.jobs.domain.geography import metres
from services.jobs.domain.matching import (
    RULES,
    Rule,
    best_posts,
    best_seekers,
    pair_of,
    score_of,
)
from services.jobs.domain.posts import Post, PostState
from services.jobs.domain.seekers import Seeker
from services.jobs.domain.wage import Settlement, Wage, WageUnit
from shared.values import Point
from tests.services.jobs.builders import HERE, NOW, PERSON, post, seeker

SKILLS = ("cleaning", "cooking", "sorting", "driving")
skills = st.lists(st.sampled_from(SKILLS), max_size=4, unique=True).map(tuple)
shifts = st.lists(st.integers(0, 20), max_size=6, unique=True).map(tuple)
licences = st.lists(st.sampled_from(["health", "fork"]), max_size=2, unique=True).map(tuple)
points = st.none() | st.builds(Point, st.floats(109.95, 110.02), st.floats(39.80, 39.84))
wages = st.builds(
    Wage,
    st.integers(1000, 30_000),
    st.sampled_from([WageUnit.HOUR, WageUnit.DAY, WageUnit.PIECE]),
    st.sampled_from(list(Settlement)),
)


@st.composite
def posts(draw: st.DrawFn, key: str = "pst_1") -> Post:
    return post(
        key,
        draw(st.sampled_from([PostState.PUBLISHED, PostState.PUBLISHED, PostState.FILLED])),
        skills=draw(skills),
        shifts=draw(shifts),
        licences=draw(licences),
        point=draw(points),
        wage=draw(wages),
        least_age=draw(st.sampled_from([16, 18])),
    )


@st.composite
def seekers(draw: st.DrawFn, key: str = "skr_1") -> Seeker:
    return seeker(
        key,
        occupations=draw(st.sampled_from([(), ("4-10-01-06",)])),
        skills=draw(skills),
        shifts=draw(shifts),
        licences=draw(licences),
        around=draw(points),
        birth_year=draw(st.none() | st.integers(1960, 2011)),
        least_hourly_fen=draw(st.sampled_from([0, 1500, 2500])),
    )


many_posts = st.integers(0, 8).flatmap(
    lambda n: st.tuples(*(posts(key=f"pst_{i}") for i in range(n)))
)


@settings(max_examples=50)
@given(seekers(), many_posts)
def test_no_hard_constraint_is_ever_broken(one: Seeker, some: tuple[Post, ...]) -> None:
    for candidate in best_posts(one, some, NOW, 5):
        wish, offer = one.wish, candidate.pair.post.offer
        assert candidate.pair.post.state is PostState.PUBLISHED
        assert set(offer.licences) <= set(wish.licences)
        assert wish.birth_year is None or 2026 - wish.birth_year > offer.least_age
        assert set(offer.skills) & set(wish.skills) or offer.occupation in wish.occupations
        if wish.around and offer.point:
            assert metres(wish.around, offer.point) <= wish.within_m
        if offer.wage.hourly_fen is not None:
            assert offer.wage.hourly_fen >= wish.least_hourly_fen
        if wish.shifts:
            share = len(set(wish.shifts) & set(offer.shifts))
            daily = offer.wage.settlement is Settlement.DAILY
            assert share * (1 if daily else 2) >= len(offer.shifts)
        assert 0 <= candidate.score.total <= 1000


@settings(max_examples=50)
@given(seekers(), many_posts, st.integers(1, 5))
def test_the_best_equal_a_plain_sort(one: Seeker, some: tuple[Post, ...], k: int) -> None:
    pairs = [pair_of(one, each, NOW) for each in some]
    fitting = [pair for pair in pairs if all(verdict.met for verdict in why_not(pair))]
    ranked = sorted(fitting, key=lambda pair: (-score_of(pair).total, pair.post.id))
    best = best_posts(one, reversed(some), NOW, k)
    assert [c.pair.post.id for c in best] == [pair.post.id for pair in ranked[:k]]


@settings(max_examples=50)
@given(seekers(), posts(), st.sampled_from(SKILLS))
def test_learning_a_skill_never_hurts(one: Seeker, offered: Post, skill: str) -> None:
    before = best_posts(one, [offered], NOW, 1)
    learned = replace(one, wish=replace(one.wish, skills=(*one.wish.skills, skill)))
    after = best_posts(learned, [offered], NOW, 1)
    assert len(after) >= len(before)
    if before:
        assert after[0].score.total >= before[0].score.total


@settings(max_examples=50)
@given(seekers(), posts(), st.text(max_size=8))
def test_what_has_nothing_to_do_with_the_job_changes_nothing(
    one: Seeker, offered: Post, text: str
) -> None:
    other = replace(one, id="skr_9", person=PERSON[::-1], case=text, orgunit="150602013007")
    assert facts_of(one, offered, NOW) == facts_of(other, offered, NOW)
    renamed = replace(offered, offer=replace(offered.offer, title=text, employer_title=text))
    assert [c.score for c in best_seekers(offered, [one], NOW, 1)] == [
        c.score for c in best_seekers(renamed, [other], NOW, 1)
    ]


def test_equal_scores_stand_in_the_order_of_ids() -> None:
    three = [seeker(key) for key in ("skr_c", "skr_a", "skr_b")]
    assert [c.pair.seeker.id for c in best_seekers(post(), three, NOW, 2)] == ["skr_a", "skr_b"]


def test_a_good_pair_is_explained_in_words() -> None:
    pair = pair_of(seeker(), post(), NOW)
    assert explain(pair) == (
        "技能全部符合",
        "距离 0.0 公里",
        "时段重合 3/3",
        "时薪 35 元，高于期望",
    )
    assert score_of(pair).total == 500 + 200 + 150 * 2 * 1000 // 2500 + 150


def test_a_fitting_trade_without_the_skills_is_told_as_such() -> None:
    assert explain(pair_of(seeker(skills=()), post(), NOW))[0] == "职业符合求职意向，尚缺技能 1 项"


@pytest.mark.parametrize(
    ("wish", "offered", "rule", "mend"),
    [
        ({}, {"state": PostState.FILLED}, Rule.OPEN, "岗位已招满"),
        ({"skills": (), "occupations": ()}, {}, Rule.TRADE, "没有相同的技能"),
        ({}, {"licences": ("fork",)}, Rule.LICENCES, "缺少证书：fork"),
        ({"birth_year": 2010}, {}, Rule.AGE, "年满 16 周岁"),
        ({"shifts": (0,)}, {}, Rule.SHIFTS, "时段重合 1/3，至少需要 3 个：再空出 2 个"),
        (
            {"around": Point(HERE.lng, HERE.lat + 0.036), "within_m": 3000},
            {},
            Rule.DISTANCE,
            "距离 4.0 公里，超出意向 3.0 公里：放宽 1.1 公里即可",
        ),
        ({"least_hourly_fen": 4000}, {}, Rule.WAGE, "低于期望 40 元：相差 5 元"),
    ],
)
def test_why_not_names_the_one_obstacle_and_its_mend(
    wish: dict[str, Any], offered: dict[str, Any], rule: Rule, mend: str
) -> None:
    verdicts = why_not(pair_of(seeker(**wish), post(**offered), NOW))
    assert [verdict.rule for verdict in verdicts] == list(RULES)
    (unmet,) = [verdict for verdict in verdicts if not verdict.met]
    assert unmet.rule is rule
    assert mend in unmet.zh


def test_half_of_the_shifts_is_enough_unless_pay_comes_the_same_day() -> None:
    weekly = Wage(3500, WageUnit.HOUR, Settlement.WEEKLY)
    half = seeker(shifts=(0, 3))
    assert best_seekers(post(wage=weekly), [half], NOW, 1)
    assert not best_seekers(post(), [half], NOW, 1)


def test_what_was_not_said_excludes_nobody_and_is_said_to_the_adviser() -> None:
    silent = seeker(shifts=(), around=None, birth_year=None, least_hourly_fen=0)
    (found,) = best_seekers(post(), [silent], NOW, 1)
    words = "；".join(explain(found.pair))
    assert "距离待确认" in words
    assert "时段未登记" in words
    assert "年龄未登记" in words
