import json
from datetime import timedelta

import pytest

from shared.messaging.bus import BusAway
from shared.messaging.relay import Relay
from shared.observability.metrics import Metrics
from shared.testing.bus import HeldBus
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from tests.shared.storage.toy import raising, unit_of_work


def relay(store: MemoryStore, bus: HeldBus) -> Relay:
    return Relay(store, bus, SetClock(), Metrics("grid"), lease_ms=5000)


def sequences(bus: HeldBus, key: str) -> list[int]:
    return [json.loads(m.body)["sequence"] for m in bus.sent if m.key == key]


async def test_every_event_is_sent_in_the_order_of_its_aggregate() -> None:
    store, bus = MemoryStore(), HeldBus()
    ahead, behind = SetClock(), SetClock()
    behind.advance(timedelta(minutes=-3))
    for n in range(6):
        clock = ahead if n % 2 else behind
        await unit_of_work(store, clock).run([raising("a", 1, f"c{n}"), raising("b", 1, f"d{n}")])
    one = relay(store, bus)
    while await one.drain_once():
        pass
    assert sequences(bus, "a") == sequences(bus, "b") == [1, 2, 3, 4, 5, 6]
    assert await store.count("outbox", {}) == 0


async def test_what_the_bus_did_not_acknowledge_stays() -> None:
    store, bus = MemoryStore(), HeldBus()
    await unit_of_work(store).run([raising("a", 1)])
    bus.away = True
    with pytest.raises(BusAway):
        await relay(store, bus).drain_once()
    assert await store.count("outbox", {}) == 1
    bus.away = False
    await relay(store, bus).drain_once()
    assert sequences(bus, "a") == [1]


async def test_an_empty_outbox_sends_nothing() -> None:
    bus = HeldBus()
    assert not await relay(MemoryStore(), bus).drain_once()
    assert bus.sent == []
