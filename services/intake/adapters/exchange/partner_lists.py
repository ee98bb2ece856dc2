"""Hand-overs on the store, by partner and day (ADR 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.exchange.handover import HandOver
from shared.storage.kinds import Kind
from shared.storage.listing import Listing, Place
from shared.storage.ports import Store


@dataclass(frozen=True)
class StoredHandOvers:
    """`HandOvers` on the store."""

    store: Store
    kind: Kind[HandOver]
    cases: Kind[Case]

    async def handed(self, partner: str, since: datetime, until: datetime) -> Sequence[HandOver]:
        """Return what was handed over from an instant on and before another."""
        return await self._all(
            Listing("handed_at", "handed", {"partner": partner}, since=since, until=until)
        )

    async def answered(self, partner: str, since: datetime, until: datetime) -> Sequence[HandOver]:
        """Return what was answered from an instant on and before another."""
        return await self._all(
            Listing("answered_at", "answered", {"partner": partner}, since=since, until=until)
        )

    async def waiting(
        self, partner: str, *, after: Place | None, limit: int
    ) -> Sequence[tuple[HandOver, Case]]:
        """Return what waits for an answer with its application, the first handed over first."""
        rows = await self.store.listed(
            self.kind.name, waiting_listing(partner), after=after, limit=limit
        )
        found = await self.store.load(self.cases.name, [row["_id"] for row in rows])
        return [(self.kind.decode(r), self.cases.decode(found[r["_id"]])) for r in rows]

    async def count_waiting(self, partner: str) -> int:
        """Count what waits for an answer."""
        return await self.store.count_listed(self.kind.name, waiting_listing(partner))

    async def _all(self, listing: Listing) -> list[HandOver]:
        rows = await self.store.listed(self.kind.name, listing, after=None, limit=_MOST)
        return [self.kind.decode(row) for row in rows]


_MOST = 5000
"""More than one partner is handed on one day here; what lies beyond is not listed."""


def waiting_listing(partner: str) -> Listing:
    """Return the question for what waits for a partner's answer."""
    return Listing("handed_at", "waiting", {"partner": partner, "open": True})
