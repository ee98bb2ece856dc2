"""What every bus promises, shown on the fake and on Kafka."""

from collections.abc import AsyncIterator

import pytest

from shared.messaging.bus import BusAway, Message
from tests.contracts.lines import HeldLine, KafkaLine, Line

TYPE = "jiedao.grid.incident.closed.v1"


@pytest.fixture(params=["held", "kafka"])
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    if request.param == "held":
        yield HeldLine()
        return
    async with KafkaLine(request.getfixturevalue("kafka_bootstrap")).open() as opened:
        yield opened


def messages(line: Line, key: str, first: int, count: int) -> list[Message]:
    return [Message(line.topic, key, TYPE, f"{n}".encode()) for n in range(first, first + count)]


async def test_everything_sent_arrives_as_it_was_sent(line: Line) -> None:
    sent = [m for key in "abcdefg" for m in messages(line, key, 0, 3)]
    await line.bus.send(sent)
    assert sorted(await line.arrived(21), key=lambda m: (m.key, m.body)) == sent


async def test_those_of_one_key_arrive_in_the_order_given_over_several_sendings(
    line: Line,
) -> None:
    for first in range(0, 60, 20):
        mixed = zip(*(messages(line, key, first, 20) for key in "abcdefg"), strict=True)
        await line.bus.send([message for turn in mixed for message in turn])
    arrived = await line.arrived(420)
    for key in "abcdefg":
        assert [int(m.body) for m in arrived if m.key == key] == list(range(60))


async def test_what_fills_several_batches_of_a_partition_keeps_its_order(line: Line) -> None:
    sent = [Message(line.topic, "a", TYPE, f"{n}".encode().rjust(100_000)) for n in range(15)]
    await line.bus.send(sent)
    assert [int(m.body) for m in await line.arrived(15)] == list(range(15))


async def test_sending_nothing_is_nothing(line: Line) -> None:
    await line.bus.send([])
    await line.bus.send(messages(line, "a", 0, 1))
    assert len(await line.arrived(1)) == 1


async def test_a_bus_that_is_not_there_is_away_and_serves_once_it_is(line: Line) -> None:
    await line.cut()
    for _ in range(2):
        with pytest.raises(BusAway):
            await line.bus.send(messages(line, "a", 0, 2))
    await line.mend()
    await line.bus.send(messages(line, "a", 0, 2))
    assert await line.arrived(2) == messages(line, "a", 0, 2)
