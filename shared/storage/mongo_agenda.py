"""What falls due, on MongoDB: each question is a range of the index on kind and due_at."""

from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING

from shared.storage.agenda import DueCount
from shared.storage.mongo_errors import outside_transactions
from shared.storage.mongo_transaction import Database
from shared.storage.ports import Document


class MongoAgenda:
    """The port `Agenda` over one database."""

    database: Database

    async def hello(self) -> dict[str, Any]:
        """Return what the primary says of itself."""
        with outside_transactions():
            said: dict[str, Any] = await self.database.client.admin.command("hello")
        return said

    async def now(self) -> datetime:
        """Return the primary's time, in milliseconds."""
        local: datetime = (await self.hello())["localTime"]
        return local.astimezone(UTC)

    async def due(
        self, collection: str, kind: str, until: datetime | None, limit: int
    ) -> list[Document]:
        """Return the first committed rows of a kind that are due by `until`, earliest first."""
        asked: Document = {"kind": kind}
        if until is not None:
            asked["due_at"] = {"$lte": until}
        with outside_transactions():
            cursor = self.database[collection].find(asked).sort("due_at", ASCENDING).limit(limit)
            return await cursor.to_list(length=None)

    async def count_due(self, collection: str, until: datetime, limit: int) -> int:
        """Count the committed rows that are due by `until`, and stop at `limit`."""
        asked = await self._range(collection, {"$lte": until})
        with outside_transactions():
            return await self.database[collection].count_documents(asked, limit=limit)

    async def due_by_hour(self, collection: str, before: datetime) -> list[DueCount]:
        """Count the committed rows due before an instant, by hour and kind, from the index."""
        hour = {"$dateTrunc": {"date": "$due_at", "unit": "hour"}}
        pipeline = [
            {"$match": await self._range(collection, {"$lt": before})},
            {"$group": {"_id": {"kind": "$kind", "hour": hour}, "count": {"$sum": 1}}},
            {"$sort": {"_id.hour": ASCENDING, "_id.kind": ASCENDING}},
        ]
        with outside_transactions():
            rows = await self.database[collection].aggregate(pipeline).to_list(length=None)
        return [DueCount(r["_id"]["hour"], r["_id"]["kind"], r["count"]) for r in rows]

    async def estimate(self, collection: str) -> int:
        """Return the number that the collection's own bookkeeping holds."""
        with outside_transactions():
            return await self.database[collection].estimated_document_count()

    async def _range(self, collection: str, due_at: dict[str, datetime]) -> Document:
        # The index begins with the kind: to name all of them keeps the search inside it.
        with outside_transactions():
            kinds = await self.database[collection].distinct("kind")
        return {"kind": {"$in": kinds}, "due_at": due_at}
