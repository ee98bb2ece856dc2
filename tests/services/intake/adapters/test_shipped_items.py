"""The sandbox catalogue: 119 approval items and 163 public services that load, search and fill."""

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from services.intake.adapters.catalogue.catalogue import Catalogue
from services.intake.adapters.catalogue.writing import text_of
from services.intake.adapters.counter.points import Points
from services.intake.domain.catalogue.codes import check_task_code
from services.intake.domain.catalogue.determinants import Answers, Value
from services.intake.domain.catalogue.filling import filling
from services.intake.domain.catalogue.forms import FieldType, FormField
from services.intake.domain.catalogue.item import Item, ItemKind
from services.intake.domain.catalogue.item_search import Wanted
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from services.intake.settings import Settings
from tests.services.intake.desk import PARTNERS, POINTS

FILE = Settings.model_fields["catalogue_file"].default
LISTS = tuple(sorted((Path(FILE).parent / "items").glob("*.csv")))
STATION = Points.load(POINTS).known("station-3")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(FILE, *LISTS)


def initials(catalogue: Catalogue, item: Item) -> str:
    """Return the first letter of one reading of each character of the name."""
    name = catalogue._index._names[item.code, item.version][0]
    return "".join(min(readings)[0] for readings in name)


def answers_of(item: Item, pick: int) -> dict[str, Value]:
    """Fill the form as somebody would who takes the first, second … answer of everything."""
    given: dict[str, Value] = {}
    while missing := item.form.unanswered(given):
        field = next(f for f in item.fields if f.code == missing[0])
        options = possible(field, item)
        given[field.code] = options[pick % len(options)]
    return given


def possible(field: FormField, item: Item) -> list[Value]:
    match field.type:
        case FieldType.CHOICE:
            return [choice.code for choice in field.choices]
        case FieldType.BOOLEAN:
            return [True, False]
        case FieldType.DATE:
            return ["2026-09-07", "1950-01-01"]
        case FieldType.NUMBER:
            assert field.least is not None, (item.code, field.code)
            return [field.least, field.least if field.most is None else field.most]


def test_there_are_119_approval_items_and_163_public_services(catalogue: Catalogue) -> None:
    types = Counter(item.type for item in catalogue.every())
    assert types.pop("20") == 163
    assert sum(types.values()) == 119
    assert set(types) <= {f"{n:02d}" for n in range(1, 11)}
    assert min(types[kind] for kind in ("01", "05", "07", "10")) >= 19


def test_every_item_has_valid_codes_and_a_decider_that_is_known(catalogue: Catalogue) -> None:
    for item in catalogue.every():
        check_task_code(item.task_code)
    assert len({item.name for item in catalogue.every()}) == 282
    catalogue.must_know(PARTNERS.by_id)


def test_every_item_is_found_by_its_name_and_by_its_initials(catalogue: Catalogue) -> None:
    for item in catalogue.every():
        assert catalogue.search(Wanted(item.name))[0] is item, item.code
        # Items may share their initials; this one is among the best few all the same.
        assert item in catalogue.search(Wanted(initials(catalogue, item)))[:3], item.code


def test_every_form_can_be_filled_and_asks_papers_of_the_list(catalogue: Catalogue) -> None:
    for item, pick in product(catalogue.every(), range(4)):
        form = filling(item, answers_of(item, pick))
        assert form.is_whole, item.code
        assert {paper.code for paper in form.papers} <= set(item.paper_codes)
        assert form.steps, item.code


def test_every_condition_can_hold_and_can_fail(catalogue: Catalogue) -> None:
    """A paper or step that no answer or every answer calls for was written wrongly."""
    never = []
    for item in catalogue.every():
        seen = {pick: reached(item, answers) for pick, answers in enumerate(ways(item))}
        conditioned = {p.code for p in item.papers if p.when is not None}
        conditioned |= {s.code for s in item.steps if s.when is not None}
        never += [
            (item.code, code)
            for code in conditioned
            if len({code in codes for codes in seen.values()}) == 1
        ]
    assert never == []


def ways(item: Item) -> list[Answers]:
    options = [possible(field, item) for field in item.fields]
    return [
        item.form.counted(dict(zip([f.code for f in item.fields], way, strict=True)))
        for way in product(*options)
    ]


def reached(item: Item, answers: Answers) -> set[str]:
    form = filling(item, answers)
    papers = {paper.code for paper in (*form.papers, *form.shared)}
    return papers | {step.code for step in form.steps}


def test_limits_and_papers_differ_as_they_would(catalogue: Catalogue) -> None:
    items = catalogue.every()
    assert len({(item.legal, item.promised) for item in items}) >= 25
    assert len({item.paper_codes for item in items}) >= 180
    instant = [item for item in items if item.kind is ItemKind.INSTANT]
    assert 60 <= len(instant) <= 160


def test_policies_differ_as_they_would(catalogue: Catalogue) -> None:
    items = catalogue.every()
    assert {item.lapse_policy for item in items} == set(LapsePolicy)
    assert {item.correction_lapse for item in items} == set(CorrectionLapse)
    assert len({item.review_steps for item in items}) >= 3
    assert len({item.retention_years for item in items}) >= 4
    for name in ("pre_acceptance", "in_person", "onsite_review"):
        assert len([item for item in items if getattr(item, name)]) >= 3, name
    # A rule for what follows stands only where something can follow.
    for item in items:
        promising = any(paper.deficiency_allowed for paper in item.papers)
        assert promising or item.lapse_policy is LapsePolicy.DEEMED_WITHDRAWN, item.code
        assert item.correction_limit or item.correction_lapse is CorrectionLapse.RETURNED, item.code


def test_the_lists_are_as_the_tool_writes_them(catalogue: Catalogue) -> None:
    for path in LISTS:
        codes = [line.partition(",")[0] for line in path.read_text(encoding="utf-8").splitlines()]
        text = text_of([catalogue.known(code) for code in codes[1:]], ".csv")
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("gljt", "elder-allowance"),
        ("高龄", "elder-allowance"),
        ("gaoling", "elder-allowance"),
        ("狗证", "dog-registration"),
        ("低保", "minimum-living-allowance"),
        ("摆摊", "street-stall-permit"),
        ("电梯 加装", "old-community-elevator"),
        ("elder-card", "elder-card"),
    ],
)
def test_people_find_what_they_look_for_among_the_first(
    catalogue: Catalogue, words: str, code: str
) -> None:
    assert code in [item.code for item in catalogue.search(Wanted(words))[:3]]


def test_nothing_looked_for_is_everything_and_filters_narrow_it(catalogue: Catalogue) -> None:
    assert catalogue.search(Wanted("zzzzzzzzzzzzzzzzzzzz")) == []
    assert len(catalogue.search(Wanted())) == 282
    assert catalogue.search(Wanted("补贴", type="05", object="1", point=STATION))
