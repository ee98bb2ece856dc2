"""Time that passes where a journey says so: weeks in seconds, and every timer on its day."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.calendar import CST, Calendar, Calendars
from shared.service import Engine
from shared.storage.outbox import OUTBOX
from shared.testing.clock import SetClock
from shared.testing.servers.embedded_kafka import EmbeddedKafka
from shared.testing.waiting import until
from tests.journeys.town import PARTNERS_FILE, STREET, Town, town

# On this broker, a service that was started again waits for about as long until it may read.
SESSION_MS = 8_000
Ends = dict[tuple[str, TopicPartition], int]


@asynccontextmanager
async def town_at(
    mongo_url: str, home: Path, instant: datetime, partners: Path = PARTNERS_FILE
) -> AsyncIterator[Town]:
    """Open a town of its own, on its own bus, whose clock stands at an instant."""
    with EmbeddedKafka(home / "kafka") as kafka:
        opening = town(mongo_url, kafka.bootstrap, home, SetClock(instant), partners, SESSION_MS)
        async with opening as opened:
            yield opened


async def advance_to(here: Town, instant: datetime) -> None:
    """Let time pass to an instant, from one timer to the next.

    Each fires when it is due by the town's clock, and all that follows from it is over before
    more time passes.
    """
    clock = here.clock
    assert clock is not None, "this town lives by the machine's clock"
    await all_is_still(here)
    while (due_at := await _next_due(here)) is not None and due_at <= instant:
        clock.move(due_at)
        await all_is_still(here)
    clock.move(instant)
    await all_is_still(here)


async def next_week(here: Town) -> datetime:
    """Go to a Monday, 9 in the morning, of four weeks with neither holiday nor make-up day."""
    assert here.clock is not None, "this town lives by the machine's clock"
    calendar = Calendars().of(STREET)
    day = here.clock.now().astimezone(CST).date()
    while not _begins_plain_weeks(day := day + timedelta(days=1), calendar):
        pass
    monday = datetime.combine(day, time(9), CST)
    await advance_to(here, monday)
    return monday


def _begins_plain_weeks(day: date, calendar: Calendar) -> bool:
    days = [day + timedelta(days=n) for n in range(28)]
    return day.weekday() == 0 and all(
        calendar.is_workday(one) == (one.weekday() < 5) for one in days
    )


async def all_is_still(here: Town) -> None:
    """Wait until no timer is due, nothing waits to be sent, and everything sent was heard."""

    async def still() -> bool:
        before = await _heard_to(here)
        if before is None or await _has_work(here):
            return False
        return before == await _heard_to(here)

    await until(still, every=0.05)


def engines(here: Town) -> list[Engine[Any]]:
    """Return the moving parts of the four services."""
    return [app.state.engine for app in here.apps.values()]


async def _next_due(here: Town) -> datetime | None:
    dues = [
        row[0]["due_at"]
        for engine in engines(here)
        for kind in engine.timers.kinds
        if (row := await engine.store.due("timers", kind, None, 1))
    ]
    return min(dues, default=None)


async def _has_work(here: Town) -> bool:
    assert here.clock is not None
    for engine in engines(here):
        if await engine.store.count_due("timers", here.clock.now(), 1):
            engine.timers.wake()
            return True
        if await engine.store.count(OUTBOX, {}):
            return True
    return False


async def _heard_to(here: Town) -> Ends | None:
    """Return the ends of all that the services hear; None while one has not heard it all."""
    ends: Ends = {}
    for engine in engines(here):
        consumer: AIOKafkaConsumer = engine._consumer._subscriber.consumer
        for partition, end in (await consumer.end_offsets(list(consumer.assignment()))).items():
            seen = engine._consumer.positions.next_of(partition, 0)
            if end > seen and end > (await consumer.committed(partition) or 0):
                return None
            ends[engine.service, partition] = end
    return ends
