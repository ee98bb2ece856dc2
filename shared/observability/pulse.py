"""The pulse of a background loop: how long its present piece of work has taken."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


class Pulse:
    """Tells a loop that hangs inside its work from one that rests or waits.

    Args:
        now: seconds on a clock that never goes back; the event loop's by default.
    """

    def __init__(self, now: Callable[[], float] = _loop_time) -> None:
        self._now = now
        self._begun: dict[object, float] = {}

    @contextmanager
    def beat(self) -> Iterator[None]:
        """Enclose one piece of work; several may run at one time."""
        mark = object()
        self._begun[mark] = self._now()
        try:
            yield
        finally:
            del self._begun[mark]

    @property
    def seconds(self) -> float:
        """How long the oldest unfinished piece of work has taken; 0 between them."""
        return self._now() - min(self._begun.values()) if self._begun else 0.0
