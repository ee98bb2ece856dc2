"""What the person at the terminal sees: prefixed lines, and a live table below them."""

import sys
import threading
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

COLOURS = {"intake": "cyan", "grid": "green", "jobs": "magenta", "notify": "yellow"}


class Screen:
    """Lines of everybody, one at a time; on a terminal a table stays below them."""

    def __init__(self) -> None:
        self.alive = sys.stdout.isatty()
        width = None if self.alive else 160
        self._console = Console(highlight=False, soft_wrap=True, width=width)
        self._live: Live | None = None
        self._lock = threading.Lock()

    def say(self, line: str, who: str = "sandbox") -> None:
        """Show one line of somebody; may be called from any thread."""
        prefix = (f"{who:<8}│ ", COLOURS.get(who, "bold"))
        with self._lock:
            self._console.print(Text.assemble(prefix, line.rstrip()))

    def show(self, renderable: Table | Text | str) -> None:
        """Show something once."""
        with self._lock:
            self._console.print(renderable)

    def update(self, table: Table) -> None:
        """Replace the live table; nothing where nobody watches."""
        if self._live is not None:
            self._live.update(table)

    def last(self, line: str) -> None:
        """Write a line for programs: as it is, and nothing after it."""
        with self._lock:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    def __enter__(self) -> Self:
        if self.alive:
            self._live = Live(console=self._console, refresh_per_second=4, transient=True)
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        live, self._live = self._live, None
        if live is not None:
            live.stop()
