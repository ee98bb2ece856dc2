"""What one message sees: a stage over the identity map of its batch."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter

from shared.events.base import AnyEnvelope, EventData, envelope_of, source_of
from shared.ids import derive
from shared.storage.ports import (
    BLIND,
    Cause,
    Changes,
    Document,
    Repository,
    Scalar,
    Transaction,
    Versioned,
    Write,
)
from shared.values import NotFound

A = TypeVar("A", bound=Versioned)
Key = tuple[str, str]


@dataclass(frozen=True)
class Kind(Generic[A]):
    """A collection and the frozen dataclass it holds; `announced` kinds owe an event a version."""

    name: str
    value: type[A]
    announced: bool = True

    @cached_property
    def adapter(self) -> TypeAdapter[A]:
        """The mapping between the dataclass and its document."""
        return TypeAdapter(self.value)

    def decode(self, document: Document) -> A:
        """Turn a stored document into the value."""
        return self.adapter.validate_python({**document, "id": document["_id"]})

    def encode(self, value: A) -> Document:
        """Turn a value into its document."""
        document = cast("Document", self.adapter.dump_python(value))
        return {"_id": document.pop("id"), **document}


@dataclass(frozen=True)
class Timer:
    """One instant at which a use case is due; id is ``<kind>:<subject>``."""

    id: str
    version: int
    kind: str
    subject: str
    due_at: datetime
    cause: str
    correlation: str
    orgunit: str


TIMERS = Kind("timers", Timer, announced=False)


@dataclass
class Entry:
    """One key of the identity map.

    `stored` is the version in the store (0: none, BLIND: not looked at), `stamp` the causal time
    under which this unit has written it, `changed` whether the store lacks the present value.
    """

    kind: Kind[Any]
    stored: int
    value: Versioned | None
    stamp: int = 0
    changed: bool = False


class Unit:
    """The identity map of one transaction, shared by the messages of a batch."""

    def __init__(self, service: str, transaction: Transaction, now_ms: int) -> None:
        self.service = service
        self.entries: dict[Key, Entry] = {}
        self.events: list[AnyEnvelope] = []
        self._highest = now_ms
        self._transaction = transaction

    @property
    def stamp(self) -> int:
        """A hybrid logical time after that of everything touched.

        It orders the outbox: a later version of an aggregate always sorts later, whichever
        replica wrote it and whatever its clock says.
        """
        return self._highest + 1

    async def load(self, kind: Kind[Any], keys: Iterable[str]) -> None:
        """Fetch the keys that are not in the map yet, in one round trip."""
        missing = [key for key in dict.fromkeys(keys) if (kind.name, key) not in self.entries]
        if not missing:
            return
        found = await self._transaction.load(kind.name, missing)
        for key in missing:
            self._admit(kind, key, found.get(key))

    async def where(self, kind: Kind[A], equals: dict[str, Scalar], limit: int) -> list[A]:
        """Query by equal fields; what the batch changed so far is written first."""
        await self.flush()
        documents = await self._transaction.where(kind.name, equals, limit)
        for document in documents:
            if (kind.name, document["_id"]) not in self.entries:
                self._admit(kind, document["_id"], document)
        values = (self.entries[kind.name, document["_id"]].value for document in documents)
        return [cast("A", value) for value in values if value is not None]

    async def flush(self, *, final: bool = False) -> None:
        """Write what differs from the store into the open transaction.

        The final flush also lifts what was written earlier to the final stamp, so that a later
        writer of those documents sorts after this unit's events.
        """
        stamp = self.stamp
        chosen = {
            k: e for k, e in self.entries.items() if e.changed or (final and 0 < e.stamp < stamp)
        }
        writes: dict[str, list[Write]] = {}
        for (name, key), entry in chosen.items():
            writes.setdefault(name, []).append(Write(key, _stamped(entry, stamp), entry.stored))
        if writes:
            await self._transaction.write(Changes(writes))
        for entry in chosen.values():
            entry.stored = 0 if entry.value is None else entry.value.version
            entry.stamp = 0 if entry.value is None else stamp
            entry.changed = False

    def _admit(self, kind: Kind[Any], key: str, document: Document | None) -> None:
        if document is None:
            self.entries[kind.name, key] = Entry(kind, 0, None)
            return
        self._highest = max(self._highest, document["hlc"])
        self.entries[kind.name, key] = Entry(kind, document["version"], kind.decode(document))


def _stamped(entry: Entry, stamp: int) -> Document | None:
    return None if entry.value is None else {**entry.kind.encode(entry.value), "hlc": stamp}


class Stage:
    """One message's view and changes; merged into the unit only when its use case returns."""

    def __init__(self, unit: Unit, cause: Cause, now: datetime) -> None:
        self.now = now
        self.cause = cause
        self._unit = unit
        self._changed: dict[Key, tuple[Kind[Any], Versioned | None]] = {}
        self._owed: set[tuple[str, int]] = set()
        self._events: list[AnyEnvelope] = []
        self._minted = 0

    def repository(self, kind: Kind[A]) -> Repository[A]:
        """Return the values of one kind as this message sees them."""
        return StagedRepository(self, kind)

    def new_id(self, kind: str) -> str:
        """Return an id that a retry of the same cause gets again."""
        self._minted += 1
        return f"{kind}_{derive(self._unit.service, self.cause.id, kind, str(self._minted))}"

    def announce(self, data: EventData, *, about: Versioned, orgunit: str | None = None) -> None:
        """Stage one event about a value just saved."""
        if (about.id, about.version) not in self._owed:
            raise RuntimeError(f"{data.type}: save the value once before announcing it")
        self._owed.remove((about.id, about.version))
        self._events.append(
            envelope_of(
                data,
                source=source_of(self._unit.service),
                subject=about.id,
                sequence=about.version,
                time=self.now,
                correlation=self.cause.correlation,
                causation=self.cause.id,
                orgunit=orgunit or self.cause.orgunit,
            )
        )

    def set_timer(self, kind: str, subject: str, due_at: datetime) -> None:
        """Stage a timer, in place of an earlier one of this kind and subject."""
        timer = Timer(
            id=f"{kind}:{subject}",
            version=_unlike(self.cause.id, due_at),
            kind=kind,
            subject=subject,
            due_at=due_at,
            cause=self.cause.id,
            correlation=self.cause.correlation,
            orgunit=self.cause.orgunit,
        )
        self._changed[TIMERS.name, timer.id] = (TIMERS, timer)

    def cancel_timer(self, kind: str, subject: str) -> None:
        """Stage the removal of a timer, if there is one."""
        self._changed[TIMERS.name, f"{kind}:{subject}"] = (TIMERS, None)

    def merge(self) -> None:
        """Hand the changes to the unit; called when the use case has returned."""
        if self._owed:
            raise RuntimeError(f"saved without an event: {sorted(self._owed)}")
        for key, (kind, value) in self._changed.items():
            stored = BLIND if kind is TIMERS else 0
            entry = self._unit.entries.setdefault(key, Entry(kind, stored, None))
            entry.value, entry.changed = value, True
        self._unit.events.extend(self._events)

    async def read(self, kind: Kind[A], key: str) -> A | None:
        """Return a value: this message's own change first, then the unit's."""
        if (kind.name, key) not in self._changed:
            await self._unit.load(kind, [key])
        return cast("A | None", self._seen(kind, key))

    async def query(self, kind: Kind[A], equals: dict[str, Scalar], limit: int) -> list[A]:
        """Return values by equal fields; refused after a save, which it could not see."""
        if any(name == kind.name for name, _ in self._changed):
            raise RuntimeError(f"query {kind.name} before saving to it: load, decide, save")
        return await self._unit.where(kind, equals, limit)

    def put(self, kind: Kind[A], value: A) -> A:
        """Stage the value as its next version."""
        seen = self._seen(kind, value.id)
        if (0 if seen is None else seen.version) != value.version:
            raise RuntimeError(f"{value.id}: save the version that was read, not an older one")
        saved = cast("A", replace(cast("Any", value), version=value.version + 1))
        self._changed[kind.name, value.id] = (kind, saved)
        if kind.announced:
            self._owed.add((saved.id, saved.version))
        return saved

    def drop(self, kind: Kind[A], value: A) -> None:
        """Stage the removal of a value that was read."""
        self._changed[kind.name, value.id] = (kind, None)

    def _seen(self, kind: Kind[Any], key: str) -> Versioned | None:
        if (kind.name, key) in self._changed:
            return self._changed[kind.name, key][1]
        entry = self._unit.entries.get((kind.name, key))
        return None if entry is None else entry.value


def _unlike(cause: str, due_at: datetime) -> int:
    # Timers are written without being read, so their version must differ by content, not by one.
    digest = hashlib.sha256(f"{cause}|{due_at.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:6], "big") + 1


class StagedRepository(Generic[A]):
    """`Repository` over a stage."""

    def __init__(self, stage: Stage, kind: Kind[A]) -> None:
        self._stage = stage
        self._kind = kind

    async def get(self, key: str) -> A:
        """Return the value; raise `NotFound` where there is none."""
        value = await self.find(key)
        if value is None:
            name = self._kind.value.__name__
            raise NotFound("not-found", f"没有编号为 {key} 的记录。", f"There is no {name} {key}.")
        return value

    async def find(self, key: str) -> A | None:
        """Return the value, or None."""
        return await self._stage.read(self._kind, key)

    async def where(self, *, limit: int = 1000, **equals: Scalar) -> list[A]:
        """Return values whose stored fields are equal, by id."""
        return await self._stage.query(self._kind, equals, limit)

    def save(self, value: A) -> A:
        """Stage the value and return it with the next version."""
        return self._stage.put(self._kind, value)

    def remove(self, value: A) -> None:
        """Stage the removal of a value that was read."""
        self._stage.drop(self._kind, value)
