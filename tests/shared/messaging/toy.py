"""A toy service that hears hotline orders and counts them by order number."""

import json
from datetime import UTC, datetime
from typing import Any

from shared.events.base import Envelope
from shared.events.codec import STRUCTURED
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import LEDGER, Ledger
from shared.messaging.partners import Partner, Partners
from shared.messaging.records import Record
from shared.observability.metrics import Metrics
from shared.privacy.sealing import Keyring
from shared.storage.ports import Store
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import SetClock
from tests.shared.storage.toy import ToyWork, raise_tally

TOPIC = "jiedao.partner.hotline"
KEYRING = Keyring(b"m" * 32, b"i" * 32)
PARTNERS = Partners(
    partners=(
        Partner(
            id="hotline",
            name="12345 热线",
            sources=("urn:partner:hotline",),
            types=(HotlineOrderPlaced.type,),
            desk="grid",
            orgunit="150602013000",
        ),
        Partner(
            id="portal",
            name="门户",
            sources=("urn:partner:portal",),
            types=(),
            desk="intake",
            orgunit="150602013000",
        ),
    )
)


def order(id_: str = "1", **changes: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": id_,
        "source": "urn:partner:hotline",
        "type": HotlineOrderPlaced.type,
        "subject": "order-1",
        "time": "2026-09-07T09:00:00+08:00",
        "data": dict(HotlineOrderPlaced.example),
        **changes,
    }


def record(
    event: dict[str, Any] | bytes,
    offset: int = 0,
    topic: str = TOPIC,
    headers: tuple[tuple[str, bytes], ...] | None = None,
) -> Record:
    value = event if isinstance(event, bytes) else json.dumps(event).encode()
    if headers is None:
        type_ = event.get("type", "") if isinstance(event, dict) else HotlineOrderPlaced.type
        headers = (("content-type", STRUCTURED.encode()), ("ce_type", str(type_).encode()))
    return Record(topic, f"{topic}:0:{offset}", headers, value)


async def on_hotline_order_placed(event: Envelope[HotlineOrderPlaced], work: ToyWork) -> None:
    by = -1 if event.data.category == "refused" else 1
    await raise_tally(event.subject, by, work)


def hearing(store: Store, service: str = "grid") -> Hearing[ToyWork]:
    clock = SetClock(datetime(2026, 9, 7, 1, 0, 1, tzinfo=UTC))
    metrics = Metrics(service)
    return Hearing(
        service,
        UnitOfWork(service, store, ToyWork, clock, metrics),
        [Handler(HotlineOrderPlaced, on_hotline_order_placed)],
        PARTNERS,
        Ledger(KEYRING),
        clock,
        metrics,
    )


async def fates(store: Store) -> dict[str, tuple[str, str]]:
    """Return fate and code of each entry, by the offset in its place."""
    rows = await store.page("ledger", {}, after=None, limit=1000)
    entries = [LEDGER.decode(row) for row in rows]
    return {entry.id.rpartition(":")[2]: (entry.fate.value, entry.code) for entry in entries}
