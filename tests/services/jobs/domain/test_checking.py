from datetime import timedelta

import pytest

from services.jobs.domain.checking import Codes, grounds_of
from services.jobs.domain.posts import Offer
from services.jobs.domain.wage import Settlement, Wage, WageUnit
from tests.services.jobs.builders import NOW, offer

GOOD = Codes(uscc_valid=True, occupation_allowed=True)


def codes(given: Offer, looked_up: Codes = GOOD) -> list[str]:
    return [ground.code for ground in grounds_of(given, looked_up, NOW)]


def test_a_complete_and_fair_post_passes() -> None:
    assert codes(offer()) == []


@pytest.mark.parametrize("field", ["employer_title", "title", "duties", "place"])
@pytest.mark.parametrize("words", ["", "  ", "面议", "详谈。", "—"])
def test_what_the_law_requires_must_say_something(field: str, words: str) -> None:
    assert codes(offer(**{field: words})) == [f"missing-{field.replace('_', '-')}"]


def test_no_conditions_at_all_is_a_gap_but_none_asked_is_an_answer() -> None:
    assert codes(offer(conditions="", skills=())) == ["missing-conditions"]
    assert codes(offer(conditions="无", skills=())) == []
    assert codes(offer(conditions="")) == []


def test_codes_are_judged_by_their_lists() -> None:
    wrong = Codes(uscc_valid=False, occupation_allowed=False)
    assert codes(offer(), wrong) == ["uscc-invalid", "occupation-not-allowed"]


@pytest.mark.parametrize(
    ("fen", "unit", "sane"),
    [
        (100, WageUnit.HOUR, True),
        (99, WageUnit.HOUR, False),
        (100_001, WageUnit.HOUR, False),
        (15_000, WageUnit.DAY, True),
        (700, WageUnit.DAY, False),
        (500_000, WageUnit.MONTH, True),
        (1500, WageUnit.MONTH, False),
        (50, WageUnit.PIECE, True),
        (100_001, WageUnit.PIECE, False),
    ],
)
def test_pay_must_be_plausible_for_its_unit(fen: int, unit: WageUnit, *, sane: bool) -> None:
    found = codes(offer(wage=Wage(fen, unit, Settlement.DAILY)))
    assert found == ([] if sane else ["wage-implausible"])


def test_children_past_deadlines_and_unknown_shifts_are_refused() -> None:
    late = offer(least_age=15, valid_until=NOW - timedelta(seconds=1), shifts=(0, 21))
    assert codes(late) == ["age-below-16", "deadline-passed", "shift-unknown"]


def test_all_grounds_are_told_at_once_with_their_mend() -> None:
    bad = offer(duties="面议", conditions="仅限女性，交押金", least_age=12)
    found = grounds_of(bad, Codes(uscc_valid=False, occupation_allowed=True), NOW)
    assert {g.code for g in found} == {
        "missing-duties",
        "uscc-invalid",
        "age-below-16",
        "fee-from-worker",
        "unequal-sex",
    }
    assert all(ground.zh.endswith("。") for ground in found)
