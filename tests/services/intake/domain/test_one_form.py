"""One form of several items: what means the same is asked once, and nothing counts for another."""

from dataclasses import replace

import pytest

from services.intake.domain.bundle.matter import Matter, Member, matter_breaches
from services.intake.domain.bundle.one_form import OneForm
from services.intake.domain.catalogue.determinants import Equals, Greater
from services.intake.domain.catalogue.forms import FieldType, FormField
from services.intake.domain.catalogue.item import Item, ItemPaper, PaperSource
from shared.values import Invalid
from tests.services.intake.domain.cases import ITEM

AREA = FormField("area", "面积", FieldType.NUMBER, least=5, most=150)
GAS = FormField("gas", "是否用气", FieldType.BOOLEAN)
ID = ItemPaper("id-card", "居民身份证")
SAFETY = ItemPaper("safety", "安全协议", when=Equals("gas", True))


def item(code: str, *fields: FormField, papers: tuple[ItemPaper, ...] = (ID,)) -> Item:
    return replace(ITEM, code=code, fields=fields, papers=papers)


EATERY = item("eatery", AREA, papers=(ID, ItemPaper("form", "餐饮申请表")))
FIRE = item("fire", GAS, replace(AREA, most=300), papers=(ID, ItemPaper("form", "消防表"), SAFETY))
ONE = OneForm((EATERY, FIRE))


def test_a_question_of_both_is_asked_once_and_keeps_to_the_bounds_of_both() -> None:
    assert [(f.code, f.least, f.most) for f in ONE.form.fields] == [
        ("area", 5, 150),
        ("gas", None, None),
    ]
    with pytest.raises(Invalid) as refused:
        ONE.filled({"area": 200, "gas": False})
    assert refused.value.field == "answers.area"


def test_each_item_gets_the_answers_to_its_own_questions() -> None:
    answers = ONE.filled({"area": 60, "gas": True})
    assert ONE.answers_for(EATERY, answers) == {"area": 60}
    assert ONE.answers_for(FIRE, answers) == {"gas": True, "area": 60}


def test_what_has_one_code_and_two_meanings_is_asked_for_each_item() -> None:
    other = item("other", replace(AREA, label="院落面积"), papers=(ID,))
    one = OneForm((EATERY, other))
    assert [f.code for f in one.form.fields] == ["eatery:area", "other:area"]
    answers = one.filled({"eatery:area": 20, "other:area": 90})
    assert (one.answers_for(EATERY, answers), one.answers_for(other, answers)) == (
        {"area": 20},
        {"area": 90},
    )


def test_a_condition_follows_its_question_to_the_code_it_has_on_the_one_form() -> None:
    terrace = FormField("terrace", "露台面积", FieldType.NUMBER, when=Greater("area", 50))
    wide = item("wide", replace(AREA, label="总面积"), terrace)
    one = OneForm((EATERY, wide))
    assert one.form.fields[-1].when == Greater("wide:area", 50)
    assert [f.code for f in one.form.asked({"eatery:area": 90, "wide:area": 20})] == [
        "eatery:area",
        "wide:area",
    ]


def test_a_question_asked_under_two_conditions_is_open_and_counts_where_it_is_asked() -> None:
    deep = FormField("depth", "深度", FieldType.NUMBER, when=Equals("gas", True))
    one = OneForm((item("a", GAS, deep), item("b", GAS, replace(deep, when=None))))
    assert (one.form.fields[-1].when, one.form.fields[-1].required) == (None, False)
    assert one.unanswered({"gas": False}) == ("depth",)
    with pytest.raises(Invalid, match="must be answered"):
        one.filled({"gas": False})
    answers = one.filled({"gas": False, "depth": 2})
    assert [one.answers_for(each, answers) for each in one.items] == [
        {"gas": False},
        {"gas": False, "depth": 2},
    ]


def test_a_paper_of_both_is_brought_once_and_says_whom_it_serves() -> None:
    told = {one.paper.code: one.items for one in ONE.papers({"area": 60, "gas": False})}
    assert told == {
        "id-card": ("eatery", "fire"),
        "eatery:form": ("eatery",),
        "fire:form": ("fire",),
    }
    assert "safety" in {one.paper.code for one in ONE.papers({"gas": True})}


def test_a_paper_that_may_follow_in_one_item_only_may_not_follow_on_the_one_form() -> None:
    late = replace(ID, main=False, deficiency_allowed=True)
    both = OneForm((item("a", papers=(late,)), item("b", papers=(replace(ID, copies=2),))))
    (once,) = both.papers({})
    assert (once.paper.main, once.paper.deficiency_allowed, once.paper.copies) == (True, False, 3)


def test_what_an_office_gets_for_itself_is_not_asked_of_anybody() -> None:
    licence = ItemPaper("licence", "营业执照", source=PaperSource.SHARED)
    one = OneForm((item("a", papers=(ID, licence)), EATERY))
    assert [p.paper.code for p in one.shared({})] == ["licence"]
    assert "licence" not in {p.paper.code for p in one.papers({})}


@pytest.mark.parametrize(
    ("matter", "field"),
    [
        (Matter("Eatery", "开店", (Member("eatery"), Member("fire"))), "code"),
        (Matter("shop", "开店", (Member("eatery"),)), "members"),
        (Matter("shop", "开店", (Member("eatery"), Member("eatery"))), "members"),
        (Matter("shop", "开店", (Member("eatery"), Member("gone"))), "members"),
        (Matter("shop", "开店", (Member("eatery", False), Member("fire", False))), "members"),
    ],
)
def test_a_matter_that_cannot_be_is_told_by_its_field(matter: Matter, field: str) -> None:
    assert {breach.field for breach in matter_breaches(matter, [EATERY, FIRE])} == {field}


def test_items_whose_one_question_leaves_no_answer_make_no_matter() -> None:
    large = item("large", replace(AREA, least=500, most=900))
    matter = Matter("shop", "开店", (Member("eatery"), Member("large")))
    assert [b.field for b in matter_breaches(matter, [EATERY, large])] == ["fields"]
