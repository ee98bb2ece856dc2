"""What the peers are fed: hotline orders of about 500 bytes, as a partner would send them."""

import json
from collections.abc import Iterator

from confluent_kafka import Producer

from shared.events.codec import headers_of
from shared.events.partners import HotlineOrderPlaced

PARTITIONS = 4
# Neighbouring events never concern the same aggregate: the worst case for writing it once a batch.
AGGREGATES = 5000
_BUFFERED = 200_000

Headers = list[tuple[str, str | bytes | None]]


def order(partner: str, number: int, subject: str) -> bytes:
    """Return one event of a partner as structured JSON."""
    event = {
        "specversion": "1.0",
        "id": str(number),
        "source": f"urn:partner:{partner}",
        "type": HotlineOrderPlaced.type,
        "subject": subject,
        "time": "2026-09-07T09:00:00+08:00",
        "orgunit": "150602013000",
        "data": {**HotlineOrderPlaced.example, "order_no": f"2609070930{number:08}"},
    }
    return json.dumps(event, ensure_ascii=False).encode()


def orders(partner: str, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield subject and event."""
    for number in range(count):
        subject = f"order-{number % AGGREGATES}"
        yield subject, order(partner, number, subject)


def fill(bootstrap: str, topic: str, partner: str, count: int) -> None:
    """Write so many orders to a topic; return when the broker has them all."""
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "acks": "all",
            "linger.ms": 20,
            "partitioner": "murmur2",
            "queue.buffering.max.messages": _BUFFERED,
            "log_level": 0,
        }
    )
    headers: Headers = [*headers_of(HotlineOrderPlaced.type)]
    for subject, value in orders(partner, count):
        producer.produce(topic, value, key=subject.encode(), headers=headers)
        producer.poll(0)
    if left := producer.flush(60):
        raise RuntimeError(f"the broker did not take {left} of {count} events")
