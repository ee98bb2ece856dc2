"""The way in and out on a real bus and a real store."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.clock import SystemClock
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.consumer import Consumer
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import Ledger
from shared.messaging.partners import Partners
from shared.messaging.settings import BusSettings
from shared.observability.metrics import Metrics
from shared.storage.mongo import MongoStore, connect
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.servers.topics import create_topics
from shared.testing.waiting import until
from tests.shared.messaging.line import publish, running
from tests.shared.messaging.toy import KEYRING, PARTNERS, on_hotline_order_placed, order
from tests.shared.storage.toy import ToyWork


@pytest.fixture
async def store(database: tuple[str, str]) -> AsyncIterator[MongoStore]:
    url, name = database
    client = connect(url)
    yield MongoStore(client, name)
    client.close()


@pytest.fixture
def topic(kafka_bootstrap: str) -> str:
    """A topic of this test's own: the bus is shared with every other test."""
    name = f"jiedao.partner.hotline-{uuid.uuid4().hex[:8]}"
    create_topics(kafka_bootstrap, {name: 2})
    return name


def partner_of(topic: str) -> Partners:
    hotline = PARTNERS.by_id["hotline"]
    id_ = topic.removeprefix("jiedao.partner.")
    return Partners(partners=(hotline.model_copy(update={"id": id_}),))


def consumer(
    store: MongoStore, bootstrap: str, topic: str, group: str
) -> tuple[Consumer, Hearing[ToyWork]]:
    metrics = Metrics("grid")
    uow = UnitOfWork("grid", store, ToyWork, SystemClock(), metrics)
    hearing = Hearing(
        "grid",
        uow,
        [Handler(HotlineOrderPlaced, on_hotline_order_placed)],
        partner_of(topic),
        Ledger(KEYRING),
        SystemClock(),
        metrics,
    )
    settings = BusSettings(bootstrap=bootstrap, poll_wait_ms=20, fetch_wait_ms=100)
    return Consumer(group, [topic], hearing, settings, metrics), hearing


def orders(run: str, count: int) -> list[dict[str, Any]]:
    return [order(f"{run}-{n}", subject=f"{run}-{n % 5}") for n in range(count)]


async def test_good_and_bad_records_of_one_batch_all_end_in_their_place(
    kafka_bootstrap: str, topic: str, store: MongoStore
) -> None:
    run = uuid.uuid4().hex[:8]
    events: list[dict[str, Any] | bytes] = [*orders(run, 30)]
    events[10:10] = [b"bad header", b"{broken"]
    await publish(kafka_bootstrap, topic, events)
    one, _ = consumer(store, kafka_bootstrap, topic, f"g-{run}")

    async def all_there() -> bool:
        return await store.count("inbox", {}) == 30 and await store.count("ledger", {}) == 2

    async with running(one):
        await until(all_there)
    totals = [row["total"] for row in await store.page("tallies", {}, after=None, limit=10)]
    assert totals == [6, 6, 6, 6, 6]


async def test_two_members_and_a_restart_lose_and_double_nothing(
    kafka_bootstrap: str, topic: str, store: MongoStore
) -> None:
    run = uuid.uuid4().hex[:8]
    await publish(kafka_bootstrap, topic, [*orders(run, 40)])
    one, _ = consumer(store, kafka_bootstrap, topic, f"g-{run}")
    two, _ = consumer(store, kafka_bootstrap, topic, f"g-{run}")

    async def total() -> int:
        rows = await store.page("tallies", {}, after=run, limit=100)
        return sum(row["total"] for row in rows if row["_id"].startswith(run))

    async def forty() -> bool:
        return await total() == 40

    async def eighty() -> bool:
        return await total() == 80

    async with running(one):
        await until(forty)
        async with running(two):
            await publish(
                kafka_bootstrap,
                topic,
                [order(f"{run}-b{n}", subject=f"{run}-{n % 5}") for n in range(40)],
            )
            await until(eighty)
    assert await store.count("inbox", {}) >= 80
    assert await total() == 80
