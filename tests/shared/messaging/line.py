"""A line on a real bus: publishing to a topic, and a consumer for the length of a test."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.events.codec import headers_of
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.consumer import Consumer
from shared.service.tasks import cancelled


async def publish(bootstrap: str, topic: str, events: Sequence[dict[str, Any] | bytes]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    for event in events:
        value = event if isinstance(event, bytes) else json.dumps(event).encode()
        key = b"broken" if isinstance(event, bytes) else str(event["subject"]).encode()
        headers = headers_of(HotlineOrderPlaced.type)
        if value == b"bad header":
            headers = [("ce_type", b"\xff\xfe")]
        await producer.send(topic, value, key=key, headers=headers)
    await producer.stop()


@asynccontextmanager
async def running(one: Consumer) -> AsyncIterator[None]:
    await one.broker.start()
    watching = asyncio.create_task(one.watch())
    yield
    await cancelled([watching])
    await one.broker.stop()
