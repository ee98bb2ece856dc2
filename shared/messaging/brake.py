"""The brake: makes a consumer's paused partitions those of the paused topics, and no others."""

from collections.abc import Set as AbstractSet

from aiokafka import AIOKafkaConsumer


def hold(consumer: AIOKafkaConsumer, topics: AbstractSet[str]) -> None:
    """Pause what this member holds of these topics, and read on in everything else.

    A rebalance forgets what was paused: call it again before anything is read.
    """
    wanted = {part for part in consumer.assignment() if part.topic in topics}
    held = consumer.paused()
    consumer.pause(*(wanted - held))
    consumer.resume(*(held - wanted))
