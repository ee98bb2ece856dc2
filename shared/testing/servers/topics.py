"""Topics of an Apache Kafka; the embedded broker is given its own at the start."""

from collections.abc import Mapping

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from shared.events.codec import BUS_MAX_BYTES
from shared.testing.servers.process import ServerError


def create_topics(
    bootstrap: str,
    topics: Mapping[str, int],
    retention_ms: Mapping[str, int] | None = None,
) -> None:
    """Create topics (name → partitions) on Apache Kafka; those that exist stay as they are.

    Args:
        bootstrap: host:port of the broker.
        topics: partitions by topic name.
        retention_ms: milliseconds to keep, by topic name; others have the broker's default.

    Raises:
        ServerError: the broker refused one, or is away.
    """
    keep = retention_ms or {}
    wanted = [
        NewTopic(
            name,
            num_partitions=partitions,
            replication_factor=1,
            config={
                "max.message.bytes": str(BUS_MAX_BYTES),
                **({"retention.ms": str(keep[name])} if name in keep else {}),
            },
        )
        for name, partitions in topics.items()
    ]
    client = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    cluster = client.list_topics(timeout=30)
    if cluster.controller_id not in cluster.brokers:
        return  # the embedded broker has no controller; it makes a topic when one is first named
    for name, future in client.create_topics(wanted, request_timeout=30).items() if wanted else ():
        try:
            future.result()
        except KafkaException as fault:
            if fault.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise ServerError(
                    f"Kafka did not create topic {name}: {fault.args[0].str()}"
                ) from None
