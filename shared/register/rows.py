"""Rows of the register, one a matter, and how an event changes one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.events.base import Identifier, Instant, OrgCode, source_of
from shared.storage.kinds import Kind
from shared.storage.ports import Document


class Said(BaseModel):
    """What the register takes of an event: its envelope, of whatever version its data is."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: Identifier
    type: Identifier
    subject: Identifier
    time: Instant
    sequence: int = Field(ge=1)
    orgunit: OrgCode
    correlationid: str = Field(max_length=600)


@dataclass(frozen=True)
class Row:
    """One matter as its events tell it; id is ``<generation>:<subject>``.

    `since` is the time of its last event; `opened` that of its first, absent where the log no
    longer holds it.
    """

    id: str
    generation: int
    subject: str
    sequence: int
    type: str
    orgunit: str
    since: datetime
    opened: datetime | None
    correlation: str

    @property
    def version(self) -> int:
        """The version of the matter that this row shows."""
        return self.sequence


ROWS = Kind("register", Row, announced=False)


def row_id(generation: int, subject: str) -> str:
    """Return the key of a row; rows of a generation stand together, by subject."""
    return f"{generation:08d}:{subject}"


def read(service: str, value: bytes | None) -> Said | None:
    """Return what a record of the service's own topic says; None for what is none of its events."""
    try:
        said = Said.model_validate_json(value or b"")
    except ValidationError:
        return None
    return said if said.source == source_of(service) else None


def stored(document: Document | None) -> Row | None:
    """Return a row as it was kept; None for none, and for what a hand has made unreadable."""
    try:
        return ROWS.decode(document) if document else None
    except (ValidationError, KeyError):
        return None


def told(generation: int, row: Row | None, events: Iterable[Said]) -> Row | None:
    """Return the row after these events; the same for any order and any repetition of them."""
    for event in events:
        row = _after(generation, row, event)
    return row


def _after(generation: int, row: Row | None, event: Said) -> Row:
    opened = event.time if event.sequence == 1 else None
    if row is not None and event.sequence <= row.sequence:
        return row if row.opened or opened is None else replace(row, opened=opened)
    return Row(
        id=row_id(generation, event.subject),
        generation=generation,
        subject=event.subject,
        sequence=event.sequence,
        type=event.type,
        orgunit=event.orgunit,
        since=event.time,
        opened=row.opened if row and row.opened else opened,
        correlation=event.correlationid,
    )
