"""The tables of the README are written by the run, and nothing else of it is."""

import json
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.report import MARKS, Goal, Section

AROUND = {"machine": {"cpu": "2 x any"}, "versions": {"Python": "3.11"}, "rounds": 3}


def section(title: str) -> Section:
    return Section(title, ["peer"], [["ours"]], [Goal("ratio", 151, 150)], {"ours": [151]})


@pytest.fixture
def readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "README.md"
    path.write_text(f"# Before\n{MARKS[0]}\n{MARKS[1]}\nAfter\n", encoding="utf-8")
    monkeypatch.setattr(report, "README", path)
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results.json")
    return path


def test_a_run_replaces_its_own_table_and_leaves_the_rest(readme: Path) -> None:
    for name, title in (("delivery", "old"), ("latency", "other"), ("delivery", "new")):
        report.keep(name, section(title), AROUND)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("# Before\n")
    assert text.endswith("\nAfter\n")
    assert ("### old" in text, "### new" in text, "### other" in text) == (False, True, True)
    kept = json.loads(report.RESULTS.read_text(encoding="utf-8"))
    assert kept["delivery"]["goals"][0]["met"]


@pytest.mark.parametrize(("value", "most", "met"), [(5, False, True), (5, True, False)])
def test_a_goal_says_on_which_side_it_is_met(value: float, most: bool, met: bool) -> None:
    assert Goal("figure", value, 4, most=most).met is met
