"""`make run` as a whole: it plays the day, survives kills, and leaves nothing behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.sandbox.endpoints import ENDPOINTS
from deploy.sandbox.lock import LOCK
from deploy.sandbox.options import OWN_DAY
from tests.faults.sandbox_process import Sandbox

DAY_LINES = len(OWN_DAY.read_text(encoding="utf-8").splitlines())
WRONG = ("lost", "doubled", "reordered", "dead", "exposed")


def assert_clean(one: Sandbox) -> None:
    assert one.ended() == 0, one.said
    result = one.result
    assert {name: result[name] for name in WRONG} == dict.fromkeys(WRONG, 0), one.said
    assert result["published"] == DAY_LINES
    assert result["handled"] + result["quarantined"] + result["skipped"] == DAY_LINES
    assert result["notified"] > 0
    assert one.left_behind() == []


def test_the_whole_day_is_played_and_accounted_for(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "home", ONCE="1", SPEED="15") as one:
        assert_clean(one)
        assert one.result["restarts"] == 0


def test_a_killed_service_and_a_killed_store_lose_and_double_nothing(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "home", ONCE="1", SPEED="5") as one:
        one.until(lambda: one.published > DAY_LINES // 4)
        one.kill_child("services.grid")
        one.until(lambda: one.published > DAY_LINES // 2)
        one.kill_child("mongod")
        assert_clean(one)
        assert one.result["restarts"] == 2


STARTING: dict[str, Callable[[Sandbox], bool]] = {
    "the lock is taken": lambda one: (one.home / LOCK).exists(),
    "the servers start": lambda one: len(one.processes()) > 2,
    "the services start": lambda one: any(s in one.said for s in ("intake  │", "grid    │")),
}


@pytest.mark.parametrize("moment", STARTING)
def test_ctrl_c_during_the_start_leaves_nothing(tmp_path: Path, moment: str) -> None:
    with Sandbox(tmp_path / "home") as one:
        one.until(lambda: STARTING[moment](one))
        one.interrupt()
        assert one.ended(20) == 130, one.said
        assert "Traceback" not in one.said
        assert one.left_behind() == []


def test_ctrl_c_while_it_serves_reconciles_and_leaves_nothing(tmp_path: Path) -> None:
    day = tmp_path / "day.ndjson"
    with OWN_DAY.open(encoding="utf-8") as whole:
        day.write_text("".join(next(whole) for _ in range(5)), encoding="utf-8")
    with Sandbox(tmp_path / "home", DAY=str(day), SPEED="1000") as one:
        one.until(lambda: "Ctrl-C ends" in one.said)
        assert (one.home / ENDPOINTS).exists()
        one.interrupt()
        assert one.ended(40) == 0, one.said
        assert (one.result["published"], one.result["lost"], one.result["doubled"]) == (5, 0, 0)
        assert one.left_behind() == []
