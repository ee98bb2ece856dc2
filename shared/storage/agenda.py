"""What falls due: the questions that timers ask of the store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class DueCount:
    """How many rows of a kind fall due within the hour that begins at `hour`."""

    hour: datetime
    kind: str
    count: int


class Agenda(Protocol):
    """What falls due, in collections whose rows have `kind` and `due_at`, by an index on both.

    Every method raises `StoreAway` while the database cannot be reached.
    """

    async def now(self) -> datetime:
        """Return the server's time, the only one that all replicas share."""
        ...

    async def due(
        self, collection: str, kind: str, until: datetime | None, limit: int
    ) -> list[dict[str, Any]]:
        """Return the first committed rows of a kind that are due by `until`, earliest first."""
        ...

    async def count_due(self, collection: str, until: datetime, limit: int) -> int:
        """Count the committed rows that are due by `until`, and stop at `limit`."""
        ...

    async def due_by_hour(self, collection: str, before: datetime) -> list[DueCount]:
        """Count the committed rows due before an instant, by hour and kind."""
        ...

    async def estimate(self, collection: str) -> int:
        """Return about how many documents there are, at no cost."""
        ...
