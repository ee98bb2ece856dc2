"""What a run is told, and how it tells how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Options:
    """How often each peer runs, and whether only to see that all of it works."""

    rounds: int = 3
    quick: bool = False


Say = Callable[[str], None]


def middle(values: list[float]) -> float:
    """Return the median."""
    return float(median(values))


def percentile(values: list[float], part: float) -> float:
    """Return the value below which so large a part of the values lies; `values` is not empty."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]
