"""Processes that must live: each has a keeper, a thread that starts, watches, restarts and ends it.

The thread lives as long as its child may, because Linux ends a child with the thread that started
it (see `shared.testing.servers.process`); so nothing is left even when this process is killed.
"""

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from shared.testing.servers.process import Child, ServerError

Say = Callable[[str, str], None]

_LOOK_SECONDS = 0.1
_STEADY_SECONDS = 10.0
_LONGEST_PAUSE = 8.0
_TRIES = 5
_LAST_LINES = 5


class Runs(Protocol):
    """What a keeper keeps: a `Server`, or a service of ours."""

    name: str

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        ...

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        ...

    def start(self) -> Any:
        """Start it; a server also waits until it serves. Raises ServerError."""
        ...

    def stop(self, grace: float = ...) -> None:
        """End it in good order, by force after the grace (seconds)."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...


class Service:
    """A Python module as a process whose lines are passed on under its name."""

    def __init__(
        self, name: str, module: str, env: Mapping[str, str], say: Say, *arguments: str
    ) -> None:
        self.name = name
        self._child = Child(name, [sys.executable, "-m", module, *arguments], env=env)
        self._say = say
        self._last: list[str] = []
        self._reader: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._child.alive

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._child.pid

    def start(self) -> None:
        """Start it and pass on what it says."""
        self._last = []
        self._child.start()
        self._reader = threading.Thread(target=self._read, args=(self._child.output,), daemon=True)
        self._reader.start()

    def stop(self, grace: float = 12) -> None:
        """End it, and pass on its last lines."""
        self._child.stop(grace)
        if self._reader is not None:
            self._reader.join(1)

    def kill(self) -> None:
        """End it at once."""
        self._child.kill()

    def last_words(self) -> str:
        """Return its exit code and what it said last."""
        if self._reader is not None:
            self._reader.join(1)
        return f"exit code {self._child.code}: {' '.join(self._last[-1:])[:300]}"

    def _read(self, output: Any) -> None:
        with output:
            for raw in output:
                line = raw.decode(errors="replace").rstrip()
                self._last = [*self._last[1 - _LAST_LINES :], line]
                self._say(line, self.name)


class Keeper:
    """Keeps one thing alive, with growing pauses, until it is told to stop.

    Args:
        what: the thing.
        say: where to report a death and a restart.
        restart: False for what cannot come back as it was; then `failed` says so.
    """

    def __init__(self, what: Runs, say: Say, *, restart: bool = True) -> None:
        self.what = what
        self.restarts = 0
        self.failed: ServerError | None = None
        self.started = threading.Event()
        self._say = say
        self._restart = restart
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"keeper-{what.name}", daemon=True)

    def begin(self) -> None:
        """Start the thing, in the keeper's own thread."""
        self._thread.start()

    async def ready(self) -> None:
        """Wait until it has started; raise its ServerError if it cannot."""
        while not self.started.is_set():
            if self.failed is not None:
                raise self.failed
            await asyncio.sleep(_LOOK_SECONDS / 2)

    def end(self) -> None:
        """Ask the keeper to end it; returns at once."""
        self._stopping.set()

    def wait(self, limit: float) -> bool:
        """Wait until it has ended; a start under way is cut off. Say whether it is gone."""
        deadline = time.monotonic() + limit
        while self._thread.is_alive() and time.monotonic() < deadline:
            if not self.started.is_set():
                self.what.kill()
            self._thread.join(_LOOK_SECONDS)
        if self._thread.is_alive():
            self.what.kill()
            self._thread.join(1)
        return not self._thread.is_alive()

    def _keep(self) -> None:
        try:
            self._watch()
        except ServerError as fault:
            self.failed = fault
        finally:
            self.what.stop()

    def _watch(self) -> None:
        deaths = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._try(last=deaths >= _TRIES or not self.started.is_set())
            while self.what.alive and not self._stopping.wait(_LOOK_SECONDS):
                pass
            if self._stopping.is_set():
                return
            deaths = 1 if time.monotonic() - began > _STEADY_SECONDS else deaths + 1
            self._died(deaths)

    def _try(self, *, last: bool) -> None:
        try:
            self.what.start()
            self.started.set()
        except ServerError as fault:
            if last:
                raise
            self._say(str(fault), "sandbox")

    def _died(self, deaths: int) -> None:
        name = self.what.name
        if not self._restart:
            raise ServerError(
                f"{name} 已退出，其内容无法找回 / {name} died and its content with it."
            )
        if deaths > _TRIES:
            told = getattr(self.what, "last_words", lambda: "")()
            raise ServerError(f"{name} 反复退出 / {name} keeps dying ({told})")
        pause = min(0.25 * 2 ** (deaths - 1), _LONGEST_PAUSE)
        self._say(f"{name} 已退出，{pause:g} 秒后重启 / died, restarting in {pause:g} s", "sandbox")
        self._stopping.wait(pause)
        self.restarts += 1
