"""Ten kills in a run of 2000 events: nothing is lost, doubled, out of order or left over."""

import json
import sys
from pathlib import Path

import pytest

from shared.testing.servers.process import Child

_LIMIT = 300


@pytest.mark.usefixtures("apache")
def test_ten_kills_leave_nothing_wrong(tmp_path: Path) -> None:
    said = tmp_path / "said.log"
    options = {"KILLS": "10", "EVENTS": "2000", "SEED": "1"}
    command = [sys.executable, "-m", "tests.faults.chaos"]
    chaos = Child("chaos", command, log=said, env=options)
    chaos.start()
    try:
        code = chaos.wait(_LIMIT)
    finally:
        chaos.kill()
    told = said.read_text(encoding="utf-8")
    assert code == 0, told
    figures = json.loads(told.strip().splitlines()[-1])
    assert {figures[name] for name in DEFECTS} == {0}
    assert figures["handled"] > 0


DEFECTS = ("lost", "doubled", "early", "inversions", "gaps", "orphans", "outbox", "dead")
