"""What the servers of this package have in common: a place, a log, a start that waits."""

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from shared.testing.servers.process import LOCALHOST, Child, ServerError, listens


class Server(ABC):
    """A server of ours on 127.0.0.1: start, stop, kill, and start again on the same data."""

    limit = 60.0
    """Seconds until it must be ready."""

    def __init__(self, name: str, home: Path, port: int) -> None:
        self.name = name
        self.home = home
        self.port = port
        self.log = home / "server.log"
        self._child: Child | None = None
        self._log_start = 0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._child.pid if self._child else None

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._child is not None and self._child.alive

    def start(self) -> Self:
        """Start and wait until it serves.

        Raises:
            ServerError: it cannot be had; nothing is left running.
        """
        if self.alive:
            return self
        self._check_the_place()
        child = self._child = Child(self.name, self.command(), log=self.log)
        try:
            child.start()
            self._wait(child)
        except BaseException:
            child.kill()
            raise
        return self

    def stop(self, grace: float = 10) -> None:
        """End it in good order, and by force after the grace (seconds)."""
        if self._child:
            self._child.stop(grace)

    def kill(self) -> None:
        """End it at once (SIGKILL), as a power cut would."""
        if self._child:
            self._child.kill()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @abstractmethod
    def command(self) -> list[str]:
        """Prepare what it needs and return the command line."""

    @abstractmethod
    def ready(self) -> bool:
        """Say whether it serves; asked again and again."""

    def said(self) -> list[str]:
        """Return the log's lines since the last start."""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace").strip().splitlines()

    def last_words(self) -> str:
        """Return what the log says last, at most 300 characters."""
        lines = self.said()
        return lines[-1][:300] if lines else "it said nothing"

    def _check_the_place(self) -> None:
        if self.port and listens(self.port):
            raise ServerError(
                f"{self.name} cannot start: port {self.port} of {LOCALHOST} is in use;"
                " end the program that holds it, or choose another port."
            )
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.log.touch()
            self._log_start = self.log.stat().st_size
        except OSError as fault:
            raise ServerError(
                f"{self.name} cannot write to {self.home}: {fault.strerror};"
                " make the directory writable, or choose another."
            ) from fault

    def _wait(self, child: Child) -> None:
        end = time.monotonic() + self.limit
        while not self.ready():
            if not child.alive:
                raise ServerError(
                    f"{self.name} ended while starting (exit code {child.code}):"
                    f" {self.last_words()} (log: {self.log})"
                )
            if time.monotonic() > end:
                raise ServerError(
                    f"{self.name} was not ready within {self.limit:.0f} seconds:"
                    f" {self.last_words()} (log: {self.log})"
                )
            time.sleep(0.05)
