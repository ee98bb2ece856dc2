import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from shared.testing.servers.process import ROOT

SITE = Path(sysconfig.get_path("purelib"))


def site_without(package: str, folder: Path) -> Path:
    """A site directory as an installation leaves it that lacks one package."""
    folder.mkdir()
    for entry in SITE.iterdir():
        if entry.name.partition(".")[0] != package:
            (folder / entry.name).symlink_to(entry)
    return folder


def start(tmp_path: Path, site: Path) -> subprocess.CompletedProcess[str]:
    cleared = dict.fromkeys(("BUS", "DAY", "JIEDAO_MONGO_URL", "JIEDAO_KAFKA_BOOTSTRAP"), "")
    env = {
        **os.environ,
        **cleared,
        "PATH": "",
        "PYTHONPATH": str(site),
        "SANDBOX_HOME": str(tmp_path / "home"),
    }
    # -S: the interpreter's own site directory stays out.
    command = [sys.executable, "-S", "-m", "deploy.sandbox"]
    return subprocess.run(  # noqa: S603 - the command is ours
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("package", "named"),
    [
        ("yaml", "yaml"),
        ("aiokafka", "aiokafka"),
        ("confluent_kafka", "confluent_kafka"),
        ("fiftyone", "mongod"),
    ],
)
def test_a_missing_wheel_is_one_sentence_with_its_mend(
    package: str, named: str, tmp_path: Path
) -> None:
    ended = start(tmp_path, site_without(package, tmp_path / "site"))
    said = ended.stderr.strip()
    assert ended.returncode == 1
    assert said.count("\n") == 0
    assert named in said
    assert "pip install -r requirements.lock" in said
    assert "Traceback" not in ended.stdout


def test_an_installation_that_lacks_everything_is_told_the_same(tmp_path: Path) -> None:
    nothing = tmp_path / "site"
    nothing.mkdir()
    ended = start(tmp_path, nothing)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "pip install -r requirements.lock" in ended.stderr
