"""A loop that hangs is told from one that waits: only the first is mended by a restart."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

from aiokafka import ConsumerRecord

from shared.events.base import Envelope
from shared.events.codec import headers_of
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.consumer import Consumer
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import Ledger
from shared.messaging.relay import Relay
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.observability.pulse import Pulse
from shared.service.tasks import cancelled
from shared.storage.group_commit import Commands
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.bus import HeldBus
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.testing.waiting import until
from shared.timers import Timers
from shared.web.health import Checks
from tests.shared.messaging.toy import KEYRING, PARTNERS, TOPIC, order, record
from tests.shared.storage.toy import ToyWork, cause, raising, unit_of_work


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Line:
    """A consumer without a bus, whose handler does as it is told."""

    def __init__(self, on: Callable[[Any, ToyWork], Awaitable[None]]) -> None:
        self.clock = Seconds()
        self.store = MemoryStore()
        metrics, clock = Metrics("grid"), SetClock()
        work = UnitOfWork("grid", self.store, ToyWork, clock, metrics)
        handlers = [Handler(HotlineOrderPlaced, on)]
        hearing = Hearing("grid", work, handlers, PARTNERS, Ledger(KEYRING), clock, metrics)
        self.consumer = Consumer("grid", [TOPIC], hearing, BusSettings(), metrics)
        self.consumer.batches.pulse = Pulse(self.clock)
        self.checks = Checks()
        self.checks.watch("consumer", lambda: self.consumer.stuck_seconds)

    @asynccontextmanager
    async def handed_a_batch(self) -> AsyncIterator["asyncio.Task[None]"]:
        one = record(order())
        raw = ConsumerRecord(
            TOPIC, 0, 0, 0, 0, None, one.value, None, 0, 0, headers_of(HotlineOrderPlaced.type)
        )
        batch: Any = SimpleNamespace(raw_message=(raw,))
        task = asyncio.create_task(self.consumer._on_batch(batch))
        yield task
        await cancelled([task])

    async def waits(self) -> bool:
        return self.consumer.batches.waiting_for == "store"


async def never(_event: Envelope[HotlineOrderPlaced], _work: ToyWork) -> None:
    await asyncio.Event().wait()


async def at_once(_event: Envelope[HotlineOrderPlaced], _work: ToyWork) -> None:
    return


async def turns() -> None:
    """Let every task that can run, run until it waits."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_handler_that_never_returns_ends_the_services_life() -> None:
    line = Line(never)
    async with line.handed_a_batch():
        await turns()
        line.clock.now = 59
        assert line.checks.hung() == {}
        line.clock.now = 61
        assert line.checks.hung() == {"consumer": 61.0}


async def test_a_batch_that_waits_for_the_store_is_alive_however_long() -> None:
    line = Line(at_once)
    line.store.away = True
    async with line.handed_a_batch() as task:
        await until(line.waits)
        line.clock.now = 3600
        assert line.checks.hung() == {}
        line.store.away = False
        await asyncio.wait_for(task, 10)
    assert line.checks.hung() == {}


async def test_a_batch_that_hangs_after_the_store_came_back_is_seen() -> None:
    line = Line(never)
    line.store.away = True
    async with line.handed_a_batch():
        await until(line.waits)
        line.store.away = False
        await until(lambda: busy(line.consumer.batches.pulse))
        line.clock.now += 61
        assert line.checks.hung() == {"consumer": 61.0}


async def busy(pulse: Pulse) -> bool:
    return bool(pulse._begun)


class DeafBus(HeldBus):
    """Takes messages and never answers."""

    async def send(self, _messages: Any) -> None:
        await asyncio.Event().wait()


async def test_a_relay_a_queue_and_timers_that_hang_are_seen() -> None:
    clock, store = Seconds(), MemoryStore()
    work = unit_of_work(store)

    async def stuck(*_: object) -> None:
        await asyncio.Event().wait()

    async def due(stage: ToyWork) -> None:
        stage.set_timer("follow-up", "x", stage.now)

    await work.run([raising("a", 1)])
    commands = Commands(work)
    relay = Relay(store, DeafBus(), SetClock(), Metrics("grid"), lease_ms=5000)
    timers = Timers(store, commands, {"follow-up": stuck}, SetClock(), Metrics("grid"))
    for loop in (commands, relay, timers):
        loop.pulse = Pulse(clock)
    tasks = [asyncio.create_task(loop.serve()) for loop in (commands, relay, timers)]
    await commands.run(due, cause("sets a timer"))
    timers.wake()
    for loop in (commands, relay, timers):
        await until(lambda loop=loop: busy(loop.pulse))  # type: ignore[misc]
    clock.now = 61
    assert [loop.pulse.seconds for loop in (commands, relay, timers)] == [61, 61, 61]
    await cancelled(tasks)
