"""What one message sees: a stage over the identity map of its batch."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, Generic, Self, TypeVar, cast

from shared.events.base import AnyEnvelope, EventData, envelope_of, source_of
from shared.ids import derive
from shared.storage.kinds import TIMERS, Kind, Timer
from shared.storage.ports import BLIND, Cause, Repository, Scalar, Versioned
from shared.storage.questions import Question, Unforeseeable
from shared.storage.unit import Counted, Entry, Key, Unit
from shared.values import NotFound

__all__ = ["TIMERS", "Kind", "Stage", "Timer", "Unit"]

A = TypeVar("A", bound=Versioned)

_TRAIL = 20
_SHORT = 200
"""So few rows a rehearsal goes through; more cost more than the questions that it saves."""


class Stage:
    """One message's view and changes; merged into the unit only when its use case returns."""

    rehearsing = False
    payload = ""

    def __init__(self, unit: Unit, cause: Cause, now: datetime) -> None:
        self.now = now
        self.cause = cause
        self._unit = unit
        self._changed: dict[Key, tuple[Kind[Any], Versioned | None]] = {}
        self._owed: set[tuple[str, int]] = set()
        self._events: list[AnyEnvelope] = []
        self._counted: list[Counted] = []
        self._minted = 0

    async def perform(self, act: Callable[[Self], Awaitable[Any]]) -> Any:
        """Run a use case on this stage; a service may look at what it staged before it counts."""
        return await act(self)

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

    def count(self, name: str, **labels: str) -> None:
        """Count something of the metric catalogue, once it is committed and not before."""
        self._counted.append((name, labels))

    def changed_since(self, value: Versioned, version: int) -> tuple[str, ...]:
        """Return which fields of a value that was read changed after that version."""
        trails = (
            entry.trail
            for entries in self._unit.entries.values()
            if (entry := entries.get(value.id)) is not None and entry.kind.value is type(value)
        )
        named = (name for at, names in next(trails, ()) if at > version for name in names)
        return tuple(dict.fromkeys(named))

    def set_timer(self, kind: str, subject: str, due_at: datetime, payload: str = "") -> None:
        """Stage a timer, in place of an earlier one of this kind and subject."""
        timer = Timer(
            id=f"{kind}:{subject}",
            version=_unlike(self.cause.id, due_at, payload),
            kind=kind,
            subject=subject,
            due_at=due_at,
            cause=self.cause.id,
            correlation=self.cause.correlation,
            orgunit=self.cause.orgunit,
            payload=payload,
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
            entry = self._unit.entries[kind.name].setdefault(key[1], Entry(kind, stored, None))
            if kind.keeps_trail and value is not None:
                entry.trail = (*entry.trail, _step(entry.value, value))[-_TRAIL:]
            entry.value, entry.changed = value, True
            if isinstance(value, Timer):
                self._unit.timers.append(value.due_at)
        self._unit.events.extend(self._events)
        self._unit.counted.extend(self._counted)

    def leave(self) -> None:
        """Let go of everything, when the message is decided.

        A stage and its repositories point at each other: left so, each would stay in memory, with
        all of its batch, until the collector comes.
        """
        self.__dict__.clear()

    async def read(self, kind: Kind[A], key: str) -> A | None:
        """Return a value: this message's own change first, then the unit's."""
        if (kind.name, key) not in self._changed and not self._unit.knows(kind, key):
            await (Question(kind, key) if self.rehearsing else self._unit.load(kind, key))
        return cast("A | None", self._seen(kind, key))

    async def read_all(self, kind: Kind[A], keys: Sequence[str]) -> dict[str, A]:
        """Return the values that there are, by key, asking the store once for all."""
        mine = self._changed
        unknown = [k for k in keys if (kind.name, k) not in mine and not self._unit.knows(kind, k)]
        if self.rehearsing:
            for key in unknown:
                await Question(kind, key)
        elif unknown:
            await self._unit.load(kind, *unknown)
        seen = ((key, self._seen(kind, key)) for key in keys)
        return {key: cast("A", value) for key, value in seen if value is not None}

    async def query(self, kind: Kind[A], equals: dict[str, Scalar], limit: int) -> list[A]:
        """Return values by equal fields; refused after a save, which it could not see."""
        if any(name == kind.name for name, _ in self._changed):
            raise RuntimeError(f"query {kind.name} before saving to it: load, decide, save")
        answered = self._unit.answered(kind, equals)
        if self.rehearsing and (answered is None or answered > _SHORT):
            raise Unforeseeable
        return await self._unit.where(kind, equals, limit)

    def put(self, kind: Kind[A], value: A) -> A:
        """Stage the value as its next version."""
        seen = self._seen(kind, value.id)
        if (0 if seen is None else seen.version) != value.version:
            raise RuntimeError(f"{value.id}: save the version that was read, not an older one")
        saved = _following(value)
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
        entry = self._unit.entries[kind.name].get(key)
        return None if entry is None else entry.value


def _following(value: A) -> A:
    # As `dataclasses.replace`, which would cost more than many a use case.
    following = object.__new__(type(value))
    following.__dict__.update(value.__dict__, version=value.version + 1)
    return following


_MISSING = object()


def _step(before: Versioned | None, after: Versioned) -> tuple[int, tuple[str, ...]]:
    names = _names(type(after))
    changed = [n for n in names if getattr(before, n, _MISSING) != getattr(after, n)]
    return after.version, tuple(changed)


@cache
def _names(value: type[Versioned]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cast("Any", value)) if f.name != "version")


def _unlike(cause: str, due_at: datetime, payload: str) -> int:
    # Timers are written without being read, so their version must differ by content, not by one.
    digest = hashlib.sha256(f"{cause}|{due_at.isoformat()}|{payload}".encode()).digest()
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

    async def several(self, keys: Sequence[str]) -> dict[str, A]:
        """Return the values that there are, by key."""
        return await self._stage.read_all(self._kind, keys)

    async def where(self, *, limit: int = 1000, **equals: Scalar) -> list[A]:
        """Return values whose stored fields are equal, by id."""
        return await self._stage.query(self._kind, equals, limit)

    def save(self, value: A) -> A:
        """Stage the value and return it with the next version."""
        return self._stage.put(self._kind, value)

    def remove(self, value: A) -> None:
        """Stage the removal of a value that was read."""
        self._stage.drop(self._kind, value)
