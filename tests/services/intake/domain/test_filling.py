from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.case.parts import ProcedureKind
from services.intake.domain.catalogue.determinants import Value
from services.intake.domain.catalogue.filling import filling
from services.intake.domain.catalogue.forms import FieldType, FormField, is_date
from shared.values import Invalid
from tests.services.intake.items import made

ITEM = made()
WHOLE: dict[str, Value] = {"employed": False, "trade": "rider", "hours": 9}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "employed": st.booleans(),
        "trade": st.sampled_from(["rider", "cleaner"]),
        "hours": st.integers(1, 24) | st.floats(1, 24),
        "since": st.dates().map(str),
    },
)


def test_an_empty_form_asks_what_needs_no_answer_before_it() -> None:
    form = filling(ITEM, {})
    assert [field.code for field in form.fields] == ["employed", "hours", "since"]
    assert form.unanswered == ("employed", "hours")
    assert [paper.code for paper in form.papers] == ["id-card"]
    assert [step.code for step in form.steps] == ["accept"]
    assert not form.is_whole


def test_answers_bring_further_questions_papers_and_steps() -> None:
    form = filling(ITEM, WHOLE)
    assert [field.code for field in form.fields] == ["employed", "trade", "hours", "since"]
    assert [paper.code for paper in form.papers] == ["id-card", "statement"]
    assert [paper.code for paper in form.shared] == ["pension"]
    assert [step.code for step in form.steps] == ["accept", "visit"]
    assert form.is_whole


def test_an_answer_to_a_question_that_is_not_asked_counts_for_nothing() -> None:
    form = filling(ITEM, {"employed": True, "trade": "rider", "hours": 9})
    assert form.needless == ("trade",)
    assert [paper.code for paper in form.papers] == ["id-card", "contract"]
    assert [step.code for step in form.steps] == ["accept"]


@pytest.mark.parametrize(
    ("answers", "field", "zh"),
    [
        ({"employed": "yes"}, "answers.employed", "true"),
        ({"employed": 1}, "answers.employed", "true"),
        ({"trade": "diver"}, "answers.trade", "rider（骑手）"),
        ({"hours": "9"}, "answers.hours", "数字"),
        ({"hours": True}, "answers.hours", "数字"),
        ({"hours": 0}, "answers.hours", "不得小于 1"),
        ({"hours": 25}, "answers.hours", "不得大于 24"),
        ({"hours": float("nan")}, "answers.hours", "数字"),
        ({"since": "2026-02-30"}, "answers.since", "日期"),
        ({"since": "20260907"}, "answers.since", "日期"),
        ({"wage": 5}, "answers.wage", "表单没有这一项"),
    ],
)
def test_a_wrong_answer_names_its_question_and_the_mend(
    answers: dict[str, Any], field: str, zh: str
) -> None:
    with pytest.raises(Invalid) as refused:
        filling(ITEM, answers)
    assert refused.value.field == field
    assert zh in refused.value.zh


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "answers.employed"),
        ({"employed": False, "hours": 9}, "answers.trade"),
        ({"employed": True, "hours": 9, "trade": "rider"}, "answers.trade"),
    ],
)
def test_a_form_that_is_handed_in_is_whole_and_holds_nothing_beyond_need(
    answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ITEM.form.filled(answers)
    assert refused.value.field == field


@settings(max_examples=100)
@given(ANSWERS)
def test_a_whole_form_is_taken_and_no_other(answers: dict[str, Any]) -> None:
    form = filling(ITEM, answers)
    try:
        taken = ITEM.form.filled(answers)
    except Invalid:
        assert not form.is_whole
    else:
        assert form.is_whole
        assert taken == answers


@given(ANSWERS)
def test_only_papers_of_the_list_that_somebody_must_bring_are_asked(
    answers: dict[str, Any],
) -> None:
    form = filling(ITEM, answers)
    asked = ITEM.asking(ITEM.form.counted(answers)).paper_codes
    assert asked == tuple(paper.code for paper in form.papers)
    assert set(asked) <= set(ITEM.paper_codes) - {"pension"}
    assert not {"contract", "statement"} <= set(asked)


def test_only_published_special_procedures_may_be_started_and_what_the_law_grants_always() -> None:
    ITEM.may_need(ProcedureKind.APPRAISAL)
    ITEM.may_need(ProcedureKind.EXTENSION)
    ITEM.may_need(ProcedureKind.HEARING)
    made(procedures=None).may_need(ProcedureKind.BIDDING)
    with pytest.raises(Invalid) as refused:
        ITEM.may_need(ProcedureKind.BIDDING)
    assert "appraisal" in refused.value.zh


def test_a_number_without_bounds_takes_any() -> None:
    assert FormField("n", "数", FieldType.NUMBER).fault(-5) is None
    assert is_date("2026-09-07")
