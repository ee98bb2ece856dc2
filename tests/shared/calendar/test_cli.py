"""The tool answers, explains in both languages, and says in one sentence what is wrong."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from shared.calendar.__main__ import main
from shared.testing.servers.process import ROOT

NATIONAL_DAY = ("due", "--start", "2025-09-30T16:00+08:00", "--amount", "5", "--unit", "G")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*NATIONAL_DAY, *words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_it_counts_over_national_day_and_a_make_up_saturday(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = told(capsys)
    assert (answer["due"], answer["provisional"]) == ("2025-10-14T17:30:00+08:00", False)
    counted = [step["day"] for step in answer["steps"] if step["counted"]]
    assert counted == ["2025-10-09", "2025-10-10", "2025-10-11", "2025-10-13", "2025-10-14"]
    assert all(step["zh"] and step["en"] and step["source"] for step in answer["steps"])


def test_a_pause_moves_the_end_and_one_that_is_open_leaves_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    two_days = "2025-10-09T09:00+08:00..2025-10-11T09:00+08:00"
    assert told(capsys, "--pause", two_days)["due"] == "2025-10-16T17:30:00+08:00"
    assert told(capsys, "--pause", "2025-10-09T09:00+08:00..")["due"] is None


def test_the_text_is_chinese_first_and_english_beneath(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(NATIONAL_DAY) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "国庆节放假，不计" in lines[2]
    assert "National Day holiday, not counted" in lines[3]
    assert lines[-2].startswith("2025-10-14 17:30")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("due",), "--start"),
        ((*NATIONAL_DAY, "--start", "yesterday"), "--start"),
        ((*NATIONAL_DAY, "--start", "2025-09-30T16:00"), "offset"),
        ((*NATIONAL_DAY, "--start", "1999-09-30T16:00+08:00"), "2004"),
        ((*NATIONAL_DAY, "--amount", "0"), "2500"),
        ((*NATIONAL_DAY, "--amount", "five"), "--amount"),
        ((*NATIONAL_DAY, "--unit", "W"), "--unit"),
        ((*NATIONAL_DAY, "--pause", "2025-10-09T09:00+08:00"), "FROM..TO"),
        (
            (*NATIONAL_DAY, "--pause", "2025-10-09T09:00+08:00..2025-10-08T09:00+08:00"),
            "before it begins",
        ),
        ((*NATIONAL_DAY, "--region", "street"), "--region"),
        ((*NATIONAL_DAY, "--calendar", "nowhere.yaml"), "nowhere.yaml"),
        ((*NATIONAL_DAY, "--colour", "red"), "--colour"),
    ],
)
def test_a_wrong_argument_gets_one_sentence_that_names_it(
    words: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert named in said.err


def test_it_runs_as_a_program_and_a_reader_that_leaves_does_not_matter() -> None:
    command = [sys.executable, "-m", "shared.calendar", *NATIONAL_DAY]
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, stdout=writes, stderr=subprocess.PIPE, check=False
    )
    os.close(writes)
    assert (done.returncode, done.stderr) == (0, b"")
