"""Long lists in memory, in the order and within the bounds that an index would give."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from shared.storage.listing import Choice, Listing, Place
from shared.storage.ports import Document, Scalar


class Pages(Protocol):
    """A store that gives pages in the order of the keys."""

    async def page(
        self, collection: str, equals: Mapping[str, Scalar], *, after: str | None, limit: int
    ) -> list[Document]:
        """Return committed documents with equal fields."""
        ...


class MemoryLists:
    """The port `Lists` over `page`."""

    async def listed(
        self: Pages, collection: str, listing: Listing, *, after: Place | None, limit: int
    ) -> list[Document]:
        """Return the documents that follow a place, at most `limit`."""
        rows = [_untrailed(row) for row in await _all(self, collection) if _holds(listing, row)]
        rows.sort(key=lambda row: (row[listing.by], row["_id"]), reverse=listing.newest)
        return [row for row in rows if after is None or _follows(listing, row, after)][:limit]

    async def count_listed(self: Pages, collection: str, listing: Listing) -> int:
        """Count all that a listing holds."""
        return sum(1 for row in await _all(self, collection) if _holds(listing, row))

    async def count_each(
        self: Pages, collection: str, listing: Listing, field: str
    ) -> dict[str, int]:
        """Count by the values of a field."""
        rows = (row for row in await _all(self, collection) if _holds(listing, row))
        return dict(Counter(row[field] for row in rows))

    async def values(self: Pages, collection: str, field: str) -> Sequence[str]:
        """Return the different values of a field, in order."""
        return sorted({row[field] for row in await _all(self, collection)})


async def _all(store: Pages, collection: str) -> list[Document]:
    return await store.page(collection, {}, after=None, limit=10**9)


def _untrailed(row: Document) -> Document:
    return {name: value for name, value in row.items() if name != "trail"}


def _holds(listing: Listing, row: Document) -> bool:
    at = row.get(listing.by)
    return (
        all(_fits(row.get(name), value) for name, value in listing.equals.items())
        and (listing.since is None or (at is not None and at >= listing.since))
        and (listing.until is None or (at is not None and at < listing.until))
    )


def _fits(found: Any, asked: Choice) -> bool:
    return found in asked if isinstance(asked, tuple) else bool(found == asked)


def _follows(listing: Listing, row: Document, after: Place) -> bool:
    here, there = (row[listing.by], row["_id"]), (after.at, after.key)
    return here < there if listing.newest else here > there
