"""Prometheus' own checker: from PATH, or fetched once from Debian's package into the cache."""

import fcntl
import shutil
import subprocess
import tempfile
from pathlib import Path

from shared.testing.servers.kafka_jars import CACHE
from shared.testing.servers.process import ServerError

_LIMIT = 120.0


def promtool() -> Path:
    """Return the program, fetching it on the first call of this checkout.

    Raises:
        ServerError: it is neither on PATH nor to be had from Debian.
    """
    found = shutil.which("promtool")
    if found is not None:
        return Path(found)
    program = CACHE / "promtool"
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "promtool.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.is_file():
            with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
                _fetch(Path(scratch)).rename(program)
    return program


def _fetch(scratch: Path) -> Path:
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise ServerError("promtool is neither on PATH nor, without apt-get, to be fetched")
    download = ["apt-get", "-q", "download", "prometheus"]
    # A machine whose lists were never read, or are old, reads them and tries once more.
    if not _ran(download, scratch):
        _ran(["apt-get", "-q", "update"], scratch)
        if not _ran(download, scratch):
            raise ServerError("Debian's package `prometheus` could not be fetched: see the network")
    package = next(scratch.glob("prometheus_*.deb"))
    if not _ran(["dpkg-deb", "-x", str(package), "unpacked"], scratch):
        raise ServerError(f"{package.name} could not be unpacked")
    return scratch / "unpacked" / "usr" / "bin" / "promtool"


def _ran(command: list[str], where: Path) -> bool:
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=where, capture_output=True, timeout=_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
