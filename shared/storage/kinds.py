"""Kinds: which collection holds which frozen dataclass, and the kinds that every service has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar, cast

from pydantic import TypeAdapter

from shared.storage.ports import Document, Versioned

A = TypeVar("A", bound=Versioned)


@dataclass(frozen=True)
class Kind(Generic[A]):
    """A collection and the frozen dataclass it holds.

    `announced` kinds owe an event a version; `trailed` ones keep which fields each version changed,
    as announced ones do; `sparse` ones are empty nearly always, and cost nothing then. `beside`
    computes plain fields that are stored with each save, for indexes only: reading drops them.
    """

    name: str
    value: type[A]
    announced: bool = True
    trailed: bool = False
    sparse: bool = False
    beside: Callable[[A], Document] | None = None

    @cached_property
    def keeps_trail(self) -> bool:
        """Whether the fields that each version changed are kept, so that a 412 can name them."""
        return self.announced or self.trailed

    @cached_property
    def adapter(self) -> TypeAdapter[A]:
        """The mapping between the dataclass and its document."""
        return TypeAdapter(self.value)

    def decode(self, document: Document) -> A:
        """Turn a stored document into the value."""
        value: A = self.adapter.validator.validate_python({**document, "id": document["_id"]})
        return value

    def encode(self, value: A) -> Document:
        """Turn a value into its document."""
        document = cast("Document", self.adapter.serializer.to_python(value))
        more = self.beside(value) if self.beside else {}
        return {"_id": document.pop("id"), **document, **more}


@dataclass(frozen=True)
class Timer:
    """One instant at which a use case is due; id is ``<kind>:<subject>``.

    `payload` is small and the use case's own; `failures` counts the tries that broke.
    """

    id: str
    version: int
    kind: str
    subject: str
    due_at: datetime
    cause: str
    correlation: str
    orgunit: str
    payload: str = ""
    failures: int = 0


TIMERS = Kind("timers", Timer, announced=False)


@dataclass(frozen=True)
class Heard:
    """The inbox: what was handled, and where it was first read. id is ``<source>|<event id>``."""

    id: str
    version: int
    place: str
    at: datetime


INBOX = Kind("inbox", Heard, announced=False)
