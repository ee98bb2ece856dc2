"""Peer (a): FastStream as its tutorial has it, one event at a time, three awaits on MongoDB."""

import asyncio
import json
from time import monotonic
from typing import Any

from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from motor.motor_asyncio import AsyncIOMotorClient

from benchmarks.peers.talk import say, told
from benchmarks.peers.task import Task
from shared.events.base import Envelope
from shared.events.partners import HotlineOrderPlaced

GROUP = "bench-naive"


async def naive(task: Task) -> None:
    """Handle the orders; the offset is committed after each, or it could lose one."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(task.mongo_url, w="majority")
    database = client[task.database]
    broker = KafkaBroker(task.bootstrap, logger=None, ack_policy=AckPolicy.ACK)
    times: list[float] = []
    done = asyncio.Event()

    @broker.subscriber(task.topic, group_id=GROUP, auto_offset_reset="earliest", decoder=_decoded)
    async def on_order(order: Envelope[HotlineOrderPlaced]) -> None:
        times.append(monotonic())
        tally = await database.tallies.find_one({"_id": order.subject})
        total = 1 + (tally["total"] if tally else 0)
        await database.tallies.update_one(
            {"_id": order.subject}, {"$set": {"total": total}}, upsert=True
        )
        await database.outbox.insert_one({"_id": order.id, "about": order.subject, "total": total})
        if len(times) == task.count:
            done.set()

    say(state="ready")
    await told()
    async with broker:
        await broker.start()
        await done.wait()
        say(ended=monotonic())
        await told()
    client.close()
    say(began=times[0])


async def _decoded(message: KafkaMessage) -> Any:
    # FastStream does not take CloudEvents' media type for JSON.
    return json.loads(message.body)
