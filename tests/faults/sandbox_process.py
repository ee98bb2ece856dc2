"""A whole sandbox as a process of its own, watched from outside as a person would."""

import fcntl
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired
from time import monotonic
from typing import Any, Self

from deploy.sandbox.endpoints import ENDPOINTS
from deploy.sandbox.lock import LOCK
from deploy.sandbox.player import PUBLISHED
from shared.testing.servers.process import Child

_LOOK_SECONDS = 0.02
# Servers and options of whoever runs the tests are not this sandbox's.
_CLEARED = dict.fromkeys(
    (
        "BUS",
        "DAY",
        "KEEP",
        "ONCE",
        "SPEED",
        "SANDBOX_HTTP_PORT_BASE",
        "JIEDAO_MONGO_URL",
        "JIEDAO_KAFKA_BOOTSTRAP",
    ),
    "",
)


class Sandbox:
    """`python -m deploy.sandbox` with its data in `home`; options are environment variables."""

    def __init__(self, home: Path, **options: str) -> None:
        self.home = home
        self._said = home.with_suffix(".log")
        env = {**_CLEARED, **options, "SANDBOX_HOME": str(home)}
        command = [sys.executable, "-m", "deploy.sandbox"]
        self._child = Child("sandbox", command, log=self._said, env=env)

    def __enter__(self) -> Self:
        self._child.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._child.kill()

    @property
    def said(self) -> str:
        """All it has said so far."""
        return self._said.read_text(encoding="utf-8")

    @property
    def published(self) -> int:
        """How many lines of the day the bus has taken."""
        file = self.home / PUBLISHED
        return file.read_bytes().count(b"\n") if file.exists() else 0

    @property
    def result(self) -> dict[str, Any]:
        """Its last line, which is for programs."""
        found: dict[str, Any] = json.loads(self.said.strip().splitlines()[-1])
        return found

    def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        """Return as soon as it is true; fail when it ends or the time is over before."""
        end = monotonic() + seconds
        while not true():
            assert monotonic() < end, self.said
            with suppress(TimeoutExpired):
                self._child.wait(_LOOK_SECONDS)
                assert true(), self.said

    def ended(self, seconds: float = 90) -> int:
        """Wait for its own end and return its exit code."""
        return self._child.wait(seconds)

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        assert self._child.pid is not None
        os.kill(self._child.pid, signal.SIGINT)

    def kill_child(self, word: str) -> int:
        """Kill the one child with this word in its command line; return its process id."""
        (pid,) = [p for p in self.processes() if word in _command(p) and p != self._child.pid]
        os.kill(pid, signal.SIGKILL)
        return pid

    def processes(self) -> list[int]:
        """Return every process that was given this home, whoever its parent is by now."""
        mark = f"SANDBOX_HOME={self.home}".encode()
        return [p for p in _all() if mark in _read(p, "environ").split(b"\0")]

    def left_behind(self) -> list[str]:
        """Return what is still there: processes, the endpoints, the lock."""
        left = [_command(pid) for pid in self.processes()]
        left += [ENDPOINTS] if (self.home / ENDPOINTS).exists() else []
        return left + ([LOCK] if _is_locked(self.home / LOCK) else [])


def _all() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _command(pid: int) -> str:
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace")


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it has ended, or is somebody else's
        return b""


def _is_locked(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
