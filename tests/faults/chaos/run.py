"""One run: load and faults over a stand, until all is still; then the verdict."""

import asyncio
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from aiokafka.errors import KafkaError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from shared.events.catalogue import SERVICES
from shared.testing.waiting import until
from tests.faults.chaos.checker import Verdict, check
from tests.faults.chaos.course import Course
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
_SETTLING_SECONDS = 3600.0
_PROGRESS_SECONDS = 10.0


async def run(options: Options, home: Path, tell: Tell) -> Verdict:
    """Run it whole and return the verdict; the stand has ended then."""
    async with Stand(home) as stand:
        tell("store and bus are ready")
        await stand.begin(*(f"{service}-{letter}" for service in SERVICES for letter in REPLICAS))
        tell("eight replicas are ready")
        sent = await _ill_treated(stand, options, tell)
        return await settled(stand, sent, tell)


async def _ill_treated(stand: Stand, options: Options, tell: Tell) -> set[str]:
    course = Course(options.events, options.kills)
    publisher = Publisher(stand.kafka.bootstrap, RATE, course.may_send)
    faults = Faults(stand, options.seed, tell)
    load = Load(options.seed, options.events, await asyncio.to_thread(stand.sealed))
    async with asyncio.TaskGroup() as group:
        group.create_task(_ill_treat(faults, course, options))
        publishing = group.create_task(publisher.publish(load))
        group.create_task(_tell_progress(publisher, publishing, course, options, tell))
    await publisher.close()
    await faults.settle()
    tell(f"{publisher.count} events are sent, {course.done} faults are done")
    return publisher.sent


async def _ill_treat(faults: Faults, course: Course, options: Options) -> None:
    random = Random(options.seed + 1)  # noqa: S311 - no secret
    for _ in range(options.kills):
        # What was killed needs a while to be back at work, or the next fault would find nothing.
        pause = asyncio.create_task(asyncio.sleep(_LEAST_SECONDS * random.uniform(0.3, 1.7)))
        await course.fault_due()
        await faults.one()
        await course.fault_done()
        await pause


async def _tell_progress(
    publisher: Publisher,
    publishing: "asyncio.Task[None]",
    course: Course,
    options: Options,
    tell: Tell,
) -> None:
    while not publishing.done():
        await asyncio.wait({publishing}, timeout=_PROGRESS_SECONDS)
        tell(f"{publisher.count} of {options.events} events, {course.done} faults")


async def settled(stand: Stand, sent: set[str], tell: Tell) -> Verdict:
    """Check until it is clean, or until nothing has moved for so many seconds.

    Raises:
        TimeoutError: something still moves after an hour.
    """
    with MongoClient[dict[str, Any]](stand.mongo.url) as client:
        settling = _Settling(
            TopicReader(stand.kafka.bootstrap, stand.topics),
            StoreReader(client, stand.databases),
            sent,
            tell,
        )
        await until(settling.over, _SETTLING_SECONDS, every=_LOOK_SECONDS)
        assert settling.verdict is not None, "it is over only after a look"
        return settling.verdict


class _Settling:
    """One look after another, until there is nothing more to wait for."""

    def __init__(
        self, topics: TopicReader, stores: StoreReader, sent: set[str], tell: Tell
    ) -> None:
        self.verdict: Verdict | None = None
        self._topics = topics
        self._stores = stores
        self._sent = sent
        self._tell = tell
        self._still = Stillness()
        self._quiet = Stillness()

    async def over(self) -> bool:
        try:
            return await self._looked()
        except (KafkaError, PyMongoError, OSError) as error:
            self._tell(f"the checker waits: {type(error).__name__}")
            return False

    async def _looked(self) -> bool:
        # To read it all takes as much of the machine as to work it off: first it rests, and so it
        # does after each look.
        if self._quiet.seen(await asyncio.to_thread(self._stores.counts)) < _QUIET_SECONDS:
            return False
        await self._topics.catch_up()
        books = await asyncio.to_thread(self._stores.books)
        self.verdict = await asyncio.to_thread(check, self._topics.topics, books, self._sent)
        still = self._still.seen(await asyncio.to_thread(self._stores.counts))
        if self.verdict.clean or still > _STILL_SECONDS:
            return True
        self._tell(f"not settled yet: {self.verdict.numbers()}")
        self._quiet = Stillness()
        return False


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
