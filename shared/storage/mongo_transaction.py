"""One transaction on MongoDB, begun with its first write."""

import asyncio
from collections.abc import Mapping, Sequence

from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorDatabase,
)
from pymongo import ASCENDING, DeleteOne, InsertOne, ReplaceOne
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.storage.mongo_errors import translated
from shared.storage.ports import BLIND, Changes, Conflict, Document, Scalar, StoreAway, Write

Database = AsyncIOMotorDatabase[Document]

_COMMIT_TRIES = 5


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
