"""What changed since a place, for exchange (ADR 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.application.ports_exchange import Change
from shared.storage.listing import Listing, Place
from shared.storage.ports import Store
from shared.values import covers

SETTLED_MS = 10_000
"""A transaction ends within its time limit; what is older than that has no late forerunner."""


@dataclass(frozen=True)
class StoredChanges:
    """`Changes` on the store, in the order of the causal time that each write carries.

    A rating stands beside its application and changes what is told of its end.
    """

    store: Store
    cases: str
    ratings: str

    async def since(
        self, scope: str, now: datetime, *, after: Place | None, limit: int
    ) -> Sequence[Change]:
        """Return the applications that changed, or were rated, after a place."""
        found = [
            *await self._of(self.cases, "_id", scope, now, after, limit),
            *await self._of(self.ratings, "case", scope, now, after, limit),
        ]
        return sorted(found, key=lambda one: (one.place.at, one.place.key))[:limit]

    async def _of(
        self, kind: str, case: str, scope: str, now: datetime, after: Place | None, limit: int
    ) -> list[Change]:
        units = await self.store.values(kind, "orgunit")
        listing = changes_listing(tuple(unit for unit in units if covers(scope, unit)), now)
        rows = await self.store.listed(kind, listing, after=after, limit=limit)
        return [Change(Place(row["hlc"], row["_id"]), row[case]) for row in rows]


def changes_listing(units: tuple[str, ...], now: datetime) -> Listing:
    """Return the question for what changed and has settled."""
    until = int(now.timestamp() * 1000) - SETTLED_MS
    return Listing("hlc", "exchange", {"orgunit": units}, until=until)
