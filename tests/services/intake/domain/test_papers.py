from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.case.papers import Findings, Paper, check, listed, unfit
from services.intake.domain.catalogue.item import Item, ItemKind, ItemPaper, PaperForm
from shared.calendar import Limit, Unit
from shared.values import Invalid

ITEM = Item(
    code="allowance",
    catalog_code="150501008000",
    name="补贴",
    kind=ItemKind.PROMISED,
    legal=Limit(30, Unit.WORKING_DAYS),
    promised=Limit(18, Unit.WORKING_DAYS),
    papers=(
        ItemPaper("id-card", "身份证"),
        ItemPaper("form", "申请表"),
        ItemPaper("income-proof", "收入证明", main=False, deficiency_allowed=True),
    ),
    decided_by="own",
    benefit="补贴。",
)
MAIN = (Paper("id-card"), Paper("form"))


def test_a_complete_set_misses_nothing() -> None:
    assert check(ITEM, (*MAIN, Paper("income-proof")), ()) == Findings()


def test_a_flagged_paper_may_follow_under_a_promise() -> None:
    assert check(ITEM, MAIN, ("income-proof",)) == Findings(deficient=("income-proof",))


def test_without_a_promise_a_flagged_paper_is_missing() -> None:
    assert check(ITEM, MAIN, ()) == Findings(missing=("income-proof",))


def test_when_a_main_paper_is_missing_everything_is_named_at_once() -> None:
    found = check(ITEM, (Paper("form"),), ("income-proof",))
    assert found == Findings(missing=("id-card", "income-proof"))


def test_a_promise_does_not_make_a_main_paper_follow_later() -> None:
    found = check(ITEM, (Paper("form"), Paper("income-proof")), ("id-card",))
    assert found == Findings(missing=("id-card",))


def test_an_instant_item_lets_nothing_follow() -> None:
    instant = replace(ITEM, kind=ItemKind.INSTANT)
    assert check(instant, MAIN, ("income-proof",)) == Findings(missing=("income-proof",))


def test_papers_nobody_asked_for_are_not_kept() -> None:
    kept = listed(ITEM, (Paper("marriage-certificate"), Paper("form", "copy"), Paper("form")))
    assert kept == (Paper("form"),)


def test_a_paper_outside_the_list_may_not_be_asked() -> None:
    with pytest.raises(Invalid) as refused:
        ITEM.must_list(("marriage-certificate",), "missing")
    assert refused.value.field == "missing"


def test_a_copy_is_not_the_original_that_the_list_wants_and_an_electronic_paper_is() -> None:
    first, second, *_ = ITEM.paper_codes
    papers = (Paper(first, "copy"), Paper(second))
    assert unfit(ITEM, papers) == check(ITEM, papers, ()).unfit == (first,)
    as_copies = replace(ITEM, papers=tuple(replace(p, form=PaperForm.COPY) for p in ITEM.papers))
    assert unfit(as_copies, papers) == ()


@settings(max_examples=50)
@given(st.sets(st.sampled_from(ITEM.paper_codes)), st.sets(st.sampled_from(ITEM.paper_codes)))
def test_what_is_absent_is_missing_or_deficient_never_both(
    handed_in: set[str], promised: set[str]
) -> None:
    found = check(ITEM, tuple(Paper(c) for c in handed_in), tuple(promised))
    absent = set(ITEM.paper_codes) - handed_in
    assert set(found.missing) | set(found.deficient) == absent
    assert not set(found.missing) & set(found.deficient)
    assert set(found.deficient) <= {"income-proof"}
