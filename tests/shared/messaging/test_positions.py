"""A gap is found again until it has been said."""

from dataclasses import dataclass

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from shared.messaging.positions import Gap, Positions

PLACE = TopicPartition("t", 0)


@dataclass(frozen=True)
class Read:
    """As much of a consumed record as positions look at."""

    offset: int
    topic: str = "t"
    partition: int = 0


class Forgetful:
    """A consumer whose broker dropped everything before `beginning`."""

    def __init__(self, committed: int | None, beginning: int) -> None:
        self._committed = committed
        self._beginning = beginning
        self.failing = False

    def assignment(self) -> set[TopicPartition]:
        return {PLACE}

    async def committed(self, _: TopicPartition) -> int | None:
        return self._committed

    async def beginning_offsets(self, _: list[TopicPartition]) -> dict[TopicPartition, int]:
        if self.failing:
            raise KafkaError
        return {PLACE: self._beginning}


async def test_what_was_dropped_is_found_until_it_is_said() -> None:
    positions, consumer = Positions(), Forgetful(committed=10, beginning=25)
    gap = Gap("t", 0, first=10, count=15)
    assert await positions.gaps(consumer, [Read(25)]) == [gap]
    assert await positions.gaps(consumer, [Read(25)]) == [gap]
    positions.said(gap)
    assert await positions.gaps(consumer, [Read(25)]) == []
    assert positions.missed == 15


async def test_a_broker_that_fails_while_it_is_asked_hides_nothing() -> None:
    positions, consumer = Positions(), Forgetful(committed=10, beginning=25)
    consumer.failing = True
    with pytest.raises(KafkaError):
        await positions.gaps(consumer, [Read(25)])
    consumer.failing = False
    assert await positions.gaps(consumer, [Read(25)]) == [Gap("t", 0, 10, 15)]


async def test_an_offset_skipped_by_a_transaction_marker_is_no_gap() -> None:
    positions, consumer = Positions(), Forgetful(committed=10, beginning=0)
    assert await positions.gaps(consumer, [Read(12)]) == []
    positions.advance([Read(12)])
    assert await positions.gaps(consumer, [Read(13)]) == []


async def test_a_group_that_never_committed_missed_what_is_gone() -> None:
    positions, consumer = Positions(), Forgetful(committed=None, beginning=7)
    assert await positions.gaps(consumer, [Read(7)]) == [Gap("t", 0, 0, 7)]
