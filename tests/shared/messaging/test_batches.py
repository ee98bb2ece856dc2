"""A batch is written whole, whatever it takes, and what shares a partition keeps its order."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.events.partners import HotlineOrderPlaced
from shared.messaging.batches import Batches, _fitting
from shared.messaging.hearing import Result
from shared.messaging.records import Record
from shared.observability.metrics import Metrics
from shared.storage.ports import StoreAway
from shared.testing.memory import MemoryStore
from shared.testing.waiting import until
from tests.shared.messaging.toy import TOPIC, hearing, order, record

METRICS = Metrics("grid")


class Witness:
    """Keeps what it heard, transaction by transaction.

    It fails with the faults first; where two transactions `meet`, each counts a conflict.
    """

    def __init__(self, *faults: Exception, meet: bool = False) -> None:
        self.heard: list[list[str]] = []
        self.conflicts = 0
        self.took = 0.0
        self._faults = list(faults)
        self._meet = meet

    async def hear(self, records: Sequence[Record]) -> list[Result]:
        if self._faults:
            raise self._faults.pop()
        self.conflicts += self._meet
        self.heard.append([one.place for one in records])
        return [Result(one.place, None, "handled") for one in records]


def records(partition: int, count: int) -> list[Record]:
    return [
        Record(HotlineOrderPlaced.type, f"{TOPIC}:{partition}:{n}", (), b"") for n in range(count)
    ]


async def test_a_large_batch_is_two_transactions_and_no_partition_is_in_both() -> None:
    witness = Witness()
    mixed = [r for turn in zip(*(records(p, 4) for p in range(4)), strict=True) for r in turn]
    results = await Batches(witness, METRICS, large=10).written(mixed)
    assert len(witness.heard) == 2
    assert sorted(result.place for result in results) == sorted(one.place for one in mixed)
    for share in witness.heard:
        for partition in {place.rpartition(":")[0] for place in share}:
            offsets = [int(p.rpartition(":")[2]) for p in share if p.startswith(partition)]
            assert offsets == [0, 1, 2, 3]


async def test_a_small_batch_and_a_single_partition_are_one_transaction() -> None:
    witness = Witness()
    batches = Batches(witness, METRICS, large=10)
    await batches.written([*records(0, 3), *records(1, 3)])
    await batches.written(records(0, 50))
    assert [len(share) for share in witness.heard] == [6, 50]


async def test_where_two_transactions_met_the_next_batches_are_written_one_at_a_time() -> None:
    witness = Witness(meet=True)
    batches = Batches(witness, METRICS, large=2)
    for _ in range(2):
        await batches.written([*records(0, 2), *records(1, 2)])
    assert [len(share) for share in witness.heard] == [2, 2, 4]


@pytest.mark.parametrize(
    ("fault", "waits_for"), [(StoreAway("gone"), "store"), (RuntimeError("why"), "operator")]
)
async def test_a_batch_waits_says_for_what_and_is_written_in_the_end(
    fault: Exception, waits_for: str
) -> None:
    witness = Witness(fault)
    batches = Batches(witness, METRICS)
    writing = asyncio.ensure_future(batches.written(records(0, 2)))

    async def waits() -> bool:
        return batches.waiting_for == waits_for

    await until(waits)
    await writing
    assert batches.waiting_for is None
    assert witness.heard == [[one.place for one in records(0, 2)]]


async def test_two_transactions_at_once_write_what_one_would_have_written() -> None:
    store = MemoryStore()
    some = [
        Record(TOPIC, f"{TOPIC}:{n % 3}:{n}", one.headers, one.value)
        for n in range(60)
        for one in [record(order(f"e{n}", subject=f"s{n % 3}"), n)]
    ]
    await Batches(hearing(store), METRICS, large=10).written(some)
    rows = await store.page("tallies", {}, after=None, limit=10)
    assert [row["total"] for row in rows] == [20, 20, 20]


async def test_a_transaction_takes_more_while_it_is_quick_and_less_when_it_is_slow() -> None:
    assert _fitting(250, 250, 0.1) == 500
    assert _fitting(250, 40, 0.1) == 250
    assert _fitting(500, 500, 1.7) == 500
    assert _fitting(500, 500, 3.0) == 250
    assert _fitting(2000, 2000, 0.1) == 2000
    assert _fitting(25, 25, 9.0) == 25


async def test_what_is_more_than_one_transaction_takes_is_written_in_order() -> None:
    witness = Witness()
    results = await Batches(witness, METRICS).written(records(0, 900))
    assert [len(share) for share in witness.heard] == [250, 500, 150]
    assert [result.place for result in results] == [one.place for one in records(0, 900)]
