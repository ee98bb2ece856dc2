from datetime import date
from typing import Any

import pytest

from services.intake.domain.catalogue.item_rules import breaches, breaches_of_all
from shared.events.base import TITLE_LONGEST
from tests.services.intake.items import GIVEN, TASK, made, said

PAPER = {"code": "a", "name": "甲"}
FIELD = {"code": "q", "label": "问", "type": "boolean"}
NUMBER = {"code": "q", "label": "问", "type": "number"}
CHOICE = {"code": "q", "label": "问", "type": "choice"}


def test_a_sound_entry_breaks_no_rule() -> None:
    assert list(breaches(made())) == []


@pytest.mark.parametrize(
    ("changes", "column", "zh"),
    [
        ({"code": "Cold"}, "code", "小写字母"),
        ({"task_code": TASK[:-1]}, "task_code", "31 位"),
        ({"catalog_code": "150501099001"}, "task_code", "末 12 位"),
        ({"guide": {"variants": [{"code": "1", "name": "首次"}]}}, "variants", "33 位"),
        ({"guide": {"variants": [{"code": "01", "name": "甲"}] * 2}}, "variants", "重复"),
        ({"promised": {"days": 21}}, "promised", "不得长于法定时限"),
        ({"extension": -1}, "extension", "不得小于 0"),
        ({"guide": {"visits": -1}}, "visits", "不得小于 0"),
        ({"guide": {"fee_fen": 500}}, "fee_basis", "收费须写明依据"),
        ({"papers": [PAPER, PAPER]}, "papers", "重复"),
        ({"papers": [{**PAPER, "deficiency_allowed": True}]}, "papers", "不能容缺"),
        ({"papers": [{**PAPER, "copies": 0}]}, "papers", "份数"),
        ({"papers": [{**PAPER, "name": "其他材料"}]}, "papers", "兜底"),
        ({"papers": [{**PAPER, "name": "相关其他材料等"}]}, "papers", "兜底"),
        ({"kind": "instant"}, "papers", "即办件"),
        ({"papers": [{**PAPER, "code": "身份证"}]}, "papers", "如 id-card"),
        ({"papers": [{**PAPER, "code": "a" * 65}]}, "papers", "如 id-card"),
        ({"papers": [{**PAPER, "name": " "}]}, "papers", "1 至 120 个字"),
        ({"name": "长" * (TITLE_LONGEST + 1)}, "name", "1 至 120 个字"),
        ({"papers": [{**PAPER, "name": "长" * (TITLE_LONGEST + 1)}]}, "papers", "1 至 120 个字"),
        ({"papers": [{**PAPER, "code": f"p{n}"} for n in range(31)]}, "papers", "最多 30 项"),
        ({"fields": [FIELD, FIELD]}, "fields", "重复"),
        ({"fields": [{**FIELD, "code": "yes"}]}, "fields", "代码"),
        ({"fields": [CHOICE]}, "fields", "单选"),
        (
            {"fields": [{**CHOICE, "type": "date", "choices": [PAPER | {"label": "x"}]}]},
            "fields",
            "",
        ),
        ({"fields": [{**NUMBER, "least": 5, "most": 4}]}, "fields", "最小不得大于最大"),
        ({"fields": [{**NUMBER, "most": float("inf")}]}, "fields", "只有数值可写"),
        ({"fields": [{**FIELD, "least": 1}]}, "fields", "只有数值可写"),
        ({"retention_years": 0}, "retention_years", "1 至 1000"),
        ({"retention_years": 9999}, "retention_years", "1 至 1000"),
        ({"legal": {"days": 3, "unit": ["G"]}}, "legal", "days"),
        ({"fields": [{**FIELD, "when": "later = yes"}]}, "fields", "排在它后面"),
        ({"papers": [{**PAPER, "when": "hours = many"}]}, "papers", "不成立"),
        ({"papers": [{**PAPER, "when": "trade = diver"}]}, "papers", "不成立"),
        ({"papers": [{**PAPER, "when": "hours >"}]}, "papers", "读不懂"),
        ({"steps": [{**PAPER, "when": "wage > 5"}]}, "steps", "wage"),
        ({"valid_from": "2026-09-01", "valid_to": "2026-08-31"}, "valid_to", "不得早于"),
        ({"fields": [{**FIELD, "label": "民族"}]}, "fields", "民族"),
        ({"fields": [{**FIELD, "code": "phone"}]}, "fields", "个人身份信息"),
    ],
)
def test_each_rule_that_is_broken_is_told_with_its_column(
    changes: dict[str, Any], column: str, zh: str
) -> None:
    told = said(**{"papers": [], "steps": [], **changes} if "fields" in changes else changes)
    assert [(where, words) for where, words, _ in told if where == column and zh in words], told


def test_every_fault_of_an_entry_is_told_not_the_first_one_only() -> None:
    told = said(code="A", promised={"days": 99}, extension=-1, papers=[PAPER, PAPER])
    assert [column for column, _, _ in told] == ["code", "promised", "extension", "papers"]


def versions(*spans: tuple[str, str | None, str | None]) -> list[str]:
    items = [made(version=name, valid_from=begin, valid_to=end) for name, begin, end in spans]
    return [breach.field for _, breach in breaches_of_all(items)]


def test_versions_of_one_code_follow_each_other_without_overlap() -> None:
    assert versions(("1", None, "2026-12-31"), ("2", "2027-01-01", None)) == []
    assert versions(("1", None, "2027-01-01"), ("2", "2027-01-01", None)) == ["valid_from"]
    assert versions(("1", None, None), ("2", "2027-01-01", None)) == ["valid_from"]
    assert versions(("1", None, "2026-12-31"), ("1", "2027-01-01", None)) == ["code"]


def test_one_basic_code_belongs_to_one_item() -> None:
    items = [made(), made(code="warm-allowance")]
    assert [breach.field for _, breach in breaches_of_all(items)] == ["catalog_code"]


def test_the_first_and_the_last_day_of_a_version_belong_to_it() -> None:
    item = made(valid_from="2026-09-01", valid_to="2026-09-30")
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)]
    assert [item.in_force(day) for day in days] == [False, True, True, False]
    assert GIVEN["code"] == item.code
