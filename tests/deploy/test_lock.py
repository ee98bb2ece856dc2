import os
from pathlib import Path

import pytest

from deploy.sandbox.lock import alone_in
from deploy.sandbox.words import SandboxError


def test_a_second_start_is_refused_and_the_first_one_named(tmp_path: Path) -> None:
    with (
        alone_in(tmp_path, keep=False),
        pytest.raises(SandboxError, match=str(os.getpid())),
        alone_in(tmp_path, keep=False),
    ):
        pass


def test_the_end_leaves_no_lock_and_the_next_start_works(tmp_path: Path) -> None:
    for _ in range(2):
        with alone_in(tmp_path, keep=False):
            assert (tmp_path / "lock").exists()
        assert not (tmp_path / "lock").exists()


def test_a_lock_file_that_a_dead_process_left_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("1")
    with alone_in(tmp_path, keep=True):
        assert (tmp_path / "lock").read_text().startswith(str(os.getpid()))


@pytest.mark.parametrize("keep", [True, False])
def test_data_of_last_time_is_kept_only_when_asked(tmp_path: Path, *, keep: bool) -> None:
    (tmp_path / "mongo").mkdir()
    (tmp_path / "mongo" / "data").write_text("old")
    with alone_in(tmp_path, keep=keep):
        assert (tmp_path / "mongo" / "data").exists() is keep


def test_a_directory_that_cannot_be_written_is_told_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SandboxError, match="SANDBOX_HOME"), alone_in(tmp_path / "file", keep=False):
        pass


def test_a_fault_of_the_run_itself_is_not_taken_for_the_directory(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError), alone_in(tmp_path, keep=False):
        raise ConnectionResetError
