"""Incident numbers: G, the local day, and a running number of that day."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Self

_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class DayCounter:
    """The last number given on a day; id is the day, such as ``20260907``."""

    id: str
    version: int
    last: int = 0

    def raised(self) -> Self:
        """Take the next number."""
        return replace(self, last=self.last + 1)

    @property
    def number(self) -> str:
        """The incident number last given, such as ``G20260907000031``."""
        return f"G{self.id}{self.last:06d}"


def day_of(now: datetime) -> str:
    """Return the local day of an instant."""
    return now.astimezone(_BEIJING).strftime("%Y%m%d")
