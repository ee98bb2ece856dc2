"""20,000 mutations of valid events: no crash, and no neighbour is lost."""

import re
from collections import Counter
from itertools import islice
from random import Random

import pytest

from shared.messaging.hearing import HANDLED, Result
from shared.messaging.ledger import LEDGER, LedgerEntry
from shared.messaging.records import Record
from shared.storage.mongo import MongoStore
from shared.storage.ports import Store
from shared.testing.memory import MemoryStore
from shared.testing.stores import opened
from shared.values import Refusal
from tests.faults.houses import HOUSES, hearing_of, neighbour, types_of
from tests.faults.mutants import ID_NUMBER, message, mutants, record, topic_of, valid

BATCH = 120
SEEDS = range(8)
MUTANTS = 7 * BATCH  # by 8 seeds and 3 services: 20,160


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("service", HOUSES)
async def test_no_mutation_crashes_a_service_or_costs_a_neighbour(service: str, seed: int) -> None:
    await survive(service, MemoryStore(), MUTANTS, Random(seed))  # noqa: S311 - had again


@pytest.mark.parametrize("service", HOUSES)
async def test_nor_does_one_on_a_real_store(service: str, database: tuple[str, str]) -> None:
    async with opened(*database) as store:
        await survive(service, store, BATCH, Random(99))  # noqa: S311 - had again


async def survive(service: str, store: MemoryStore | MongoStore, count: int, dice: Random) -> None:
    hearing = hearing_of(service, store)
    for first in range(0, count, BATCH):
        strange, good = batch(service, first, dice)
        mixed = [*strange, *good]
        dice.shuffle(mixed)
        told = {result.place: result for result in await hearing.hear(mixed)}
        assert told.keys() == {one.place for one in mixed}
        assert {told[one.place].outcome for one in good} == {HANDLED}
        assert [one for one in strange if crashed(told[one.place])] == []
        await has_reasons(store, [told[one.place] for one in strange])


def crashed(result: Result) -> bool:
    return result.error is not None and not isinstance(result.error, Refusal)


def batch(service: str, first: int, dice: Random) -> tuple[list[Record], list[Record]]:
    """Mutants of everything that partners tell the service, and valid neighbours among them."""
    types = types_of(service)
    strange = []
    for offset in range(first, first + BATCH):
        data = dice.choice(types)
        # Some ids fall together: what comes then is a repetition, or pretends to be one.
        event = valid(data, f"m{first}-{dice.randrange(BATCH)}")
        ((_, sent),) = islice(mutants(event, dice), 1)
        strange.append(record(topic_of(data), offset, sent))
    near = [neighbour(service, f"n{first}-{n}") for n in range(BATCH // 20)]
    good = [
        record(topic_of(data), 10**6 + first + n, message(event))
        for n, (data, event) in enumerate(near)
    ]
    return strange, good


async def has_reasons(store: Store, results: list[Result]) -> None:
    """Whatever was not handled lies in the ledger, said in Chinese and in English."""
    outcomes = {result.place: result.outcome for result in results if result.outcome != HANDLED}
    rows = await store.load(LEDGER.name, list(outcomes))
    entries = {place: LEDGER.decode(row) for place, row in rows.items()}
    assert {place: entry.fate for place, entry in entries.items()} == outcomes
    assert [entry for entry in entries.values() if not in_plain_words(entry)] == []


def in_plain_words(entry: LedgerEntry) -> bool:
    said = entry.zh + entry.en
    chinese, english = re.search(r"[\u4e00-\u9fff]", entry.zh), re.search("[a-z] [a-z]", entry.en)
    return bool(chinese and english) and len(said) < 2000 and ID_NUMBER not in said


def test_every_kind_of_mutation_is_among_them() -> None:
    dice = Random(0)  # noqa: S311 - had again
    (data, *_) = types_of("grid")
    names = Counter(name for name, _ in islice(mutants(valid(data, "1"), dice), 2000))
    assert len(names) == 15
    assert min(names.values()) > 5
