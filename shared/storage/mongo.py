"""The store on MongoDB. Motor is imported in this folder and nowhere else in `shared`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bson.codec_options import CodecOptions
from motor.motor_asyncio import (
    AsyncIOMotorClient,
)
from pymongo import (
    ASCENDING,
    IndexModel,
    ReadPreference,
    ReturnDocument,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.storage.mongo_agenda import MongoAgenda
from shared.storage.mongo_errors import outside_transactions, translated
from shared.storage.mongo_lists import MongoLists
from shared.storage.mongo_transaction import Database, MongoTransaction
from shared.storage.ports import (
    Document,
    Scalar,
    StoreAway,
)

__all__ = ["IndexModel", "Indexes", "MongoStore", "ensure_indexes"]

_TIMEOUT_MS = 8000

Indexes = Mapping[str, Sequence[IndexModel]]

_INBOX_DAYS = 35
_OWN_INDEXES: Indexes = {
    "timers": [IndexModel([("kind", ASCENDING), ("due_at", ASCENDING)])],
    "lanes": [IndexModel("retry_at")],
    "ledger": [
        IndexModel([("lane", ASCENDING), ("turn", ASCENDING)]),
        *(
            IndexModel([(field, ASCENDING), ("_id", ASCENDING)])
            for field in ("fate", "code", "source", "event_type", "topic")
        ),
    ],
    "register": [IndexModel([("generation", ASCENDING), ("type", ASCENDING), ("_id", ASCENDING)])],
    "idempotency": [IndexModel("at", expireAfterSeconds=7 * 86_400)],
    # Longer than any topic is kept, so that no replay can outlive the memory of what was handled.
    "inbox": [IndexModel("at", expireAfterSeconds=_INBOX_DAYS * 86_400)],
}


def connect(url: str) -> AsyncIOMotorClient[Document]:
    """Return a client; no connection is made before the first operation."""
    return AsyncIOMotorClient(
        url,
        tz_aware=True,
        serverSelectionTimeoutMS=2000,
        timeoutMS=_TIMEOUT_MS,
        retryWrites=True,
        w="majority",
    )


class MongoStore(MongoAgenda, MongoLists):
    """One service's own database on a replica set."""

    def __init__(self, client: AsyncIOMotorClient[Document], database: str) -> None:
        self._client = client
        self.database: Database = client.get_database(
            database,
            codec_options=CodecOptions(tz_aware=True, tzinfo=UTC),
            write_concern=WriteConcern("majority", j=True),
            read_concern=ReadConcern("majority"),
            read_preference=ReadPreference.PRIMARY,
        )

    async def begin(self) -> MongoTransaction:
        """Start a transaction; the server hears of it with the first write."""
        return MongoTransaction(self._client, self.database)

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        """Return committed documents by key."""
        with outside_transactions():
            cursor = self.database[collection].find({"_id": {"$in": list(keys)}})
            return {d["_id"]: d for d in await cursor.to_list(length=None)}

    async def page(
        self, collection: str, equals: Mapping[str, Scalar], *, after: str | None, limit: int
    ) -> list[Document]:
        """Return committed documents with equal fields, keys after `after`, in key order."""
        criteria: Document = dict(equals)
        if after is not None:
            criteria["_id"] = {"$gt": after}
        with outside_transactions():
            cursor = self.database[collection].find(criteria).sort("_id", ASCENDING).limit(limit)
            return await cursor.to_list(length=None)

    async def earliest(self, collection: str, field: str, limit: int) -> list[Document]:
        """Return the first documents by an indexed field, from one snapshot.

        Without the snapshot a row that commits behind the cursor could be missed while a later
        one is seen, and the relay would send a later version first. While a collection is
        being made there is no snapshot of it yet: that is "away", to be asked again.
        """
        with outside_transactions():
            async with await self._client.start_session(snapshot=True) as session:
                rows = self.database[collection].with_options(read_concern=ReadConcern("snapshot"))
                cursor = rows.find({}, session=session).sort(field, ASCENDING).limit(limit)
                return await cursor.to_list(length=None)

    async def remove(self, collection: str, keys: Sequence[str]) -> None:
        """Remove documents without a guard."""
        with outside_transactions():
            await self.database[collection].delete_many({"_id": {"$in": list(keys)}})

    async def count(self, collection: str, equals: Mapping[str, Scalar]) -> int:
        """Count committed documents."""
        with outside_transactions():
            return await self.database[collection].count_documents(dict(equals))

    async def lease(self, name: str, owner: str, ttl_ms: int) -> int | None:
        """Take or renew a lease by the server's clock; return its epoch, or None when held."""
        free = {
            "$or": [
                {"$eq": ["$owner", owner]},
                {"$lt": [{"$ifNull": ["$until", datetime(1970, 1, 1, tzinfo=UTC)]}, "$$NOW"]},
            ]
        }
        risen = {"$add": [{"$ifNull": ["$epoch", 0]}, 1]}
        changed = {"$and": [free, {"$ne": ["$owner", owner]}]}
        pipeline = [
            {
                "$set": {
                    "epoch": {"$cond": [changed, risen, "$epoch"]},
                    "until": {"$cond": [free, {"$add": ["$$NOW", ttl_ms]}, "$until"]},
                    "owner": {"$cond": [free, owner, "$owner"]},
                }
            }
        ]
        with outside_transactions():
            held = await self.database["leases"].find_one_and_update(
                {"_id": name}, pipeline, upsert=True, return_document=ReturnDocument.AFTER
            )
        return int(held["epoch"]) if held and held["owner"] == owner else None

    async def ping(self) -> None:
        """Return when there is a primary that answers."""
        hello = await self.hello()
        if not hello.get("isWritablePrimary"):
            raise StoreAway("the replica set has no primary")


async def ensure_indexes(store: MongoStore, indexes: Indexes, *, forgets: bool = True) -> None:
    """Create the indexes of each collection (`IndexModel`s); existing ones are left alone.

    With `forgets` False nothing expires: where the service's clock is not the real one, the
    server would take its rows for old.
    """
    with translated():
        for collection, models in {**_OWN_INDEXES, **indexes}.items():
            kept = [m for m in models if forgets or "expireAfterSeconds" not in m.document]
            if kept:
                await store.database[collection].create_indexes(kept)
