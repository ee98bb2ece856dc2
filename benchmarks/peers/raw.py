"""Peer (b): the bound. Batches of raw bytes into MongoDB; nothing is read, decided or announced."""

from time import monotonic
from typing import Any

from aiokafka import AIOKafkaConsumer
from motor.motor_asyncio import AsyncIOMotorClient

from benchmarks.peers.talk import say, told
from benchmarks.peers.task import Task
from shared.messaging.settings import BusSettings

GROUP = "bench-raw"


async def raw(task: Task) -> None:
    """Copy the orders, in batches as large as ours, and commit the offsets."""
    settings = BusSettings()
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(task.mongo_url, w="majority")
    rows = client[task.database].rows
    consumer = AIOKafkaConsumer(
        task.topic,
        bootstrap_servers=task.bootstrap,
        group_id=GROUP,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=settings.fetch_wait_ms,
        max_partition_fetch_bytes=4 * 1024 * 1024,
    )
    say(state="ready")
    await told()
    await consumer.start()
    done, began = 0, None
    while done < task.count:
        got = await consumer.getmany(timeout_ms=200, max_records=settings.batch_records)
        records = [record for batch in got.values() for record in batch]
        if records:
            began = began or monotonic()
            await rows.insert_many([{"raw": record.value} for record in records], ordered=False)
            await consumer.commit()
            done += len(records)
    say(ended=monotonic())
    await told()
    await consumer.stop()
    client.close()
    say(began=began)
