"""The identity map that the messages of one batch share."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar, cast

from shared.events.base import AnyEnvelope
from shared.storage.kinds import INBOX, Kind
from shared.storage.ports import Changes, Document, Scalar, Transaction, Versioned, Write

A = TypeVar("A", bound=Versioned)
Key = tuple[str, str]
Trail = tuple[tuple[int, tuple[str, ...]], ...]
Counted = tuple[str, dict[str, str]]
Wanted = Mapping[Kind[Any], Iterable[str]]
Query = tuple[str, frozenset[tuple[str, Scalar]]]


@dataclass
class Entry:
    """One key of the identity map.

    `stored` is the version in the store (0: none, BLIND: not looked at), `stamp` the causal time
    under which this unit has written it, `changed` whether the store lacks the present value,
    `trail` the fields that each of the last versions changed.
    """

    kind: Kind[Any]
    stored: int
    value: Versioned | None
    stamp: int = 0
    changed: bool = False
    trail: Trail = ()

    @property
    def passing(self) -> bool:
        """Whether it was made and removed within this unit, so that the store never hears of it."""
        return self.value is None and self.stored == 0


class Unit:
    """The identity map of one transaction, shared by the messages of a batch.

    `foresee` names what the messages that wait will ask for, so that one round trip serves all.
    """

    def __init__(self, service: str, transaction: Transaction, now_ms: int) -> None:
        self.service = service
        self.entries: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
        self.events: list[AnyEnvelope] = []
        self.counted: list[Counted] = []
        self.timers: list[datetime] = []
        self.heard: dict[str, str] = {}
        self.foresee: Callable[[], Wanted] = dict
        self._inserts: list[Write] = []
        self._empty: dict[str, bool] = {}
        self._asked: dict[Query, int] = {}
        self._highest = now_ms
        self._has_written = False
        self._transaction = transaction

    @property
    def stamp(self) -> int:
        """A hybrid logical time after that of everything touched.

        It orders the outbox: a later version of an aggregate always sorts later, whichever
        replica wrote it and whatever its clock says.
        """
        return self._highest + 1

    def knows(self, kind: Kind[Any], key: str) -> bool:
        """Tell whether a read of this key needs no question to the store."""
        return key in self.entries[kind.name] or self._empty.get(kind.name, False)

    def answered(self, kind: Kind[Any], equals: Mapping[str, Scalar]) -> int | None:
        """Return how many rows answered a query that needs no question any more; else None."""
        return self._asked.get(_query(kind, equals))

    async def load(self, kind: Kind[Any], *keys: str) -> None:
        """Fetch keys, and what is foreseen beside them, in one round trip for each kind."""
        if kind.sparse and await self._is_empty(kind):
            return
        wanted = {known: [*foreseen] for known, foreseen in self.foresee().items()}
        wanted.setdefault(kind, []).extend(keys)
        await self.fetch(wanted)

    async def begin(self, inbox: Sequence[str], needs: Wanted) -> None:
        """Fetch which messages were handled before, and what they need, all at the same time."""
        await self._together(chain([self._recall(inbox)], self._fetching(needs)))

    async def fetch(self, wanted: Wanted) -> None:
        """Fetch keys that are not in the map yet, in one round trip for each kind."""
        await self._together(self._fetching(wanted))

    async def has_heard(self, inbox: Iterable[str]) -> bool:
        """Tell whether any of these messages is in the inbox by now."""
        return bool(await self._transaction.load(INBOX.name, list(inbox)))

    def remember(self, inbox: str, place: str, now: datetime) -> None:
        """Stage the inbox row of a message that was handled."""
        self.heard[inbox] = place
        row = {"_id": inbox, "version": 1, "place": place, "at": now}
        self._inserts.append(Write(inbox, row, 0))

    async def where(self, kind: Kind[A], equals: Mapping[str, Scalar], limit: int) -> list[A]:
        """Query by equal fields: the store is asked once, then the map knows all that fits."""
        if self.answered(kind, equals) is None:
            count = await self._ask(kind, equals, limit)
            if count == limit:
                # There may be more than was asked for, so the store must see what changed here.
                await self.flush()
                await self._ask(kind, equals, limit)
            else:
                self._asked[_query(kind, equals)] = count
        fitting = [
            entry.value
            for entry in self.entries[kind.name].values()
            if entry.value is not None and _fits(entry.value, equals)
        ]
        return cast("list[A]", sorted(fitting, key=_id)[:limit])

    async def flush(self, *, final: bool = False) -> None:
        """Write what differs from the store into the open transaction.

        The final flush also lifts what was written earlier to the final stamp, so that a later
        writer of those documents sorts after this unit's events.
        """
        stamp = self.stamp
        chosen = [
            (name, key, entry)
            for name, entries in self.entries.items()
            for key, entry in entries.items()
            if (entry.changed and not entry.passing) or (final and 0 < entry.stamp < stamp)
        ]
        writes: dict[str, list[Write]] = {}
        for name, key, entry in chosen:
            writes.setdefault(name, []).append(Write(key, _stamped(entry, stamp), entry.stored))
        if final and self._inserts:
            writes[INBOX.name] = self._inserts
        if writes:
            self._has_written = True
            await self._transaction.write(Changes(writes))
        for _, _, entry in chosen:
            entry.stored = 0 if entry.value is None else entry.value.version
            entry.stamp = 0 if entry.value is None else stamp
            entry.changed = False

    async def _recall(self, inbox: Sequence[str]) -> None:
        if inbox:
            rows = await self._transaction.load(INBOX.name, list(dict.fromkeys(inbox)))
            self.heard |= {key: row["place"] for key, row in rows.items()}

    def _fetching(self, wanted: Wanted) -> Iterator[Coroutine[Any, Any, None]]:
        for kind, keys in wanted.items():
            missing = [key for key in dict.fromkeys(keys) if not self.knows(kind, key)]
            if missing:
                yield self._fetch_of(kind, missing)

    async def _fetch_of(self, kind: Kind[Any], keys: Sequence[str]) -> None:
        if kind.sparse and await self._is_empty(kind):
            return
        found = await self._transaction.load(kind.name, keys)
        for key in keys:
            self._admit(kind, key, found.get(key))

    async def _together(self, reads: Iterable[Coroutine[Any, Any, None]]) -> None:
        # What has written reads within its session, which takes one question at a time.
        if not self._has_written:
            await asyncio.gather(*reads)
            return
        for read in reads:
            await read

    async def _ask(self, kind: Kind[Any], equals: Mapping[str, Scalar], limit: int) -> int:
        documents = await self._transaction.where(kind.name, equals, limit)
        for document in documents:
            if document["_id"] not in self.entries[kind.name]:
                self._admit(kind, document["_id"], document)
        return len(documents)

    async def _is_empty(self, kind: Kind[Any]) -> bool:
        # A kind that nearly never holds anything is asked for one row, not for a thousand keys.
        if kind.name not in self._empty:
            self._empty[kind.name] = not await self._transaction.where(kind.name, {}, 1)
        return self._empty[kind.name]

    def _admit(self, kind: Kind[Any], key: str, document: Document | None) -> None:
        if document is None:
            self.entries[kind.name][key] = Entry(kind, 0, None)
            return
        self._highest = max(self._highest, document["hlc"])
        trail = tuple((version, tuple(fields)) for version, fields in document.get("trail", ()))
        value = kind.decode(document)
        self.entries[kind.name][key] = Entry(kind, document["version"], value, trail=trail)


def _query(kind: Kind[Any], equals: Mapping[str, Scalar]) -> Query:
    return kind.name, frozenset(equals.items())


def _fits(value: Versioned, equals: Mapping[str, Scalar]) -> bool:
    return all(getattr(value, name) == wanted for name, wanted in equals.items())


def _id(value: Versioned) -> str:
    return value.id


def _stamped(entry: Entry, stamp: int) -> Document | None:
    if entry.value is None:
        return None
    document = {**entry.kind.encode(entry.value), "hlc": stamp}
    return {**document, "trail": entry.trail} if entry.kind.keeps_trail else document
