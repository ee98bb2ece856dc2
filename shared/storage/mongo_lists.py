"""Long lists on MongoDB: each is a walk along the one index that it names."""

from collections.abc import Sequence
from typing import Any

from shared.storage.listing import Listing, Place
from shared.storage.mongo_errors import outside_transactions
from shared.storage.mongo_transaction import Database
from shared.storage.ports import Document


class MongoLists:
    """The port `Lists` over one database."""

    database: Database

    async def listed(
        self, collection: str, listing: Listing, *, after: Place | None, limit: int
    ) -> list[Document]:
        """Return the documents that follow a place, at most `limit`."""
        asked = find_command(collection, listing, after, limit)
        with outside_transactions():
            found = self.database[collection].find(asked["filter"], asked["projection"])
            cursor = found.hint(asked["hint"])
            return await cursor.sort([*asked["sort"].items()]).limit(limit).to_list(length=None)

    async def count_listed(self, collection: str, listing: Listing) -> int:
        """Count all that a listing holds, from its index alone."""
        with outside_transactions():
            return await self.database[collection].count_documents(
                criteria(listing, None), hint=listing.index
            )

    async def count_each(self, collection: str, listing: Listing, field: str) -> dict[str, int]:
        """Count by the values of a field, in one walk along the index."""
        asked = count_command(collection, listing, field)
        with outside_transactions():
            found = self.database[collection].aggregate(asked["pipeline"], hint=asked["hint"])
            return {row["_id"]: row["count"] for row in await found.to_list(length=None)}

    async def values(self, collection: str, field: str) -> Sequence[str]:
        """Return the different values of a field that begins an index, in order."""
        with outside_transactions():
            return sorted(await self.database[collection].distinct(field))


def find_command(
    collection: str, listing: Listing, after: Place | None, limit: int
) -> dict[str, Any]:
    """Return the server's command for a page, so that a test can have the very plan explained."""
    way = -1 if listing.newest else 1
    return {
        "find": collection,
        "filter": criteria(listing, after),
        "projection": {"trail": 0},
        "sort": {listing.by: way, "_id": way},
        "limit": limit,
        "hint": listing.index,
    }


def count_command(collection: str, listing: Listing, field: str) -> dict[str, Any]:
    """Return the server's command for counts by a field, to be explained like a page's."""
    grouped = {"$group": {"_id": f"${field}", "count": {"$sum": 1}}}
    return {
        "aggregate": collection,
        "pipeline": [{"$match": criteria(listing, None)}, grouped],
        "cursor": {},
        "hint": listing.index,
    }


def criteria(listing: Listing, after: Place | None) -> Document:
    """Return the filter of a listing from a place on."""
    equals: Document = {
        name: {"$in": list(value)} if isinstance(value, tuple) else value
        for name, value in listing.equals.items()
    }
    bounds = {"$gte": listing.since, "$lt": listing.until}
    span: Document = {name: at for name, at in bounds.items() if at is not None}
    passed: Document = {}
    if after is not None:
        # The bound keeps the walk short; what it passed at that very instant is left out by key.
        # An $or would say the same, and let the server take the index twice and sort.
        span["$lte" if listing.newest else "$gte"] = after.at
        beside = {"$gte" if listing.newest else "$lte": after.key}
        passed = {"$nor": [{listing.by: after.at, "_id": beside}]}
    return {**equals, **({listing.by: span} if span else {}), **passed}
