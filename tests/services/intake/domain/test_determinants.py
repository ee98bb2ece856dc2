import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.catalogue.determinant_text import read_condition, write_condition
from services.intake.domain.catalogue.determinants import (
    All,
    Answers,
    AnyOf,
    Condition,
    Equals,
    Greater,
    Not,
    OneOf,
    fields_of,
    holds,
)
from shared.values import Invalid

NAMES = st.sampled_from(["age", "home", "since", "agent-is"])
VALUES = (
    st.booleans()
    | st.integers(-999, 999)
    | st.sampled_from([0.5, 12.25])
    | st.sampled_from(["local", "2026-09-07", "far-away"])
)
COMPARISONS = (
    st.builds(Equals, NAMES, VALUES)
    | st.builds(Greater, NAMES, VALUES)
    | st.builds(OneOf, NAMES, st.lists(VALUES, min_size=1, max_size=3).map(tuple))
)


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(All, parts) | st.builds(AnyOf, parts) | st.builds(Not, inner)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(COMPARISONS, joined, max_leaves=6)
ANSWERS = st.dictionaries(NAMES, VALUES, max_size=4)


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("age >= 80", {"age": 80}, True),
        ("age >= 80", {"age": 79.5}, False),
        ("age > 80", {"age": 80}, False),
        ("age < 80", {"age": 79}, True),
        ("age <= 80", {"age": 80}, True),
        ("age >= 80", {}, None),
        ("not age >= 80", {}, None),
        ("home = local", {"home": "local"}, True),
        ("home != local", {"home": "far"}, True),
        ("home in (local, banner)", {"home": "banner"}, True),
        ("home in (local, banner) and age > 60", {"home": "far"}, False),
        ("home in (local, banner) or age > 60", {"age": 61}, True),
        ("agent = yes", {"agent": True}, True),
        ("agent = yes", {"agent": 1}, False),
        ("since > 2026-01-01", {"since": "2026-09-07"}, True),
        ("since > 2026-01-01", {"since": "2025-12-31"}, False),
        ("age > 2026-01-01", {"age": 80}, False),
        (
            "（home = local 或 age > 60）且 非 agent = 是",
            {"age": 70, "agent": False},
            True,
        ),
    ],
)
def test_a_condition_is_held_against_the_answers(
    text: str, answers: Answers, expected: bool | None
) -> None:
    assert holds(read_condition(text), answers) is expected


def test_no_condition_always_holds() -> None:
    assert holds(None, {}) is True


def test_and_binds_closer_than_or() -> None:
    assert read_condition("a = 1 or b = 2 and c = 3") == AnyOf(
        (Equals("a", 1), All((Equals("b", 2), Equals("c", 3))))
    )


@given(CONDITIONS)
def test_what_is_written_is_read_as_the_same(condition: Condition) -> None:
    assert read_condition(write_condition(condition)) == condition


@given(CONDITIONS, ANSWERS, ANSWERS)
def test_more_answers_never_change_what_was_decided(
    condition: Condition,
    some: dict[str, bool | int | float | str],
    more: dict[str, bool | int | float | str],
) -> None:
    before = holds(condition, some)
    after = holds(condition, {**more, **some})
    assert before is None or before is after


@given(CONDITIONS, ANSWERS)
def test_not_turns_what_is_decided_and_leaves_what_is_open(
    condition: Condition, answers: dict[str, bool | int | float | str]
) -> None:
    told, turned = holds(condition, answers), holds(Not(condition), answers)
    assert turned is (None if told is None else not told)


@given(CONDITIONS, ANSWERS)
def test_with_all_its_fields_answered_a_condition_is_decided(
    condition: Condition, answers: dict[str, bool | int | float | str]
) -> None:
    missing = {name: 0 for name, _ in fields_of(condition)} | answers
    assert holds(condition, missing) is not None


ODD = ["", "age", "age >", "age = ", "= 80", "(age > 1", "age > 1)", "age > 1 home = x", "not"]
ODD += ["age in 80", "age in ()", "age in (1", "and", "age ! 80", "age == 80", "a = b and"]
ODD += ["x" * 401, f"{'not ' * 20}a = 1", f"{'(' * 20}a = 1{')' * 20}"]


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_condition_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_condition(text, "papers")
    assert (refused.value.code, refused.value.field) == ("condition-odd", "papers")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = read_condition(text)
    except Invalid:
        return
    assert read_condition(write_condition(condition)) == condition
