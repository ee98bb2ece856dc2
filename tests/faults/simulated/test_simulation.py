"""Ten thousand histories of the messaging core, and the proof that they would show a defect."""

import os
import re
import subprocess
import sys
from collections import Counter

import pytest

from tests.faults.planted import DEFECTS
from tests.faults.simulated.scenario import run
from tests.faults.simulated.sweep import failing, first_failing, told

SEEDS = 10_000
SEEDS_FOR_A_DEFECT = 1000
SHOWS_AS = {
    "early-offset": {"lost", "inverted"},
    "no-inbox": {"doubled"},
    "no-lease": {"resent"},
    "wall-clock-key": {"inverted"},
    "leak": {"leaked"},
}


def kinds(findings: tuple[str, ...]) -> set[str]:
    return {finding.partition(":")[0] for finding in findings}


def replay(*arguments: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the command is ours
        [sys.executable, "-m", "tests.faults.simulated", *arguments],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def test_nothing_is_lost_doubled_or_inverted_in_ten_thousand_histories() -> None:
    bad = failing(range(SEEDS))
    assert not bad, f"{len(bad)} seeds: {bad[:10]}{told(bad[0])}"


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_planted_defect_is_found_within_a_thousand_seeds(defect: str) -> None:
    found = first_failing(defect, range(SEEDS_FOR_A_DEFECT))
    assert found is not None
    assert kinds(found.findings) & SHOWS_AS[defect]


def test_a_defect_that_was_planted_is_gone_afterwards() -> None:
    assert run(0, "leak").findings
    assert run(0).findings == ()


def test_a_seed_has_one_history_in_any_process() -> None:
    here = run(7, tracing=True).trace
    assert run(7, tracing=True).trace == here
    there = [replay("7", hash_seed=hash_seed) for hash_seed in ("1", "2")]
    for played in there:
        assert played.returncode == 0, played.stderr
        assert played.stdout.splitlines() == [*here, "nothing is wrong"]


def test_a_failing_seed_is_played_again_alone_with_its_trace() -> None:
    played = replay("0", "--defect", "leak")
    assert played.returncode == 1
    assert "leaked: refused in" in played.stdout
    assert re.search(r"grid-\d     commit", played.stdout)


def test_the_world_is_as_hostile_as_it_claims() -> None:
    runs = [run(seed, tracing=True) for seed in range(150)]
    met = Counter(line.split(None, 2)[2] for played in runs for line in played.trace)
    for fault in ("kill", "stop", "fail", "store away", "bus away"):
        assert met[f"*** {fault}"] > 20
    assert met["is fenced"] > 100
    assert met["earliest lanes"] > 20
    assert sum(played.repeated for played in runs) > 20
    assert sum(played.redelivered for played in runs) > 50
