"""The ledger: every message that was not handled, why, and its sealed bytes."""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.events.base import AnyEnvelope
from shared.events.codec import decode, read_headers
from shared.messaging.records import Record
from shared.privacy.forbidden import has_id_number
from shared.privacy.sealing import Keyring
from shared.storage.work import Kind, Stage
from shared.values import Invalid, Refusal

_LONGEST = 256


class Fate(StrEnum):
    """Where a message that was not handled ended.

    quarantined: not valid, the sender mends it. parked: valid but refused now (late, out of
    order). repeated: knowingly skipped. dead: our own fault. missed: the broker no longer held it.
    """

    QUARANTINED = "quarantined"
    PARKED = "parked"
    REPEATED = "repeated"
    DEAD = "dead"
    MISSED = "missed"


@dataclass(frozen=True)
class LedgerEntry:
    """One message that was not handled; id is its place, `raw` its sealed bytes and headers."""

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


LEDGER = Kind("ledger", LedgerEntry, announced=False)


class Ledger:
    """Makes the entries of one service."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def entry_for(
        self, record: Record, error: Exception, event: AnyEnvelope | None = None
    ) -> Callable[[Stage], Awaitable[None]]:
        """Return the act that records this message, once for its place."""
        refusal = error if isinstance(error, Refusal) else _OUR_FAULT
        return self._recorder(record, fate_of(error), refusal, event)

    def repeated(self, record: Record, event: AnyEnvelope) -> Callable[[Stage], Awaitable[None]]:
        """Return the act that records a repetition of a handled event."""
        return self._recorder(record, Fate.REPEATED, _REPEATED, event)

    def _recorder(
        self, record: Record, fate: Fate, refusal: Refusal, event: AnyEnvelope | None
    ) -> Callable[[Stage], Awaitable[None]]:
        async def act(stage: Stage) -> None:
            ledger = stage.repository(LEDGER)
            if await ledger.find(record.place) is not None:
                return
            ledger.save(
                LedgerEntry(
                    id=record.place,
                    version=0,
                    fate=fate,
                    code=refusal.code,
                    zh=refusal.zh,
                    en=refusal.en,
                    field=refusal.field,
                    topic=record.topic,
                    **_named(record, event),
                    raw=self._sealed(record),
                    at=stage.now,
                )
            )

        return act

    def _sealed(self, record: Record) -> str:
        headers = [
            [
                name.decode("latin-1") if isinstance(name, bytes) else name,
                base64.b64encode(value or b"").decode(),
            ]
            for name, value in record.headers
        ]
        value = None if record.value is None else base64.b64encode(record.value).decode()
        packed = json.dumps({"headers": headers, "value": value}).encode()
        return base64.b64encode(self._keyring.seal_raw(packed)).decode()


def _named(record: Record, event: AnyEnvelope | None) -> dict[str, str | None]:
    """Return what can be said of the event in the clear, as far as it can be read at all."""
    names = {"event_type": "type", "event_id": "id", "source": "source"}
    if event is not None:
        return {member: getattr(event, name) for member, name in names.items()}
    try:
        body = decode(read_headers(record.headers), record.value)
    except Invalid:
        body = {}
    return {member: _shown(body.get(name)) for member, name in names.items()}


def _shown(value: object) -> str | None:
    if not isinstance(value, str) or len(value) > _LONGEST or has_id_number(value):
        return None
    return value


def fate_of(error: Exception) -> Fate:
    """Tell where a failed message belongs."""
    if isinstance(error, Invalid):
        return Fate.QUARANTINED
    return Fate.PARKED if isinstance(error, Refusal) else Fate.DEAD


_OUR_FAULT = Refusal(
    "our-fault",
    "系统处理这条消息时出错，已留存，待运维处理；发送方无需重发。",
    "The system failed on this message; it is kept for the operators, do not send it again.",
)
_REPEATED = Refusal(
    "repeated",
    "这条消息此前已处理（来源和编号相同），已跳过。",
    "This message was handled before (same source and id); it was skipped.",
)


def missed_entry(
    topic: str, partition: int, first: int, count: int
) -> Callable[[Stage], Awaitable[None]]:
    """Return the act that records messages that the broker no longer held."""

    async def act(stage: Stage) -> None:
        ledger = stage.repository(LEDGER)
        place = f"missed:{topic}:{partition}:{first}"
        if await ledger.find(place) is None:
            ledger.save(
                LedgerEntry(
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
                    at=stage.now,
                )
            )

    return act
