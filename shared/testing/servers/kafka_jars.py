"""Kafka's jars, fetched once by Maven into the project's cache."""

import fcntl
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.testing.servers.process import ROOT, Child, ServerError

POM = ROOT / "deploy" / "kafka" / "pom.xml"
CACHE = ROOT / ".cache"
FETCH_LIMIT = 300.0


def have_maven() -> bool:
    """Say whether Maven is on PATH."""
    return shutil.which("mvn") is not None


def jars_are_here() -> bool:
    """Say whether the jars were fetched before, whole."""
    return _folder().is_dir()


def jars() -> Path:
    """Return the folder of the jars, fetching them on the first call of this checkout.

    Raises:
        ServerError: Maven could not fetch them.
    """
    folder = _folder()
    if not folder.is_dir():
        CACHE.mkdir(exist_ok=True)
        with _alone(), tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            if not folder.is_dir():  # another start may have fetched while we waited
                _fetch(Path(scratch))
                # Renamed only when whole: a fetch that was cut off is never taken for the jars.
                (Path(scratch) / "jars").rename(folder)
    return folder


def _folder() -> Path:
    version = re.search(r"<version>([^<]+)</version>", POM.read_text(encoding="utf-8"))
    return CACHE / f"kafka-{version.group(1) if version else 'unknown'}"


@contextmanager
def _alone() -> Iterator[None]:
    with (CACHE / "kafka.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(scratch: Path) -> None:
    goal = "dependency:copy-dependencies"
    log = scratch / "maven.log"
    command = ["mvn", "-q", "-B", "-f", str(POM), goal, f"-DoutputDirectory={scratch / 'jars'}"]
    maven = Child("Maven", command, log=log)
    maven.start()
    try:
        code = maven.wait(FETCH_LIMIT)
    except subprocess.TimeoutExpired:
        code = 1
    finally:
        maven.kill()
    if code:
        errors = [line for line in log.read_text(errors="replace").splitlines() if "ERROR" in line]
        raise ServerError(
            "Maven could not fetch Kafka's jars; check the network and Maven's settings, or leave"
            f" BUS unset for the embedded broker: {(errors or ['no answer in time'])[0][:300]}"
        )
