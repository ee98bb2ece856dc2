"""The ledger: every message that was not handled at first, why, its sealed bytes, and what came."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.events.base import AnyEnvelope, schema_of
from shared.events.catalogue import EVENTS
from shared.events.codec import STRUCTURED
from shared.events.upcasting import schema_tried
from shared.messaging.fates import KEPT, NOT_KEPT, Fate, fate_of, told
from shared.messaging.naming import named
from shared.messaging.records import Record
from shared.privacy.sealing import Keyring
from shared.storage.work import Kind, Stage

__all__ = ["LEDGER", "Act", "Fate", "Ledger", "LedgerEntry", "missed_entry"]


@dataclass(frozen=True)
class Act:
    """Who did what with an entry, and why; `who` is a pseudonymous reference or ``system``."""

    at: datetime
    who: str
    what: str
    why: str | None = None


@dataclass(frozen=True)
class LedgerEntry:
    """One message that was not handled at first; id is its place (see `Ledger.id_of`).

    Args:
        field: the member at fault.
        raw: the sealed bytes and headers, as they came.
        at: the first try.
        subject: its aggregate, where that can be read.
        lane: ``<source>|<subject>``, where both can be read.
        turn: its place in the lane while it stands there, else 0.
        schema: URN of the schema it was checked against.
        mended: the sealed corrected event, beside the original.
        last_at: the last try.
        tries: how often it was tried.
        acts: what was done with it, oldest first.
    """

    id: str
    version: int
    fate: Fate
    code: str
    zh: str
    en: str
    field: str | None
    topic: str
    event_type: str | None
    event_id: str | None
    source: str | None
    raw: str | None
    at: datetime
    subject: str | None = None
    lane: str | None = None
    turn: int = 0
    schema: str | None = None
    mended: str | None = None
    last_at: datetime | None = None
    tries: int = 1
    acts: tuple[Act, ...] = ()


LEDGER = Kind("ledger", LedgerEntry, announced=False, trailed=True)


class Ledger:
    """Makes the entries of one service and gives their messages back."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def entry(
        self, record: Record, error: Exception, event: AnyEnvelope | None, now: datetime
    ) -> LedgerEntry:
        """Return the entry of a message that this error kept from being handled."""
        refusal = told(error)
        return LedgerEntry(
            id=record.place,
            version=0,
            fate=fate_of(error, readable=event is not None),
            code=refusal.code,
            zh=refusal.zh,
            en=refusal.en,
            field=refusal.field,
            topic=record.topic,
            raw=self._sealed(record),
            at=now,
            last_at=now,
            **_named(record, event),
        )

    async def id_of(self, record: Record, work: Stage) -> str:
        """Return the id under which a message stands, or is to stand: its place.

        A topic that was made anew counts from 0 again, so that the entry of another message may
        have that place; the later one stands beside it then, as ``<place>~2``.
        """
        entries = work.repository(LEDGER)
        id_, times = record.place, 1
        while (entry := await entries.find(id_)) and not self._is_of(entry, record):
            times += 1
            id_ = f"{record.place}~{times}"
        return id_

    async def must_be_new(self, record: Record, work: Stage) -> None:
        """Raise `KEPT` where this very message stands in the ledger already.

        After a restart it may be read again, perhaps when it was given up and what followed it has
        moved on: to handle it now would turn the order of its aggregate round.
        """
        if await work.repository(LEDGER).find(await self.id_of(record, work)) is not None:
            raise KEPT

    def _is_of(self, entry: LedgerEntry, record: Record) -> bool:
        said = named(record, "id", "source")
        if said["id"] is not None:
            return (entry.event_id, entry.source) == (said["id"], said["source"])
        kept = self.original(entry)
        return (_plain(kept), kept.value) == (_plain(record), record.value)

    def original(self, entry: LedgerEntry) -> Record:
        """Return the message as it came."""
        packed = self._opened(entry.raw)
        headers = tuple((name, base64.b64decode(value)) for name, value in packed["headers"])
        value = packed["value"]
        body = None if value is None else base64.b64decode(value)
        return Record(entry.topic, entry.id, headers, body, door=packed.get("door", False))

    def standing(self, entry: LedgerEntry) -> Record:
        """Return the message as it is to be handled: mended, where it was mended."""
        return self.original(entry) if entry.mended is None else self._mended(entry)

    def corrected(self, entry: LedgerEntry, event: dict[str, Any]) -> str:
        """Return a corrected event, sealed for `LedgerEntry.mended`."""
        return self._seal({"event": event, "door": entry.id.startswith("http:")})

    def _mended(self, entry: LedgerEntry) -> Record:
        packed = self._opened(entry.mended)
        body = json.dumps(packed["event"], ensure_ascii=False).encode()
        headers = (("content-type", STRUCTURED.encode()),)
        return Record(entry.topic, entry.id, headers, body, door=packed["door"])

    def _sealed(self, record: Record) -> str:
        headers = [[name, base64.b64encode(value).decode()] for name, value in _plain(record)]
        value = None if record.value is None else base64.b64encode(record.value).decode()
        return self._seal({"headers": headers, "value": value, "door": record.door})

    def _seal(self, packed: dict[str, Any]) -> str:
        raw = json.dumps(packed, ensure_ascii=False).encode()
        return base64.b64encode(self._keyring.seal_raw(raw)).decode()

    def _opened(self, sealed: str | None) -> dict[str, Any]:
        if sealed is None:
            raise NOT_KEPT
        opened: dict[str, Any] = json.loads(self._keyring.open_raw(base64.b64decode(sealed)))
        return opened


def _plain(record: Record) -> list[tuple[str, bytes]]:
    return [
        (name.decode("latin-1") if isinstance(name, bytes) else name, value or b"")
        for name, value in record.headers
    ]


def _named(record: Record, event: AnyEnvelope | None) -> dict[str, Any]:
    """Return what can be said of the event in the clear, as far as it can be read at all."""
    names = ("type", "id", "source", "subject")
    if event is not None:
        said: dict[str, str | None] = {name: getattr(event, name) for name in names}
    else:
        said = named(record, *names)
    type_, source, subject = said["type"], said["source"], said["subject"]
    return {
        "event_type": type_,
        "event_id": said["id"],
        "source": source,
        "subject": subject,
        "lane": f"{source}|{subject}" if source and subject else None,
        "schema": schema_tried(event) if event else _schema(type_),
    }


def _schema(type_: str | None) -> str | None:
    return schema_of(type_) if type_ in EVENTS else None


def missed_entry(topic: str, place: str, first: int, count: int, now: datetime) -> LedgerEntry:
    """Return the entry of messages that the broker no longer held."""
    return LedgerEntry(
        id=place,
        version=0,
        fate=Fate.MISSED,
        code="missed",
        zh=f"消息总线已删除 {count} 条未读消息（自位置 {first} 起），请发送方重发。",
        en=f"The broker dropped {count} unread messages from offset {first}.",
        field=None,
        topic=topic,
        event_type=None,
        event_id=None,
        source=None,
        raw=None,
        at=now,
    )
