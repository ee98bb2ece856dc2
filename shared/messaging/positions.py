"""Where each partition is read, so that a jump over dropped records never goes unsaid."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition


@dataclass(frozen=True)
class Gap:
    """Records that the broker dropped before they were read."""

    topic: str
    partition: int
    first: int
    count: int


class Positions(ConsumerRebalanceListener):  # type: ignore[misc]
    """The next offset of each partition that this member holds.

    `settled` is called after each rebalance, before anything is read.
    """

    def __init__(self, settled: Callable[[], None] = lambda: None) -> None:
        self.assigned = False
        self.missed = 0
        self._next: dict[TopicPartition, int] = {}
        self._settled = settled

    async def on_partitions_revoked(
        self,
        revoked: Iterable[TopicPartition],  # noqa: ARG002
    ) -> None:
        """Forget: another member may move on from here."""
        self.assigned = False
        self._next.clear()

    async def on_partitions_assigned(
        self,
        assigned: Iterable[TopicPartition],  # noqa: ARG002
    ) -> None:
        """Note that the group has settled."""
        self.assigned = True
        self._settled()

    def next_of(self, partition: TopicPartition, default: int) -> int:
        """Return the next offset to read."""
        return self._next.get(partition, default)

    def advance(self, records: Sequence[ConsumerRecord]) -> None:
        """Note that these records are written."""
        for record in records:
            self._next[TopicPartition(record.topic, record.partition)] = record.offset + 1

    async def gaps(
        self, consumer: AIOKafkaConsumer, records: Sequence[ConsumerRecord]
    ) -> list[Gap]:
        """Return what the broker dropped between the expected offset and the first record.

        An offset may also be skipped by a transaction marker; only what lies before the log's
        present beginning was dropped.
        """
        firsts: dict[TopicPartition, int] = {}
        for record in records:
            firsts.setdefault(TopicPartition(record.topic, record.partition), record.offset)
        found = [await self._gap(consumer, tp, first) for tp, first in firsts.items()]
        return [gap for gap in found if gap is not None]

    def said(self, gap: Gap) -> None:
        """Go past a gap, now that it has been recorded; until then it is found again."""
        self.missed += gap.count
        self._next[TopicPartition(gap.topic, gap.partition)] = gap.first + gap.count

    async def _gap(
        self, consumer: AIOKafkaConsumer, partition: TopicPartition, first: int
    ) -> Gap | None:
        expected = self._next.get(partition)
        if expected is None:
            if partition not in consumer.assignment():
                return None
            # A group that never committed has read nothing: whatever is gone, it missed.
            expected = await consumer.committed(partition) or 0
            self._next[partition] = expected
        if first <= expected:
            return None
        beginning = (await consumer.beginning_offsets([partition]))[partition]
        dropped = min(beginning, first) - expected
        if dropped <= 0:
            return None
        return Gap(partition.topic, partition.partition, expected, dropped)
