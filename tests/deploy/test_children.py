import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.sandbox.children import Keeper, Service
from shared.testing.servers.process import ServerError
from shared.testing.waiting import until as wait_until

LIMIT = 10.0
FOREVER = "import signal\nprint('here', flush=True)\nsignal.pause()\n"


class Lines:
    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def __call__(self, line: str, who: str) -> None:
        self.said.append((who, line))


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[list[Keeper]]:
    keepers: list[Keeper] = []
    yield keepers
    for keeper in keepers:
        keeper.end()
        assert await asyncio.to_thread(keeper.wait, LIMIT)


def keep(
    kept: list[Keeper], tmp_path: Path, text: str, say: Lines, *, restart: bool = True
) -> Keeper:
    (tmp_path / "toy_service.py").write_text(text)
    service = Service("toy", "toy_service", {"PYTHONPATH": str(tmp_path)}, say)
    keeper = Keeper(service, say, restart=restart)
    kept.append(keeper)
    keeper.begin()
    return keeper


async def until(what: object, keeper: Keeper, say: Lines) -> None:
    async def said() -> bool:
        return what in say.said or keeper.failed is not None

    await wait_until(said, LIMIT)


async def test_what_a_child_says_is_passed_on_under_its_name(
    kept: list[Keeper], tmp_path: Path
) -> None:
    say = Lines()
    await until(("toy", "here"), keep(kept, tmp_path, FOREVER, say), say)
    assert ("toy", "here") in say.said


async def test_a_killed_child_is_reported_and_started_again(
    kept: list[Keeper], tmp_path: Path
) -> None:
    say = Lines()
    keeper = keep(kept, tmp_path, FOREVER, say)
    await until(("toy", "here"), keeper, say)
    first = keeper.what.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    say.said.clear()
    await until(("toy", "here"), keeper, say)
    assert keeper.what.pid not in {first, None}
    assert keeper.restarts == 1


async def test_what_cannot_come_back_as_it_was_is_not_started_again(
    kept: list[Keeper], tmp_path: Path
) -> None:
    say = Lines()
    keeper = keep(kept, tmp_path, "print('here', flush=True)", say, restart=False)
    await until("never", keeper, say)
    assert isinstance(keeper.failed, ServerError)
    assert keeper.restarts == 0


async def test_a_child_that_keeps_dying_is_given_up_with_its_last_words(
    kept: list[Keeper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.sandbox.children._LONGEST_PAUSE", 0.05)
    say = Lines()
    keeper = keep(kept, tmp_path, "raise SystemExit('no key file')", say)
    await until("never", keeper, say)
    assert "no key file" in str(keeper.failed)


async def test_ending_leaves_no_process(tmp_path: Path) -> None:
    say = Lines()
    keeper = keep([], tmp_path, FOREVER, say)
    await until(("toy", "here"), keeper, say)
    pid = keeper.what.pid
    keeper.end()
    assert await asyncio.to_thread(keeper.wait, LIMIT)
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
