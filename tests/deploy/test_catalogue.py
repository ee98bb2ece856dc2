"""The command by which a catalogue is checked, compared and written."""

import json
import sys
from pathlib import Path

import pytest

from deploy.catalogue.__main__ import main
from services.intake.adapters.catalogue.catalogue import read_catalogue
from services.intake.adapters.catalogue.writing import text_of
from tests.services.intake.items import made

GOLDEN = Path(__file__).parent / "golden" / "catalogue"
FAULTY = sorted(path for path in GOLDEN.iterdir() if path.suffix in {".csv", ".json"})


class Said:
    """What the command said, and how it ended."""

    def __init__(self, code: object, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object
) -> Said:
    monkeypatch.setattr(sys, "argv", ["catalogue", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    return Said(ended.value.code, said.out, said.err)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.csv"
    path.write_text(text_of([made(), made(**OTHER)], ".csv"), encoding="utf-8")
    return path


OTHER = {"code": "warm-allowance", "task_code": None, "catalog_code": "150501098000", "guide": None}


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.name)
def test_every_fault_of_a_file_is_told_in_both_languages(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(monkeypatch, capsys, path)
    assert said.code == 1
    assert said.out == path.with_name(f"{path.name}.txt").read_text(encoding="utf-8")


def test_a_sound_file_ends_with_nought_and_its_count(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(monkeypatch, capsys, old)
    assert (said.code, said.out) == (0, "2 个事项，没有错误。 / 2 items, no faults.\n")


def test_a_new_version_is_told_field_by_field_and_written(
    old: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    new = tmp_path / "new.json"
    later = made(version="2", valid_from="2030-01-01", promised={"days": 5})
    first = made(valid_to="2029-12-31")
    new.write_text(text_of([first, later], ".json"), encoding="utf-8")
    before = old.read_text(encoding="utf-8")
    tried = run(monkeypatch, capsys, new, "--against", old, "--write", old, "--dry-run")
    assert (tried.code, old.read_text(encoding="utf-8")) == (0, before)
    assert tried.out.splitlines() == [
        "+ cold-allowance 严寒补贴申领（版本 2）",
        "~ cold-allowance 严寒补贴申领（版本 1）  失效日期（valid_to）：（空） → 2029-12-31",
        "- warm-allowance 严寒补贴申领（版本 1）",
        (
            "    删去的版本若还有在办件，请保留该行并写失效日期。"
            " / Keep a removed version, with its last day, while cases are under way."
        ),
        "新增 1，修改 1，删去 1。 / 1 added, 1 changed, 1 removed.",
        "2 个事项，没有错误。 / 2 items, no faults.",
    ]
    wrote = run(monkeypatch, capsys, new, "--against", old, "--write", old)
    assert wrote.code == 0
    assert read_catalogue(old).items == (first, later)


def test_a_version_in_force_is_not_changed_and_nothing_is_written(
    old: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    new, before = tmp_path / "new.csv", old.read_bytes()
    new.write_text(text_of([made(promised={"days": 5})], ".csv"), encoding="utf-8")
    said = run(monkeypatch, capsys, new, "--against", old, "--write", old, "--json")
    report = json.loads(said.out)
    assert (said.code, report["sound"], report["written"]) == (1, False, None)
    assert [fault["column"] for fault in report["faults"]] == ["promised"]
    assert report["diff"]["changed"] == [
        {
            "code": "cold-allowance",
            "version": "1",
            "column": "promised",
            "before": "8工作日",
            "after": "5工作日",
        }
    ]
    assert old.read_bytes() == before


def test_faults_of_the_other_file_are_said_to_be_there(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(monkeypatch, capsys, old, "--against", GOLDEN / "page.csv")
    assert said.code == 1
    assert "page.csv" in said.out


@pytest.mark.parametrize(
    "words",
    [[], ["a.csv", "--write", "a.xlsx"], ["nowhere.csv"], ["a.csv", "--force"]],
)
def test_wrong_usage_ends_with_two_and_one_sentence(
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = run(monkeypatch, capsys, *words)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1


def test_help_teaches(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(monkeypatch, capsys, "--help")
    assert said.code == 0
    assert "--against" in said.out
    assert "退出码" in said.out
