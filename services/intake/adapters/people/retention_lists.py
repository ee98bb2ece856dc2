"""What erasure asks of the store beside the unit of work (ADR 20, 21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.case.case import Case
from shared.storage.kinds import Kind
from shared.storage.listing import Choice, Listing, Place
from shared.storage.ports import Store
from shared.values import covers

_CHUNK = 1000


@dataclass(frozen=True)
class StoredRetention:
    """`Retention` on the store."""

    store: Store
    kind: Kind[Case]

    async def due(
        self, scope: str, now: datetime, *, after: Place | None, limit: int
    ) -> Sequence[Case]:
        """Return applications that need not be kept any longer, the first due first."""
        units = await self.store.values(self.kind.name, "orgunit")
        listing = retention_listing(tuple(u for u in units if covers(scope, u)), now)
        rows = await self.store.listed(self.kind.name, listing, after=after, limit=limit)
        return [self.kind.decode(row) for row in rows]

    async def answers(self, person: str) -> tuple[str, ...]:
        """Return the keys of the stored answers of the last week that name a person."""
        found: list[str] = []
        after = None
        while rows := await self.store.page("idempotency", {}, after=after, limit=_CHUNK):
            found += [row["_id"] for row in rows if person in row["body"]]
            after = rows[-1]["_id"]
        return tuple(found)


def retention_listing(units: tuple[str, ...], now: datetime) -> Listing:
    """Return the question for what is kept long enough."""
    kept: dict[str, Choice] = {"orgunit": units, "to_forget": True}
    return Listing("keep_until", "retention", kept, until=now)
