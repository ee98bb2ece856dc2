"""A bad source on a real bus: it is held, its neighbour is not, and nothing is lost."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx2
import pytest

from shared.clock import SystemClock
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.consumer import Consumer
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.invalid_ratio import Limits
from shared.messaging.ledger import Ledger
from shared.messaging.partners import Partners
from shared.messaging.pausing import Pausing
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.storage.mongo import MongoStore
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.servers.topics import create_topics
from shared.testing.stores import opened
from shared.testing.waiting import until
from tests.shared.messaging.line import publish, running
from tests.shared.messaging.operators import operators_of
from tests.shared.messaging.toy import KEYRING, PARTNERS, on_hotline_order_placed, order
from tests.shared.storage.toy import ToyWork

BAD, RARE, GOOD = 300, 20, 100


class Line:
    """Two sources on the bus and a service that hears both."""

    def __init__(self, store: MongoStore, bootstrap: str) -> None:
        self.store = store
        self.bootstrap = bootstrap
        self.run = uuid.uuid4().hex[:8]
        hotline = PARTNERS.by_id["hotline"]
        names = [f"bad-{self.run}", f"good-{self.run}"]
        self.partners = Partners(
            partners=tuple(hotline.model_copy(update={"id": name}) for name in names)
        )
        self.bad, self.good = (partner.topic for partner in self.partners.partners)
        create_topics(bootstrap, {self.bad: 2, self.good: 2})

    def member(self) -> tuple[Consumer, Pausing]:
        metrics, clock, work = Metrics("grid"), SystemClock(), self.work()
        handler = Handler(HotlineOrderPlaced, on_hotline_order_placed)
        hearing = Hearing("grid", work, [handler], self.partners, Ledger(KEYRING), clock, metrics)
        pausing = Pausing("grid", self.partners.partners, work, Limits(), clock, metrics)
        settings = BusSettings(
            bootstrap=self.bootstrap, poll_wait_ms=20, fetch_wait_ms=100, batch_records=60
        )
        topics = [self.bad, self.good]
        return Consumer(f"g-{self.run}", topics, hearing, settings, metrics, pausing), pausing

    def work(self) -> UnitOfWork[ToyWork]:
        return UnitOfWork("grid", self.store, ToyWork, SystemClock(), Metrics("grid"))

    def orders(self, name: str, count: int) -> list[dict[str, Any]]:
        return [order(f"{name}-{n}", subject=f"{name}-{n % 5}") for n in range(count)]

    def rarely_good(self) -> list[dict[str, Any] | bytes]:
        """Fifteen bad records, then a good one, and so on."""
        mixed: list[dict[str, Any] | bytes] = []
        for good in self.orders("rare", RARE):
            mixed += [*[b"{broken"] * (BAD // RARE), good]
        return mixed

    async def handled(self) -> int:
        return await self.store.count("inbox", {})

    async def quarantined(self) -> int:
        return await self.store.count("ledger", {"topic": self.bad, "fate": "quarantined"})


@pytest.fixture
async def line(kafka_bootstrap: str, database: tuple[str, str]) -> AsyncIterator[Line]:
    async with opened(*database) as store:
        yield Line(store, kafka_bootstrap)


async def test_a_bad_source_is_held_while_another_flows_and_resumes_without_loss(
    line: Line,
) -> None:
    await publish(line.bootstrap, line.bad, line.rarely_good())
    one, pausing = line.member()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(one))
        await until(lambda: holds(pausing, line.bad))
        seen = await line.quarantined()
        assert seen < BAD

        await publish(line.bootstrap, line.good, line.orders("g", GOOD))
        await until(lambda: at_least(line.handled, GOOD))
        assert await line.quarantined() == seen

        two, knows = line.member()
        await knows.refresh()
        await stack.enter_async_context(running(two))
        await publish(line.bootstrap, line.good, line.orders("h", GOOD))
        await until(lambda: at_least(line.handled, 2 * GOOD))
        assert await line.quarantined() == seen

        async with operators_of("grid", pausing, line.work()) as operators:
            answer = await resume(operators, f"bad-{line.run}", minutes=60)
            assert answer.status_code == 200, answer.text
        await until(lambda: at_least(line.quarantined, BAD))
        await until(lambda: at_least(line.handled, 2 * GOOD + RARE))
    assert await line.quarantined() == BAD
    assert await line.handled() == 2 * GOOD + RARE


async def holds(pausing: Pausing, topic: str) -> bool:
    return topic in pausing.paused_topics


async def at_least(count: Any, wanted: int) -> bool:
    return int(await count()) >= wanted


async def resume(client: httpx2.AsyncClient, partner: str, minutes: int) -> httpx2.Response:
    body = {"reason": "the sender mended it", "tolerate_minutes": minutes}
    return await asyncio.wait_for(client.post(f"/sources/{partner}/resume", json=body), 10)
