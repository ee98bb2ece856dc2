"""What erasure asks of the store beside the unit of work (ADR 20, 21)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from services.intake.domain.case.case import Case
from services.intake.domain.people.guests import Guest
from shared.storage.kinds import Kind
from shared.storage.listing import Choice, Listing, Place
from shared.storage.ports import Document, Scalar, Store
from shared.values import covers

GUESTS = Kind("guests", Guest, announced=False)
_CHUNK = 1000


@dataclass(frozen=True)
class StoredRetention:
    """`Retention` on the store."""

    store: Store
    kind: Kind[Case]

    async def due(
        self, scope: str, now: datetime, *, after: Place | None, limit: int
    ) -> Sequence[Case | Guest]:
        """Return applications and guests that need not be kept longer, the first due first."""
        found: list[tuple[datetime, str, Case | Guest]] = []
        for kind, asked in ((self.kind, retention_listing), (GUESTS, guests_listing)):
            units = await self.store.values(kind.name, "orgunit")
            listing = asked(tuple(u for u in units if covers(scope, u)), now)
            rows = await self.store.listed(kind.name, listing, after=after, limit=limit)
            found += [(row["keep_until"], row["_id"], kind.decode(row)) for row in rows]
        # Both stand in this one order, so that one place leads on in both.
        return [value for _, _, value in sorted(found, key=itemgetter(0, 1))[:limit]]

    async def answers(self, person: str) -> tuple[str, ...]:
        """Return the keys of the stored answers of the last week that lead to a person.

        Those about a rating name the application only, and hold what staff wrote of it.
        """
        cases = self._all(self.kind.name, {"applicant": person})
        names = (person, *[row["_id"] async for row in cases])
        stored = self._all("idempotency", {})
        return tuple([row["_id"] async for row in stored if _holds(row["body"], names)])

    async def _all(self, collection: str, equals: dict[str, Scalar]) -> AsyncIterator[Document]:
        after = None
        while rows := await self.store.page(collection, equals, after=after, limit=_CHUNK):
            for row in rows:
                yield row
            after = rows[-1]["_id"]


def _holds(body: str, names: Sequence[str]) -> bool:
    return any(name in body for name in names)


def retention_listing(units: tuple[str, ...], now: datetime) -> Listing:
    """Return the question for applications that are kept long enough."""
    kept: dict[str, Choice] = {"orgunit": units, "to_forget": True}
    return Listing("keep_until", "retention", kept, until=now)


def guests_listing(units: tuple[str, ...], now: datetime) -> Listing:
    """Return the question for who was known long enough for a place or a letter."""
    return Listing("keep_until", "retention", {"orgunit": units}, until=now)
