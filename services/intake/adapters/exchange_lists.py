"""What changed since a place, for exchange (ADR 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.storage.listing import Listing, Place
from shared.storage.ports import Store
from shared.values import covers

SETTLED_MS = 10_000
"""A transaction ends within its time limit; what is older than that has no late forerunner."""


@dataclass(frozen=True)
class StoredChanges:
    """`Changes` on the store, in the order of the causal time that each write carries."""

    store: Store
    collection: str

    async def since(
        self, scope: str, now: datetime, *, after: Place | None, limit: int
    ) -> Sequence[Place]:
        """Return the places of applications that changed after a place."""
        units = await self.store.values(self.collection, "orgunit")
        listing = changes_listing(tuple(unit for unit in units if covers(scope, unit)), now)
        rows = await self.store.listed(self.collection, listing, after=after, limit=limit)
        return [Place(row["hlc"], row["_id"]) for row in rows]


def changes_listing(units: tuple[str, ...], now: datetime) -> Listing:
    """Return the question for what changed and has settled."""
    until = int(now.timestamp() * 1000) - SETTLED_MS
    return Listing("hlc", "exchange", {"orgunit": units}, until=until)
