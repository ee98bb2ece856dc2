"""Kafka as far as the core can see it: partitions with offsets, groups with generations."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from shared.messaging.bus import BusAway, Message
from shared.testing.bus import HeldBus

PARTITIONS = 2
Place = tuple[str, int]


class Fenced(Exception):  # noqa: N818 - named as the field names it
    """This member's generation is over: join again."""


@dataclass(frozen=True)
class Landed:
    """One message of the log and when it landed."""

    message: Message
    at: float


@dataclass(frozen=True)
class Membership:
    """What a member was told when it joined."""

    member: str
    generation: int
    partitions: tuple[Place, ...]


class Broker(HeldBus):
    """The bus that the contract suite knows, and behind it the log by partition."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self.log: dict[Place, list[Landed]] = {}
        self.groups: list[Group] = []
        self._now = now

    async def send(self, messages: Sequence[Message]) -> None:
        await super().send(messages)
        self.land(messages)

    def partition_of(self, message: Message) -> int:
        return crc32(message.key.encode()) % PARTITIONS

    def land(self, messages: Sequence[Message]) -> None:
        for message in messages:
            place = message.topic, self.partition_of(message)
            self.log.setdefault(place, []).append(Landed(message, self._now()))
        topics = {message.topic for message in messages}
        for group in self.groups:
            if group.topic in topics:
                group.tell()

    def of_topic(self, topic: str) -> list[Landed]:
        places = [(topic, partition) for partition in range(PARTITIONS)]
        return [landed for place in places for landed in self.log.get(place, [])]


class Group:
    """One consumer group: who has which partitions, and how far it has read."""

    def __init__(self, broker: Broker, topic: str, chance: random.Random) -> None:
        self.topic = topic
        self.committed: dict[Place, int] = {}
        self.redelivered = 0
        self._read_to: dict[Place, int] = {}
        self._broker = broker
        self._places = [(topic, partition) for partition in range(PARTITIONS)]
        self._chance = chance
        self._generation = 0
        self._members: list[str] = []
        self._listening: list[Callable[[], None]] = []
        broker.groups.append(self)

    async def join(self, member: str) -> Membership:
        """Give the member its partitions; a new member makes a new generation."""
        self._reach()
        if member not in self._members:
            self._rebalance([*self._members, member])
        seat, seats = self._members.index(member), len(self._members)
        return Membership(member, self._generation, tuple(self._places[seat::seats]))

    def evict(self, member: str) -> None:
        """Give the partitions of a member that is not heard of to the others."""
        if member in self._members:
            self._rebalance([other for other in self._members if other != member])

    async def poll(
        self, membership: Membership, positions: Mapping[Place, int], limit: int
    ) -> list[tuple[Place, int, Message]]:
        """Return the next records of the member's partitions."""
        self._admit(membership)
        found = [
            (place, offset, landed.message)
            for place, start in positions.items()
            for offset, landed in enumerate(self._broker.log.get(place, [])[start:], start)
        ]
        for place, offset, _ in found[:limit]:
            self.redelivered += offset < self._read_to.get(place, 0)
            self._read_to[place] = max(self._read_to.get(place, 0), offset + 1)
        return found[:limit]

    async def commit(self, membership: Membership, positions: Mapping[Place, int]) -> None:
        """Keep how far the member has read; what a zombie says counts for nothing."""
        self._admit(membership)
        self.committed.update(positions)

    def listen(self, news: Callable[[], None]) -> None:
        """Call this once, when there may be something to poll."""
        self._listening.append(news)

    def tell(self) -> None:
        listening, self._listening = self._listening, []
        for news in listening:
            news()

    @property
    def caught_up(self) -> bool:
        ends = {place: len(self._broker.log.get(place, ())) for place in self._places}
        return all(self.committed.get(place, 0) == end for place, end in ends.items())

    def _rebalance(self, members: list[str]) -> None:
        self._chance.shuffle(members)
        self._members = members
        self._generation += 1
        self.tell()

    def _admit(self, membership: Membership) -> None:
        self._reach()
        if membership.generation != self._generation:
            raise Fenced

    def _reach(self) -> None:
        if self._broker.away:
            raise BusAway("switched off")
