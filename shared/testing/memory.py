"""The store in memory: the same promises as MongoDB's, shown by the same contract suite."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import bson

from shared.clock import Clock
from shared.storage.agenda import DueCount
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
from shared.testing.clock import SetClock
from shared.testing.memory_lists import MemoryLists

_OPTIONS: bson.CodecOptions[Document] = bson.CodecOptions(tz_aware=True)
_LARGEST = 16 * 1024 * 1024
Rows = dict[str, dict[str, bytes]]


def _load(raw: bytes) -> Document:
    return bson.decode(raw, codec_options=_OPTIONS)


def _dump(document: Document) -> bytes:
    try:
        raw = bson.encode(document)
    except (bson.errors.InvalidDocument, OverflowError, UnicodeEncodeError) as error:
        raise Poison("the document cannot be stored") from error
    if len(raw) > _LARGEST:
        raise Poison("the document is too large")
    return raw


def _matches(document: Document, equals: Mapping[str, Scalar]) -> bool:
    return all(_field(document, path) == value for path, value in equals.items())


def _field(document: Document, path: str) -> Any:
    value: Any = document
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


@dataclass
class _Lease:
    owner: str
    epoch: int
    until_ms: float


class MemoryStore(MemoryLists):
    """Documents as BSON bytes, so that nothing is shared and types narrow as they do in MongoDB.

    `away` makes every operation raise `StoreAway`.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.rows: Rows = {}
        self.away = False
        self._clock = clock or SetClock()
        self._leases: dict[str, _Lease] = {}

    async def begin(self) -> "MemoryTransaction":
        """Start a transaction."""
        self._reach()
        return MemoryTransaction(self)

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        """Return committed documents by key."""
        self._reach()
        rows = self.rows.get(collection, {})
        return {key: _load(rows[key]) for key in keys if key in rows}

    async def page(
        self, collection: str, equals: Mapping[str, Scalar], *, after: str | None, limit: int
    ) -> list[Document]:
        """Return committed documents with equal fields, keys after `after`, in key order."""
        self._reach()
        rows = sorted(self.rows.get(collection, {}).items())
        documents = [_load(raw) for key, raw in rows if after is None or key > after]
        return [d for d in documents if _matches(d, equals)][:limit]

    async def earliest(self, collection: str, field: str, limit: int) -> list[Document]:
        """Return the first documents by a field."""
        documents = await self.page(collection, {}, after=None, limit=len(self.rows) + 10**9)
        return sorted(documents, key=lambda d: d[field])[:limit]

    async def remove(self, collection: str, keys: Sequence[str]) -> None:
        """Remove documents without a guard."""
        self._reach()
        for key in keys:
            self.rows.get(collection, {}).pop(key, None)

    async def count(self, collection: str, equals: Mapping[str, Scalar]) -> int:
        """Count committed documents."""
        return len(await self.page(collection, equals, after=None, limit=10**9))

    async def lease(self, name: str, owner: str, ttl_ms: int) -> int | None:
        """Take or renew a lease by the store's clock."""
        self._reach()
        now = self._clock.now().timestamp() * 1000
        held = self._leases.get(name)
        if held is not None and held.owner != owner and held.until_ms >= now:
            return None
        epoch = held.epoch if held and held.owner == owner else (held.epoch if held else 0) + 1
        self._leases[name] = _Lease(owner, epoch, now + ttl_ms)
        return epoch

    async def now(self) -> datetime:
        """Return the store's time."""
        self._reach()
        return self._clock.now()

    async def due(
        self, collection: str, kind: str, until: datetime | None, limit: int
    ) -> list[Document]:
        """Return the first committed rows of a kind that are due by `until`, earliest first."""
        rows = await self.page(collection, {"kind": kind}, after=None, limit=10**9)
        due = [row for row in rows if until is None or row["due_at"] <= until]
        return sorted(due, key=lambda row: row["due_at"])[:limit]

    async def count_due(self, collection: str, until: datetime, limit: int) -> int:
        """Count the committed rows that are due by `until`, and stop at `limit`."""
        rows = await self.page(collection, {}, after=None, limit=10**9)
        return min(sum(1 for row in rows if row["due_at"] <= until), limit)

    async def due_by_hour(self, collection: str, before: datetime) -> list[DueCount]:
        """Count the committed rows due before an instant, by hour and kind."""
        rows = await self.page(collection, {}, after=None, limit=10**9)
        due = [row for row in rows if row["due_at"] < before]
        found = Counter((_hour(row["due_at"]), row["kind"]) for row in due)
        return [DueCount(hour, kind, n) for (hour, kind), n in sorted(found.items())]

    async def estimate(self, collection: str) -> int:
        """Return how many documents there are."""
        return await self.count(collection, {})

    async def ping(self) -> None:
        """Return when the store answers."""
        self._reach()

    def apply(self, writes: Mapping[str, Sequence[Write]]) -> None:
        """Check every guard, then write everything; raise `Conflict` and write nothing."""
        self._reach()
        for collection, some in writes.items():
            for write in some:
                self._guard(collection, write.key, write.expected)
        for collection, some in writes.items():
            for write in some:
                self._put(collection, write)

    def adopt(self, rows: Rows, guards: Mapping[tuple[str, str], int]) -> None:
        """Check every guard, then take over those documents, or their absence, as they are."""
        self._reach()
        for (collection, key), expected in guards.items():
            self._guard(collection, key, expected)
        for collection, key in guards:
            raw = rows[collection].get(key)
            if raw is None:
                self.rows.get(collection, {}).pop(key, None)
            else:
                self.rows.setdefault(collection, {})[key] = raw

    def _guard(self, collection: str, key: str, expected: int) -> None:
        if expected == BLIND:
            return
        raw = self.rows.get(collection, {}).get(key)
        version = 0 if raw is None else _load(raw)["version"]
        if version != expected:
            raise Conflict(f"{collection}/{key}")

    def _put(self, collection: str, write: Write) -> None:
        rows = self.rows.setdefault(collection, {})
        if write.document is None:
            rows.pop(write.key, None)
        else:
            rows[write.key] = _dump(write.document)

    def _reach(self) -> None:
        if self.away:
            raise StoreAway("switched off by a test")


class MemoryTransaction:
    """Collects writes; the guards are checked when they arrive and again at the commit."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._guards: dict[tuple[str, str], int] = {}
        self._snapshot: MemoryStore | None = None

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        """Return documents by key; after the first write, this transaction's own view."""
        return await (self._snapshot or self._store).load(collection, keys)

    async def where(
        self, collection: str, equals: Mapping[str, Scalar], limit: int
    ) -> list[Document]:
        """Return documents with equal fields, by key."""
        return await (self._snapshot or self._store).page(
            collection, equals, after=None, limit=limit
        )

    async def write(self, changes: Changes) -> None:
        """Write into this transaction's own view."""
        if self._snapshot is None:
            self._snapshot = MemoryStore()
            self._snapshot.rows = {name: dict(rows) for name, rows in self._store.rows.items()}
        self._snapshot.away = self._store.away
        self._snapshot.apply(changes.writes)
        for collection, writes in changes.writes.items():
            for write in writes:
                self._guards.setdefault((collection, write.key), write.expected)

    async def commit(self) -> None:
        """Apply everything at once, or raise `Conflict` and apply nothing."""
        if self._snapshot is not None:
            self._store.adopt(self._snapshot.rows, self._guards)

    async def abort(self) -> None:
        """Forget the writes."""
        self._snapshot = None
