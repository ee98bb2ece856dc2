"""A database of a million applications, written by the processes of a pool from one seed."""

import asyncio
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from random import Random
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import MongoClient
from pymongo.write_concern import WriteConcern

from benchmarks.options import Say
from benchmarks.street.draft import STREET, Draft, drafts, plain_items
from benchmarks.street.likeness import EARLIEST_MS, led
from benchmarks.street.office import Town
from benchmarks.street.persons import registered
from services.intake.adapters.case.mongo_cases import NUMBERS
from services.intake.adapters.mongo import INDEXES
from services.intake.domain.case.records import DailyNumber
from services.intake.domain.counter.points import day_of
from shared.privacy.sealing import Keyring
from shared.storage.mongo import MongoStore, ensure_indexes

SEED = 6
_LIVES = 5000
"""So many are led, each with its likenesses."""
_FEWEST, _ALIKE = 100, 20
_PARTS = 50
_CASES_A_PERSON = 3
_CHUNK = 5000


@dataclass(frozen=True)
class Part:
    """What one process writes at once: lives, each with how many alike and the first's number."""

    lives: tuple[tuple[int, Draft, int, int], ...]
    seed: int


@dataclass(frozen=True)
class Place:
    """Where it is written to, with the texts of the service's two keys; `until` is the present."""

    mongo_url: str
    database: str
    until: datetime
    master: str
    index: str

    @cached_property
    def keyring(self) -> Keyring:
        """The service's keys."""
        return Keyring.from_text(self.master, self.index)


async def fill(place: Place, count: int, say: Say) -> None:
    """Write so many applications and all that stands beside them, then make the indexes."""
    town, dice = _town(place), Random(SEED)  # noqa: S311 - no secret
    lives = min(_LIVES, max(_FEWEST, count // _ALIKE))
    drawn = drafts(
        plain_items(town.catalogue.every()), town.calendars.of(STREET), place.until, lives, dice
    )
    days: Counter[str] = Counter()
    parts = list(_parts(drawn, count, days))
    loop, done = asyncio.get_running_loop(), 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        written = [loop.run_in_executor(pool, write, place, part) for part in parts]
        for number, one in enumerate(asyncio.as_completed(written), 1):
            done += await one
            if number % 5 == 0 or number == len(parts):
                say(f"{done:,} of {count:,} applications written")
    with _database(place) as database:
        rows = (NUMBERS.encode(DailyNumber(day, last, last)) for day, last in days.items())
        database[NUMBERS.name].insert_many([{**row, "hlc": 1} for row in rows])
    say("indexes are made")
    # Not by the service's own client: it would wait for no answer that takes so long.
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.mongo_url)
    await ensure_indexes(MongoStore(client, place.database), INDEXES)
    client.close()


def write(place: Place, part: Part) -> int:
    """Lead the lives of a part and write their likenesses; return how many there are."""
    return asyncio.run(_write(place, part))


async def _write(place: Place, part: Part) -> int:
    town, dice = _town(place), Random(part.seed)  # noqa: S311 - no secret
    count = sum(alike for *_, alike in part.lives)
    first = part.lives[0][0]
    persons, documents = await registered(town, first, count // _CASES_A_PERSON + 1, dice)
    with _database(place) as database:
        waiting: defaultdict[str, list[Any]] = defaultdict(list)
        for name, plain in documents:
            waiting[name].append(plain)
        for number, draft, in_day, alike in part.lives:
            life = await led(town, draft, number, SEED + number)
            for other in range(alike):
                person, shift = dice.choice(persons), -dice.randrange(EARLIEST_MS)
                shift = shift if other else 0
                made = life.like(number + other, in_day + other, person, shift, place.keyring)
                for name, document in made:
                    waiting[name].append(document)
            for name in [name for name, rows in waiting.items() if len(rows) > _CHUNK]:
                database[name].insert_many(waiting.pop(name), ordered=False)
        for name, rows in waiting.items():
            database[name].insert_many(rows, ordered=False)
    return count


def _parts(drawn: list[Draft], count: int, days: Counter[str]) -> Iterator[Part]:
    lives, number = [], 1
    for place, draft in enumerate(drawn):
        alike = count * (place + 1) // len(drawn) - count * place // len(drawn)
        day = f"{day_of(draft.begins):%Y%m%d}"
        lives.append((number, draft, days[day] + 1, alike))
        number += alike
        days[day] += alike
    size = max(1, len(lives) // _PARTS)
    for start in range(0, len(lives), size):
        yield Part(tuple(lives[start : start + size]), SEED + start)


class _database:  # noqa: N801 - reads as a function
    def __init__(self, place: Place) -> None:
        self._client: MongoClient[dict[str, Any]] = MongoClient(place.mongo_url)
        self._name = place.database

    def __enter__(self) -> Any:
        # Kept by the checkpoint at the end: a data set that breaks off is thrown away.
        return self._client.get_database(self._name, write_concern=WriteConcern(1, j=False))

    def __exit__(self, *_: object) -> None:
        self._client.close()


@cache
def _town(place: Place) -> Town:
    town = Town(place.keyring)
    town.clock.move(place.until)
    return town
