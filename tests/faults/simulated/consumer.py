"""The consumer's driver, as FastStream and aiokafka drive it: poll, write, then commit."""

import asyncio

from shared.events.codec import headers_of
from shared.messaging.batches import Batches
from shared.messaging.bus import BusAway, Message
from shared.messaging.records import Record
from tests.faults.simulated.broker import Fenced, Group, Membership, Place
from tests.faults.simulated.replica import Replica

_WAIT_SECONDS = 1.0
_RETRY_SECONDS = 0.15
_RECORDS = 6


async def consume(replica: Replica, group: Group, batches: Batches) -> None:
    """Read for as long as the process lives; whatever fails, begin again where was committed."""
    member = replica.member
    while True:
        try:
            membership = await replica.call("join", BusAway, group.join, member)
            positions = {place: group.committed.get(place, 0) for place in membership.partitions}
            while True:
                await _once(replica, group, membership, positions, batches)
        except Fenced:
            replica.world.note(replica.name, "is fenced")
        except BusAway:
            await asyncio.sleep(_RETRY_SECONDS)


async def _once(
    replica: Replica,
    group: Group,
    membership: Membership,
    positions: dict[Place, int],
    batches: Batches,
) -> None:
    limit = replica.world.random.randint(1, _RECORDS)
    found = await replica.ask("poll", BusAway, group.poll, membership, positions, limit)
    if not found:
        await _news(group)
        return
    replica.world.note(replica.name, f"has {[f'{p}:{offset}' for (_, p), offset, _ in found]}")
    await batches.written([_record(*one) for one in found])
    positions |= {place: offset + 1 for place, offset, _ in found}
    await replica.call("commit offsets", BusAway, group.commit, membership, positions)


async def _news(group: Group) -> None:
    loop = asyncio.get_running_loop()
    news: asyncio.Future[None] = loop.create_future()

    def come() -> None:
        if not news.done():
            news.set_result(None)

    group.listen(come)
    timer = loop.call_later(_WAIT_SECONDS, come)
    await news
    timer.cancel()


def _record(place: Place, offset: int, message: Message) -> Record:
    topic, partition = place
    where = f"{topic}:{partition}:{offset}"
    return Record(topic, where, tuple(headers_of(message.type)), message.body)
