"""One run: load and faults over a stand, until all is still; then the verdict."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from aiokafka.errors import KafkaError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from shared.events.catalogue import SERVICES
from tests.faults.chaos.checker import Verdict, check
from tests.faults.chaos.faults import REPLICAS, Faults, Tell
from tests.faults.chaos.load import Load
from tests.faults.chaos.options import Options
from tests.faults.chaos.publisher import Publisher
from tests.faults.chaos.reader import StoreReader, TopicReader
from tests.faults.chaos.stand import Stand

RATE = 250.0
_LEAST_SECONDS = 1.2
_LOOK_SECONDS = 0.5
_QUIET_SECONDS = 3.0
_STILL_SECONDS = 60.0
_PROGRESS_SECONDS = 10.0


@dataclass
class Course:
    """How far the faults are: the load may not run ahead of them."""

    options: Options
    done: int = 0

    def allowed(self) -> int:
        """Return how many events may be sent by now."""
        kills, events = self.options.kills, self.options.events
        return events if self.done >= kills else events * (self.done + 1) // (kills + 1)

    def due(self, count: int) -> bool:
        """Tell whether so many sent events are enough for the next fault."""
        return count >= self.options.events * (self.done + 0.5) / (self.options.kills + 1)


async def run(options: Options, home: Path, tell: Tell) -> Verdict:
    """Run it whole and return the verdict; the stand has ended then."""
    async with Stand(home) as stand:
        tell("store and bus are ready")
        await stand.begin(*(f"{service}-{letter}" for service in SERVICES for letter in REPLICAS))
        tell("eight replicas are ready")
        sent = await _ill_treated(stand, options, tell)
        return await settled(stand, sent, tell)


async def _ill_treated(stand: Stand, options: Options, tell: Tell) -> set[str]:
    course = Course(options)
    publisher = Publisher(stand.kafka.bootstrap, RATE, course.allowed)
    faults = Faults(stand, options.seed, tell)
    load = Load(options.seed, options.events, await asyncio.to_thread(stand.sealed))
    async with asyncio.TaskGroup() as group:
        group.create_task(_ill_treat(faults, course, publisher, options.seed))
        publishing = group.create_task(publisher.publish(load))
        group.create_task(_tell_progress(publisher, publishing, course, tell))
    await publisher.close()
    await faults.settle()
    tell(f"{publisher.count} events are sent, {course.done} faults are done")
    return publisher.sent


async def _ill_treat(faults: Faults, course: Course, publisher: Publisher, seed: int) -> None:
    random = Random(seed + 1)  # noqa: S311 - no secret
    while course.done < course.options.kills:
        began = monotonic()
        while not course.due(publisher.count):  # noqa: ASYNC110 - a count that another task raises
            await asyncio.sleep(1 / 50)
        await faults.one()
        course.done += 1
        await asyncio.sleep(max(_LEAST_SECONDS * random.uniform(0.3, 1.7) - monotonic() + began, 0))


async def _tell_progress(
    publisher: Publisher, publishing: "asyncio.Task[None]", course: Course, tell: Tell
) -> None:
    while not publishing.done():
        await asyncio.wait({publishing}, timeout=_PROGRESS_SECONDS)
        tell(f"{publisher.count} of {course.options.events} events, {course.done} faults")


async def settled(stand: Stand, sent: set[str], tell: Tell) -> Verdict:
    """Check until it is clean, or until nothing has moved for so many seconds."""
    reader = TopicReader(stand.kafka.bootstrap, stand.topics)
    with MongoClient[dict[str, Any]](stand.mongo.url) as client:
        stores = StoreReader(client, stand.databases)
        stillness = Stillness()
        while True:
            try:
                # To read it all takes as much of the machine as to work it off: first it rests.
                if stillness.seen(await asyncio.to_thread(stores.counts)) < _QUIET_SECONDS:
                    await asyncio.sleep(_LOOK_SECONDS)
                    continue
                await reader.catch_up()
                books = await asyncio.to_thread(stores.books)
            except (KafkaError, PyMongoError, OSError) as error:
                tell(f"the checker waits: {type(error).__name__}")
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            verdict = await asyncio.to_thread(check, reader.topics, books, sent)
            still = stillness.seen(await asyncio.to_thread(stores.counts))
            if verdict.clean or still > _STILL_SECONDS:
                return verdict
            tell(f"not settled yet: {verdict.numbers()}")


class Stillness:
    """For how long nothing has moved."""

    def __init__(self) -> None:
        self._counts: tuple[int, ...] = ()
        self._since = monotonic()

    def seen(self, counts: tuple[int, ...]) -> float:
        """Take note of what there is now; return for how many seconds it has been the same."""
        if counts != self._counts:
            self._counts, self._since = counts, monotonic()
        return monotonic() - self._since
