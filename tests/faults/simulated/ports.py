"""The ports as one replica sees them: every call may wait, fail, or be its last."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.messaging.bus import BusAway, Message
from shared.storage.agenda import DueCount
from shared.storage.listing import Listing, Place
from shared.storage.ports import Changes, Document, Scalar, StoreAway
from shared.testing.memory import MemoryStore, MemoryTransaction
from tests.faults.simulated.broker import Broker
from tests.faults.simulated.replica import Replica

_LATEST_LANDING = 0.3


class SimulatedTransaction:
    """`Transaction` over a network."""

    def __init__(self, replica: Replica, transaction: MemoryTransaction) -> None:
        self._replica = replica
        self._inner = transaction

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        ask = self._replica.ask
        return await ask(f"load {collection}", StoreAway, self._inner.load, collection, keys)

    async def where(
        self, collection: str, equals: Mapping[str, Scalar], limit: int
    ) -> list[Document]:
        ask, act = self._replica.ask, self._inner.where
        return await ask(f"where {collection}", StoreAway, act, collection, equals, limit)

    async def write(self, changes: Changes) -> None:
        await self._replica.ask("write", StoreAway, self._inner.write, changes)

    async def commit(self) -> None:
        await self._replica.call("commit", StoreAway, self._inner.commit)

    async def abort(self) -> None:
        await self._inner.abort()


class SimulatedStore:
    """`Store` over a network."""

    def __init__(self, replica: Replica, store: MemoryStore) -> None:
        self._replica = replica
        self._inner = store

    async def begin(self) -> SimulatedTransaction:
        return SimulatedTransaction(self._replica, await self._inner.begin())

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        ask = self._replica.ask
        return await ask(f"load {collection}", StoreAway, self._inner.load, collection, keys)

    async def page(
        self, collection: str, equals: Mapping[str, Scalar], *, after: str | None, limit: int
    ) -> list[Document]:
        await self._replica.point(f"page {collection}", StoreAway)
        return await self._inner.page(collection, equals, after=after, limit=limit)

    async def earliest(self, collection: str, field: str, limit: int) -> list[Document]:
        ask, act = self._replica.ask, self._inner.earliest
        return await ask(f"earliest {collection}", StoreAway, act, collection, field, limit)

    async def remove(self, collection: str, keys: Sequence[str]) -> None:
        call = self._replica.call
        await call(f"remove {collection}", StoreAway, self._inner.remove, collection, keys)

    async def count(self, collection: str, equals: Mapping[str, Scalar]) -> int:
        ask = self._replica.ask
        return await ask(f"count {collection}", StoreAway, self._inner.count, collection, equals)

    async def lease(self, name: str, owner: str, ttl_ms: int) -> int | None:
        call = self._replica.call
        return await call("lease", StoreAway, self._inner.lease, name, owner, ttl_ms)

    async def now(self) -> datetime:
        return await self._replica.ask("now", StoreAway, self._inner.now)

    async def due(
        self, collection: str, kind: str, until: datetime | None, limit: int
    ) -> list[Document]:
        ask, act = self._replica.ask, self._inner.due
        return await ask(f"due {collection}", StoreAway, act, collection, kind, until, limit)

    async def count_due(self, collection: str, until: datetime, limit: int) -> int:
        ask, act = self._replica.ask, self._inner.count_due
        return await ask(f"count {collection}", StoreAway, act, collection, until, limit)

    async def due_by_hour(self, collection: str, before: datetime) -> list[DueCount]:
        ask, act = self._replica.ask, self._inner.due_by_hour
        return await ask(f"due {collection}", StoreAway, act, collection, before)

    async def listed(
        self, collection: str, listing: Listing, *, after: Place | None, limit: int
    ) -> list[Document]:
        await self._replica.point(f"list {collection}", StoreAway)
        return await self._inner.listed(collection, listing, after=after, limit=limit)

    async def count_listed(self, collection: str, listing: Listing) -> int:
        ask, act = self._replica.ask, self._inner.count_listed
        return await ask(f"count {collection}", StoreAway, act, collection, listing)

    async def count_each(self, collection: str, listing: Listing, field: str) -> dict[str, int]:
        ask, act = self._replica.ask, self._inner.count_each
        return await ask(f"count {collection}", StoreAway, act, collection, listing, field)

    async def values(self, collection: str, field: str) -> Sequence[str]:
        ask, act = self._replica.ask, self._inner.values
        return await ask(f"values {collection}", StoreAway, act, collection, field)

    async def estimate(self, collection: str) -> int:
        ask = self._replica.ask
        return await ask(f"count {collection}", StoreAway, self._inner.estimate, collection)

    async def ping(self) -> None:
        await self._replica.ask("ping", StoreAway, self._inner.ping)


class SimulatedBus:
    """`Bus` over a network: a sending that fails may have sent some, or sends the rest later."""

    def __init__(self, replica: Replica, broker: Broker) -> None:
        self._replica = replica
        self._broker = broker

    async def send(self, messages: Sequence[Message]) -> None:
        chance = self._replica.world.random
        # Kafka keeps the order within a partition and none between two.
        upside_down = chance.random() < 0.5
        on_the_wire = sorted(messages, key=self._broker.partition_of, reverse=upside_down)
        cut = chance.randrange(len(messages) + 1)
        await self._replica.point("send", BusAway)
        await self._broker.send(on_the_wire[:cut])
        try:
            await self._replica.point("send on", BusAway)
        except BaseException:
            self._land_late(on_the_wire[cut:])
            raise
        await self._broker.send(on_the_wire[cut:])
        await self._replica.point("sent", BusAway)

    def _land_late(self, rest: Sequence[Message]) -> None:
        world = self._replica.world
        if world.random.random() < 0.5:
            delay = world.random.uniform(0, _LATEST_LANDING)
            world.after(delay, lambda: self._broker.land(rest))
