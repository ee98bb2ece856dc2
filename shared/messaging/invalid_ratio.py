"""When a source is too bad to be read on: a window over its last records, and a verdict."""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How much may be invalid.

    Args:
        window: how many of a source's last records count.
        ratio: the part of them, 0 to 1, that may be invalid; 1 never pauses.
        least: invalid records below which nothing is paused, so that few records decide nothing.
    """

    window: int = 200
    ratio: float = 0.5
    least: int = 50


class Window:
    """The last records of one source, as one replica handled them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._last: deque[str | None] = deque(maxlen=limits.window)
        self._invalid = 0

    def __len__(self) -> int:
        return len(self._last)

    def add(self, invalid: str | None) -> None:
        """Note one record: its place where it was invalid, None where it was not."""
        if len(self._last) == self._limits.window and self._last[0] is not None:
            self._invalid -= 1
        self._last.append(invalid)
        if invalid is not None:
            self._invalid += 1

    @property
    def ratio(self) -> float:
        """The invalid part, 0 to 1; 0 of nothing."""
        return self._invalid / len(self._last) if self._last else 0.0

    @property
    def too_bad(self) -> bool:
        """Whether the source should be paused now."""
        return self._invalid >= self._limits.least and self.ratio > self._limits.ratio

    @property
    def places(self) -> tuple[str, ...]:
        """Where the invalid records were read, oldest first."""
        return tuple(place for place in self._last if place is not None)
