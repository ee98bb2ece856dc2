"""What the simulation found once, told directly: another replica writes between two reads."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import bson

from shared.events.partners import HotlineOrderPlaced
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import Ledger
from shared.messaging.records import Record
from shared.observability.metrics import Metrics
from shared.storage.ports import Document, Scalar
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from tests.faults.simulated.toy import GridWork, on_order
from tests.shared.messaging.toy import KEYRING, PARTNERS, order, record


class InterruptedStore(MemoryStore):
    """Lets another replica act just before the first read of a collection."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: dict[str, Callable[[], Awaitable[Any]]] = {}

    async def load(self, collection: str, keys: Sequence[str]) -> dict[str, Document]:
        await self._interrupt(collection)
        return await super().load(collection, keys)

    async def page(
        self, collection: str, equals: Mapping[str, Scalar], *, after: str | None, limit: int
    ) -> list[Document]:
        await self._interrupt(collection)
        return await super().page(collection, equals, after=after, limit=limit)

    async def _interrupt(self, collection: str) -> None:
        if (act := self.meanwhile.pop(collection, None)) is not None:
            await act()


def replica(store: MemoryStore) -> Hearing[GridWork]:
    clock, metrics = SetClock(), Metrics("grid")
    unit_of_work = UnitOfWork("grid", store, GridWork, clock, metrics)
    handlers = [Handler(HotlineOrderPlaced, on_order)]
    return Hearing("grid", unit_of_work, handlers, PARTNERS, Ledger(KEYRING), clock, metrics)


def placed(id_: str, offset: int, **data: str) -> Record:
    return record(order(id_, data={**HotlineOrderPlaced.example, **data}), offset)


def stored(store: MemoryStore, collection: str) -> dict[str, Document]:
    return {key: bson.decode(raw) for key, raw in store.rows.get(collection, {}).items()}


async def test_a_zombie_that_missed_the_opening_of_a_lane_lets_nothing_pass_it() -> None:
    store = InterruptedStore()
    batch = [placed("1", 0, kind="consultation", order_no="t0"), placed("2", 1, order_no="t1")]
    store.meanwhile["ledger"] = lambda: replica(store).hear(batch)
    await replica(store).hear(batch)
    assert stored(store, "tallies") == {}
    assert [row["fate"] for row in stored(store, "ledger").values()] == ["parked", "waiting"]


async def test_a_zombie_does_not_record_as_waiting_what_another_has_handled() -> None:
    store = InterruptedStore()
    first, later = placed("1", 0, order_no="t0"), placed("2", 1, kind="consultation", order_no="t1")
    store.meanwhile["lanes"] = lambda: replica(store).hear([first, later])
    await replica(store).hear([first])
    assert stored(store, "tallies")["t0"]["orders"] == ["1"]
    assert [row["event_id"] for row in stored(store, "ledger").values()] == ["2"]
