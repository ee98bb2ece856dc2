"""What a store that hangs makes wait stays on the bus: memory does not grow with the backlog."""

import json
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from aiokafka import AIOKafkaProducer

from shared.events.partners import HotlineOrderPlaced
from shared.testing.waiting import until
from tests.faults.chaos.directed import said
from tests.faults.chaos.load import Said
from tests.faults.outages.memory import watched
from tests.faults.outages.town import Town

log = logging.getLogger(__name__)

EVENTS = 2500
PADDING = "x" * 128 * 1024
SPOTS = 100
GROWTH_MIB = 256.0
LIMIT = 90.0


def flood() -> Iterator[Said]:
    """Orders of 128 KiB, by a member that nobody reads: 312 MiB in all."""
    facts = {"kind": "complaint", "category": "street-rubbish", "text": "垃圾没有清运。"}
    for n in range(EVENTS):
        number = f"F{n:07d}"
        data = {"order_no": number, "place": f"第 {n % SPOTS} 号垃圾桶", **facts}
        order = said(HotlineOrderPlaced, "hotline", f"flood-{n}", number, data)
        event = {**json.loads(order.value or b""), "padding": PADDING}
        yield replace(order, value=json.dumps(event, ensure_ascii=False).encode())


@contextmanager
def hanging(pid: int) -> Iterator[None]:
    """Let a process hang for the length of the block."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def published(town: Town) -> set[str]:
    """Publish the flood, and return its keys."""
    bootstrap, sent = town.stand.kafka.bootstrap, set()
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, max_batch_size=1024 * 1024) as partner:
        for order in flood():
            await partner.send(order.topic, order.value, key=order.key, headers=order.headers)
            sent.add(order.event or "")
    town.publisher.sent |= sent
    return sent


async def test_a_backlog_of_three_hundred_mebibytes_stays_on_the_bus(town: Town) -> None:
    grid = town.stand.services["grid-a"].what.pid
    mongod = town.stand.mongo.pid
    assert grid is not None
    assert mongod is not None
    async with watched({"grid-a": grid}) as peaks:
        peaks.look()
        before = dict(peaks.mib)
        with hanging(mongod):
            sent = await published(town)

            async def waits() -> bool:
                return "waits for the store" in await town.complaint("grid-a")

            await until(waits, LIMIT)

        async def drained() -> bool:
            return not await town.waiting(sent)

        await until(drained, LIMIT, every=0.2)
        growth = peaks.since(before)["grid-a"]
    verdict = await town.verdict()
    assert verdict.clean, verdict.findings
    log.info("grid grew by %.1f MiB", growth)
    assert growth <= GROWTH_MIB
