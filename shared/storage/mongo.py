"""The store on MongoDB. Motor is imported here and in no other module of `shared`."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime

from bson.codec_options import CodecOptions
from bson.errors import InvalidDocument
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorDatabase,
)
from pymongo import (
    ASCENDING,
    DeleteOne,
    IndexModel,
    InsertOne,
    ReadPreference,
    ReplaceOne,
    ReturnDocument,
)
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DocumentTooLarge,
    OperationFailure,
    PyMongoError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.storage.ports import (
    BLIND,
    Changes,
    Conflict,
    Document,
    Poison,
    Scalar,
    StoreAway,
    Write,
)

_DUPLICATE_KEY = 11000
_RETRYABLE = {24, 112, 246, 251}  # lock timeout, write conflict, snapshot gone, no such transaction
_TIMEOUT_MS = 8000
_COMMIT_TRIES = 5

Database = AsyncIOMotorDatabase[Document]
Indexes = Mapping[str, Sequence[IndexModel]]

_INBOX_DAYS = 35
_OWN_INDEXES: Indexes = {
    "timers": [IndexModel("due_at")],
    "ledger": [IndexModel("fate")],
    # Longer than any topic is kept, so that no replay can outlive the memory of what was handled.
    "idempotency": [IndexModel("at", expireAfterSeconds=7 * 86_400)],
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


class MongoStore:
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

    async def begin(self) -> "MongoTransaction":
        """Start a transaction; the server hears of it with the first write."""
        return MongoTransaction(self._client, self.database)

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        """Return committed documents by key."""
        with translated():
            cursor = self.database[collection].find({"_id": {"$in": list(keys)}})
            return {d["_id"]: d for d in await cursor.to_list(length=None)}

    async def page(
        self, collection: str, equals: Mapping[str, Scalar], *, after: str | None, limit: int
    ) -> list[Document]:
        """Return committed documents with equal fields, keys after `after`, in key order."""
        criteria: Document = dict(equals)
        if after is not None:
            criteria["_id"] = {"$gt": after}
        with translated():
            cursor = self.database[collection].find(criteria).sort("_id", ASCENDING).limit(limit)
            return await cursor.to_list(length=None)

    async def earliest(self, collection: str, field: str, limit: int) -> list[Document]:
        """Return the first documents by an indexed field, from one snapshot.

        Without the snapshot a row that commits behind the cursor could be missed while a later
        one is seen, and the relay would send a later version first.
        """
        with translated():
            async with await self._client.start_session(snapshot=True) as session:
                rows = self.database[collection].with_options(read_concern=ReadConcern("snapshot"))
                cursor = rows.find({}, session=session).sort(field, ASCENDING).limit(limit)
                return await cursor.to_list(length=None)

    async def remove(self, collection: str, keys: Sequence[str]) -> None:
        """Remove documents without a guard."""
        with translated():
            await self.database[collection].delete_many({"_id": {"$in": list(keys)}})

    async def count(self, collection: str, equals: Mapping[str, Scalar]) -> int:
        """Count committed documents."""
        with translated():
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
        with translated():
            held = await self.database["leases"].find_one_and_update(
                {"_id": name}, pipeline, upsert=True, return_document=ReturnDocument.AFTER
            )
        return int(held["epoch"]) if held and held["owner"] == owner else None

    async def ping(self) -> None:
        """Return when there is a primary that answers."""
        with translated():
            hello = await self._client.admin.command("hello")
        if not hello.get("isWritablePrimary"):
            raise StoreAway("the replica set has no primary")


class MongoTransaction:
    """Reads go past the transaction until it has written; compare-and-set guards what they saw."""

    def __init__(self, client: AsyncIOMotorClient[Document], database: Database) -> None:
        self._client = client
        self._database = database
        self._session: AsyncIOMotorClientSession | None = None

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        """Return the documents found, by key."""
        with translated():
            found = self._database[collection].find(
                {"_id": {"$in": list(keys)}}, session=self._session
            )
            return {d["_id"]: d for d in await found.to_list(length=None)}

    async def where(
        self, collection: str, equals: Mapping[str, Scalar], limit: int
    ) -> list[Document]:
        """Return documents with equal fields, by key."""
        with translated():
            found = self._database[collection].find(dict(equals), session=self._session)
            return await found.sort("_id", ASCENDING).limit(limit).to_list(length=None)

    async def write(self, changes: Changes) -> None:
        """Write guarded changes in one bulk a collection."""
        with translated():
            session = await self._begun()
            for collection, writes in changes.writes.items():
                result = await self._database[collection].bulk_write(
                    [_operation(write) for write in writes], ordered=False, session=session
                )
                guarded = [w for w in writes if w.expected > 0]
                removed = sum(1 for w in guarded if w.document is None)
                if result.deleted_count < removed or result.matched_count < len(guarded) - removed:
                    raise Conflict(collection)

    async def commit(self) -> None:
        """Commit on a majority; an unknown outcome is asked again before it is given up."""
        if self._session is None:
            return
        session = self._session
        for _ in range(_COMMIT_TRIES):
            try:
                with translated():
                    await session.commit_transaction()
            except StoreAway:
                await asyncio.sleep(0.1)
                continue
            await self._end()
            return
        raise StoreAway("the outcome of a commit is unknown")

    async def abort(self) -> None:
        """Leave no trace; a server that is away aborts by its own time limit."""
        if self._session is None:
            return
        try:
            if self._session.in_transaction:  # type: ignore[truthy-function]
                await self._session.abort_transaction()
        except PyMongoError:
            pass
        finally:
            await self._end()

    async def _begun(self) -> AsyncIOMotorClientSession:
        if self._session is None:
            self._session = await self._client.start_session()
            self._session.start_transaction(
                read_concern=ReadConcern("snapshot"), write_concern=WriteConcern("majority")
            )
        return self._session

    async def _end(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.end_session()


def _operation(write: Write) -> InsertOne[Document] | ReplaceOne[Document] | DeleteOne:
    guard: Document = {"_id": write.key}
    if write.expected > 0:
        guard["version"] = write.expected
    if write.document is None:
        return DeleteOne(guard)
    if write.expected == 0:
        return InsertOne(write.document)
    return ReplaceOne(guard, write.document, upsert=write.expected == BLIND)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into the store's three: conflict, away, poison."""
    try:
        yield
    except BulkWriteError as error:
        codes = {e.get("code") for e in error.details.get("writeErrors", ())}
        if codes <= _RETRYABLE | {_DUPLICATE_KEY}:
            raise Conflict(str(codes)) from error
        raise Poison(f"the store refuses a document (codes {codes})") from error
    except (DocumentTooLarge, InvalidDocument, OverflowError) as error:
        raise Poison("the document is too large or cannot be stored") from error
    except ConnectionFailure as error:
        raise StoreAway(type(error).__name__) from error
    except OperationFailure as error:
        raise _meaning(error) from error
    except PyMongoError as error:
        raise StoreAway(type(error).__name__) from error


def _meaning(error: OperationFailure) -> Exception:
    if error.code in _RETRYABLE or error.code == _DUPLICATE_KEY:
        return Conflict(str(error.code))
    if error.has_error_label("UnknownTransactionCommitResult") or error.timeout:
        return StoreAway(str(error.code))
    if error.has_error_label("TransientTransactionError"):
        return Conflict(str(error.code))
    if error.has_error_label("RetryableWriteError"):
        return StoreAway(str(error.code))
    return Poison(f"the store refuses this (code {error.code})")


@asynccontextmanager
async def opened(url: str, database: str) -> AsyncIterator[MongoStore]:
    """Open a store for the life of a service."""
    client = connect(url)
    try:
        yield MongoStore(client, database)
    finally:
        client.close()


async def ensure_indexes(store: MongoStore, indexes: Indexes) -> None:
    """Create the indexes of each collection (`IndexModel`s); existing ones are left alone."""
    with translated():
        for collection, models in {**_OWN_INDEXES, **indexes}.items():
            await store.database[collection].create_indexes(list(models))
