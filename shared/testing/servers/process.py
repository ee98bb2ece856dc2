"""A child process: its own group, its output in a log, gone when its parent is gone."""

import ctypes
import os
import random
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

LOCALHOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[3]
SERVER_PORTS = range(20_000, 32_000)
PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec a child must not import or load anything.
_libc = ctypes.CDLL(None)


class ServerError(RuntimeError):
    """A server could not be had; the message is one sentence with the mend in it."""


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody holds now.

    Below the range that the system gives to outgoing connections: none of them can take the port
    of a server that is being restarted.
    """
    for port in random.sample(SERVER_PORTS, 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOCALHOST, port))
            except OSError:
                continue
            return port
    raise ServerError(f"No free port on {LOCALHOST}: end some of the programs that listen there.")


def listens(port: int) -> bool:
    """Say whether somebody accepts connections on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOCALHOST, port)) == 0


class Child:
    """One process that we started; ended by its own pid and never by a name.

    Start it from a thread that lives as long as the child may: Linux ends the child when that
    thread ends, which is what saves us from orphans after a SIGKILL.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Describe the child; without a log its output is a pipe, to be read from `output`."""
        self.name = name
        self._command = list(command)
        self._log = log
        self._env = None if env is None else {**os.environ, **env}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self.alive else None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def code(self) -> int | None:
        """The exit code of the last run, negative for a signal."""
        return self._process.poll() if self._process else None

    @property
    def output(self) -> IO[bytes]:
        """Standard output and error of a child without a log."""
        if self._process is None or self._process.stdout is None:
            raise ServerError(f"{self.name} has no pipe: it was not started, or it has a log.")
        return self._process.stdout

    def start(self) -> None:
        """Start the process in the project's root directory."""
        if self._log is None:
            self._process = self._spawn(subprocess.PIPE)
            return
        with self._log.open("ab") as log:
            self._process = self._spawn(log)

    def stop(self, grace: float = 10) -> None:
        """Ask it to end (SIGTERM), and after the grace (seconds) end it and its group."""
        if self._process is None or not self.alive:
            return
        self._process.terminate()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it and its group at once (SIGKILL)."""
        if self._process is not None and self.alive:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def wait(self, limit: float) -> int:
        """Wait for its own end, at most so many seconds, and return the exit code."""
        if self._process is None:
            raise ServerError(f"{self.name} was not started.")
        return self._process.wait(limit)

    def _spawn(self, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - the command is ours
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._env,
                cwd=ROOT,
                process_group=0,
                preexec_fn=_dies_with(os.getpid()),  # noqa: PLW1509 - see _libc
            )
        except OSError as fault:
            raise ServerError(
                f"{self.name} cannot start: {self._command[0]}: {fault.strerror}."
            ) from fault


def _dies_with(parent: int) -> Callable[[], None]:
    def arrange() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return arrange
