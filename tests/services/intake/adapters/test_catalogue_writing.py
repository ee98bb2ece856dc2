import csv
import dataclasses
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.catalogue.catalogue import read_catalogue
from services.intake.adapters.catalogue.cells import COLUMNS
from services.intake.adapters.catalogue.rows import item_of_row, plain_of
from services.intake.adapters.catalogue.writing import text_of, write_whole
from services.intake.domain.case.parts import ProcedureKind
from services.intake.domain.catalogue.guide import Guide
from services.intake.domain.catalogue.item import Item
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from shared.values import Invalid
from tests.services.intake.items import made

NAMES = st.text(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=1, max_size=6)
CHANGES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "benefit": st.text(st.sampled_from('甲乙,，"、'), min_size=1).map(lambda t: f"说{t}明"),
        "version": st.sampled_from(["1", "2", "2026-09"]),
        "valid_from": st.dates().map(str),
        "legal": st.sampled_from([{"days": 45, "unit": "Z"}, {"days": 60, "unit": "G"}]),
        "correction_limit": st.sampled_from([{"days": 30, "unit": "Z"}]),
        "yellow": st.sampled_from([{"share": 0.25}, {"left": 4}]),
        "checked_by_staff": st.booleans(),
        "extension": st.integers(0, 30),
        "lapse_policy": st.sampled_from(LapsePolicy),
        "correction_lapse": st.sampled_from(CorrectionLapse),
        "pre_acceptance": st.booleans(),
        "review_steps": st.sampled_from([[], ["approve"], ["handle", "examine", "approve"]]),
        "onsite_review": st.booleans(),
        "in_person": st.booleans(),
        "retention_years": st.sampled_from([None, 1, 30, 1000]),
        "procedures": st.lists(st.sampled_from(list(ProcedureKind)), unique=True),
        "guide": st.fixed_dictionaries(
            {},
            optional={
                "words": st.lists(NAMES, max_size=3),
                "objects": st.lists(st.sampled_from("123456"), min_size=1, unique=True),
                "forms": st.lists(st.sampled_from(["1", "2", "9K", "9"]), min_size=1, unique=True),
                "results": st.lists(
                    st.builds(lambda n: {"kind": "proof", "name": n}, NAMES), max_size=2
                ),
                "visits": st.integers(0, 3),
                "points": st.lists(st.sampled_from(["hub", "station-1"]), unique=True),
            },
        ),
    },
)


@settings(max_examples=60)
@given(CHANGES)
def test_what_is_written_as_csv_or_json_is_read_as_the_same(changes: dict[str, Any]) -> None:
    item = made(**changes)
    assert item_of_row(1, plain_of(item)) == (item, [])
    assert len(text_of([item], ".csv").splitlines()) == 2


def test_every_field_of_an_item_has_a_column() -> None:
    fields = {field.name for field in dataclasses.fields(Item)} - {"guide"}
    guide = {f"guide.{field.name}" for field in dataclasses.fields(Guide)}
    assert {column.key for column in COLUMNS} == fields | guide


@pytest.mark.parametrize(
    ("column", "cell", "changes"),
    [
        ("网上预审", "是", {"pre_acceptance": True}),
        ("本人到场", "是", {"in_person": True}),
        ("审查步骤", "承办；批准", {"review_steps": ["handle", "approve"]}),
        ("现场核查", "是", {"onsite_review": True}),
        ("逾期未补正", "视为撤回", {"correction_lapse": "deemed-withdrawn"}),
        ("容缺失约", "撤销受理", {"lapse_policy": "acceptance-revoked"}),
        ("容缺失约", "不予许可", {"lapse_policy": "rejected"}),
        ("容缺失约", "终止办理", {"lapse_policy": "terminated"}),
        ("保存年限", "30", {"retention_years": 30}),
    ],
)
def test_a_policy_is_one_plain_word_in_its_own_column(
    column: str, cell: str, changes: dict[str, Any]
) -> None:
    heading, row = csv.reader(io.StringIO(text_of([made(**changes)], ".csv")))
    assert dict(zip(heading, row, strict=True))[column] == cell
    _, usual = csv.reader(io.StringIO(text_of([made()], ".csv")))
    assert dict(zip(heading, usual, strict=True))[column] == ""


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_a_written_file_holds_the_items_and_nothing_is_left_beside_it(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"items{ending}"
    path.write_text("old", encoding="utf-8")
    write_whole(path, text_of([made()], ending))
    assert read_catalogue(path).items == (made(),)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_what_a_table_cannot_hold_is_refused_and_not_bent() -> None:
    with pytest.raises(Invalid) as refused:
        text_of([made(papers=[{"code": "a", "name": "两 个词"}])], ".csv")
    assert "cold-allowance" in refused.value.zh
    with pytest.raises(Invalid):
        text_of([made()], ".xlsx")
