import socket
import sys
from pathlib import Path

import pytest

from deploy.sandbox.__main__ import main
from deploy.sandbox.lock import alone_in


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "argv", ["sandbox"])
    for name in ("ONCE", "BUS", "DAY", "SPEED", "KEEP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SANDBOX_HOME", str(tmp_path / "sandbox"))
    return tmp_path / "sandbox"


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that was said; there was no traceback."""
    said = capsys.readouterr().err.strip()
    assert "Traceback" not in said
    assert said.count("\n") == 0
    return said


def test_a_malformed_line_is_named_before_anything_starts(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    day = home.parent / "day.ndjson"
    day.write_text('{"id": "a"}\nnonsense\n')
    monkeypatch.setenv("DAY", str(day))
    assert main() == 2
    assert "第 2 行不是 JSON 对象" in sentence(capsys)
    assert not home.exists()


def test_a_missing_day_file_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAY", "nowhere.ndjson")
    assert main() == 2
    assert "nowhere.ndjson" in sentence(capsys)


def test_a_second_start_beside_a_running_one_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with alone_in(home, keep=True):
        assert main() == 1
    assert "Ctrl-C" in sentence(capsys)


def test_a_busy_port_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        monkeypatch.setenv("SANDBOX_HTTP_PORT_BASE", str(port))
        assert main() == 1
    assert str(port) in sentence(capsys)


def test_without_java_the_mend_for_apache_kafka_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BUS", "kafka")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JIEDAO_KAFKA_BOOTSTRAP", raising=False)
    assert main() == 1
    assert "Java" in capsys.readouterr().err.strip().splitlines()[-1]


def test_a_directory_that_cannot_be_written_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file stands in the way")
    assert main() == 1
    assert "SANDBOX_HOME" in sentence(capsys)


def test_words_after_the_command_teach_how_to_use_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["sandbox", "--help"])
    assert main() == 0
    assert "ONCE=1" in capsys.readouterr().out
