"""What a use case may ask of the store, and what the unit of work asks of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from shared.events.base import EventData
from shared.storage.agenda import Agenda
from shared.storage.listing import Lists

Document = dict[str, Any]
Scalar = str | int | bool

BLIND = -1
"""The expected version of a write that asks for none: the document was not read before."""


class Versioned(Protocol):
    """A frozen value that is stored under its id; version 0 has never been stored."""

    @property
    def id(self) -> str:
        """The key, unique in its collection."""
        ...

    @property
    def version(self) -> int:
        """How often it was saved."""
        ...


A = TypeVar("A", bound=Versioned)


class Repository(Protocol[A]):
    """Values of one kind inside one unit of work.

    A second `get` of a key sees what was saved before. Nothing is written until the unit of work
    commits; then each save is a compare-and-set on the version that was read.
    """

    async def get(self, key: str) -> A:
        """Return the value; raise `NotFound` where there is none."""
        ...

    async def find(self, key: str) -> A | None:
        """Return the value, or None."""
        ...

    async def several(self, keys: Sequence[str]) -> dict[str, A]:
        """Return the values that there are, by key; the store is asked once for all."""
        ...

    async def where(self, *, limit: int = 1000, **equals: Scalar) -> list[A]:
        """Return values whose stored fields are equal, by id. Call it before saving."""
        ...

    def save(self, value: A) -> A:
        """Stage the value and return it with the next version."""
        ...

    def remove(self, value: A) -> None:
        """Stage the removal of a value that was read."""
        ...


@dataclass(frozen=True)
class Cause:
    """Why a use case runs: an event, a command or a timer.

    `actor` is a pseudonymous subject or partner id; `orgunit` a 12-digit code; `roles` are those of
    a caller's token.
    """

    id: str
    correlation: str
    actor: str
    orgunit: str
    roles: tuple[str, ...] = ()


class Work(Protocol):
    """What every use case is given: one instant, one cause, and a way to announce."""

    @property
    def now(self) -> datetime:
        """The instant of this message, the same for all it does."""
        ...

    @property
    def cause(self) -> Cause:
        """Why this runs."""
        ...

    def new_id(self, kind: str) -> str:
        """Return ``<kind>_<26 characters>``; a retry of the same cause gets the same ids."""
        ...

    def announce(self, data: EventData, *, about: Versioned, orgunit: str | None = None) -> None:
        """Stage one event about a value just saved: one event for each saved version.

        The event's organisation is the cause's, unless `orgunit` says another.
        """
        ...

    def count(self, name: str, **labels: str) -> None:
        """Count something of the metric catalogue, once it is committed and not before."""
        ...

    def changed_since(self, value: Versioned, version: int) -> tuple[str, ...]:
        """Return which fields of a value that was read changed after that version."""
        ...

    @property
    def payload(self) -> str:
        """What the timer carries that is the cause; empty for any other cause."""
        ...

    def set_timer(self, kind: str, subject: str, due_at: datetime, payload: str = "") -> None:
        """Stage a timer; an earlier one of the same kind and subject is replaced."""
        ...

    def cancel_timer(self, kind: str, subject: str) -> None:
        """Stage the removal of a timer; without one, nothing happens."""
        ...


@dataclass(frozen=True)
class Write:
    """One guarded change: `document` None removes; `expected` 0 inserts, BLIND asks nothing."""

    key: str
    document: Document | None
    expected: int


@dataclass(frozen=True)
class Changes:
    """What one transaction writes: collection → writes."""

    writes: Mapping[str, Sequence[Write]] = field(default_factory=dict)


class Conflict(Exception):  # noqa: N818 - a state of affairs between two writers, not a fault
    """Somebody else wrote first; read again and decide again."""


class StoreAway(Exception):  # noqa: N818 - not poison: wait and try again
    """The store cannot be reached or has no primary; nothing is known to be written."""


class Poison(Exception):  # noqa: N818 - names what the batch must be freed of
    """The store refuses this document for good (too large, not encodable)."""


class Transaction(Protocol):
    """One atomic piece of work against the store.

    Before its first write several reads may be under way at once, after it one at a time.
    """

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        """Return the documents found, by key, in one round trip."""
        ...

    async def where(
        self, collection: str, equals: Mapping[str, Scalar], limit: int
    ) -> list[Document]:
        """Return documents with equal fields, by key; sees what this transaction wrote."""
        ...

    async def write(self, changes: Changes) -> None:
        """Write guarded changes; raise `Conflict` when a version differs."""
        ...

    async def commit(self) -> None:
        """Make all of it durable on a majority."""
        ...

    async def abort(self) -> None:
        """Leave no trace."""
        ...


class Store(Agenda, Lists, Protocol):
    """A database that one service owns alone.

    Every method raises `StoreAway` while the database cannot be reached.
    """

    async def begin(self) -> Transaction:
        """Start a transaction; reads before the first write cost no lock."""
        ...

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        """Return committed documents by key."""
        ...

    async def page(
        self,
        collection: str,
        equals: Mapping[str, Scalar],
        *,
        after: str | None,
        limit: int,
    ) -> list[Document]:
        """Return committed documents with equal fields, keys after `after`, in key order."""
        ...

    async def earliest(self, collection: str, field: str, limit: int) -> list[Document]:
        """Return the first committed documents by an indexed field, from one snapshot."""
        ...

    async def remove(self, collection: str, keys: Sequence[str]) -> None:
        """Remove committed documents without a guard (outbox rows that were sent)."""
        ...

    async def count(self, collection: str, equals: Mapping[str, Scalar]) -> int:
        """Count committed documents."""
        ...

    async def lease(self, name: str, owner: str, ttl_ms: int) -> int | None:
        """Take or renew a lease by the server's clock; return its epoch, or None when held.

        The epoch rises with each change of owner.
        """
        ...

    async def ping(self) -> None:
        """Return when the store can write."""
        ...
