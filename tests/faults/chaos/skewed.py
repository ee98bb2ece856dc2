"""`python -m tests.faults.chaos.skewed services.grid`: a service whose clock can be put wrong.

The file that CHAOS_SKEW_FILE names holds by how many seconds; it is looked at again and again, so
that a clock jumps while its service works.
"""

import contextlib
import os
import runpy
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from shared import clock

_LOOK_SECONDS = 0.2


class Skew:
    """By how much the clock is wrong."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._by = timedelta()
        self._again = 0.0

    @property
    def by(self) -> timedelta:
        """The skew; what cannot be read leaves it as it was."""
        if monotonic() > self._again:
            self._again = monotonic() + _LOOK_SECONDS
            with contextlib.suppress(OSError, ValueError):
                self._by = timedelta(seconds=float(self._file.read_text()))
        return self._by


def put_wrong(file: Path) -> None:
    """Let every clock of this process show what the file says."""
    skew = Skew(file)

    def now(_: clock.SystemClock) -> datetime:
        return datetime.now(UTC) + skew.by

    setattr(clock.SystemClock, "now", now)  # noqa: B010 - a method, as the type checker sees


def run_under_wrong_clock(module: str, before: Callable[[], None] | None = None) -> None:
    """Run a module with the arguments after it, as `python -m` would, once `before` was called."""
    if file := os.environ.get("CHAOS_SKEW_FILE"):
        put_wrong(Path(file))
    if before is not None:
        before()
    sys.argv[1:] = sys.argv[sys.argv.index(module) + 1 :]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    run_under_wrong_clock(sys.argv[1])
