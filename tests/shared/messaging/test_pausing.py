"""The pause as state: decided once, known to all replicas, ended by a person or by mending."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shared.messaging import pauses
from shared.messaging.hearing import Result
from shared.messaging.invalid_ratio import Limits
from shared.messaging.ledger import LEDGER
from shared.messaging.pauses import PAUSES, Pause
from shared.messaging.pausing import Pausing
from shared.observability.metrics import Metrics
from shared.storage.outbox import OUTBOX
from shared.storage.ports import Store, StoreAway
from shared.storage.unit_of_work import Item, Outcome, Refused
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.testing.stores import opened
from shared.values import Refusal
from tests.shared.messaging.toy import PARTNERS, TOPIC, hearing, order, record
from tests.shared.storage.toy import cause, unit_of_work

LIMITS = Limits(window=20, ratio=0.5, least=5)
PORTAL = "jiedao.partner.portal"


@pytest.fixture(params=["memory", "mongo"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    async with opened(*request.getfixturevalue("database")) as real:
        yield real


class Replica:
    """One replica's eyes on the sources."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = SetClock()
        self.metrics = Metrics("grid")
        self.work = unit_of_work(store, self.clock)
        self.pausing = Pausing(
            "grid", PARTNERS.partners, self.work, LIMITS, self.clock, self.metrics
        )

    async def reads(self, *values: bytes | dict[str, Any], first: int = 0) -> list[Result]:
        """Hear records of the hotline and judge the source by them."""
        records = [record(value, first + n) for n, value in enumerate(values)]
        results = await hearing(self.store).hear(records)
        await self.pausing.heard(results)
        return results

    async def resumes(self, minutes: int = 0) -> Outcome:
        async def act(work: Any) -> Pause:
            found = await work.repository(PAUSES).get("hotline")
            until = work.now + timedelta(minutes=minutes)
            return pauses.resume("grid", found, "mended by the sender", until, work)

        (outcome,) = await self.work.run([Item(cause("resume"), act)])
        await self.pausing.refresh()
        return outcome

    def shown(self, name: str) -> float | None:
        return self.metrics.registry.get_sample_value(f"jiedao_{name}", {"topic": TOPIC})


async def told(store: Store) -> list[dict[str, Any]]:
    rows = await store.earliest(OUTBOX, "_id", 100)
    return [event for row in rows for event in row["events"] if ".source." in event["type"]]


async def test_a_source_of_which_too_much_is_invalid_is_paused_and_no_other(store: Store) -> None:
    one = Replica(store)
    await one.reads(*[b"{"] * 4)
    assert one.pausing.paused_topics == frozenset()
    await one.reads(b"{", first=4)
    assert one.pausing.paused_topics == {TOPIC}
    assert one.shown("source_paused") == 1


async def test_as_many_good_records_keep_a_source_running(store: Store) -> None:
    one = Replica(store)
    for n in range(10):
        await one.reads(b"{", order(f"good-{n}"), first=2 * n)
    assert one.pausing.paused_topics == frozenset()
    assert one.shown("source_invalid_ratio") == 0.5


async def test_a_pause_is_announced_once_by_however_many_replicas(store: Store) -> None:
    one, two = Replica(store), Replica(store)
    await one.reads(*[b"{"] * 5)
    await two.reads(*[b"{"] * 6)
    (event,) = await told(store)
    assert event["type"] == "jiedao.grid.source.paused.v1"
    assert two.pausing.paused_topics == {TOPIC}


async def test_a_restart_and_another_replica_respect_a_pause(store: Store) -> None:
    await Replica(store).reads(*[b"{"] * 5)
    restarted = Replica(store)
    await restarted.pausing.refresh()
    assert restarted.pausing.paused_topics == {TOPIC}


async def test_a_person_resumes_a_source_once(store: Store) -> None:
    one, two = Replica(store), Replica(store)
    await one.reads(*[b"{"] * 5)
    await two.pausing.refresh()
    await one.resumes()
    await two.pausing.refresh()
    assert one.pausing.paused_topics == two.pausing.paused_topics == frozenset()
    assert one.shown("source_paused") == 0
    assert [event["type"] for event in await told(store)] == [
        "jiedao.grid.source.paused.v1",
        "jiedao.grid.source.resumed.v1",
    ]
    again = await one.resumes()
    assert isinstance(again, Refused)
    assert isinstance(again.error, Refusal)
    assert again.error.code == "not-paused"


async def test_after_a_resume_a_source_is_judged_anew(store: Store) -> None:
    one = Replica(store)
    await one.reads(*[b"{"] * 5)
    await one.resumes()
    await one.reads(*[b"{"] * 4, first=5)
    assert one.pausing.paused_topics == frozenset()
    await one.reads(b"{", first=9)
    assert one.pausing.paused_topics == {TOPIC}


async def test_a_backlog_known_to_be_bad_is_tolerated_for_as_long_as_was_said(store: Store) -> None:
    one = Replica(store)
    await one.reads(*[b"{"] * 5)
    await one.resumes(minutes=10)
    await one.reads(*[b"{"] * 30, first=5)
    assert one.pausing.paused_topics == frozenset()
    one.clock.advance(timedelta(minutes=10))
    await one.reads(b"{", first=35)
    assert one.pausing.paused_topics == {TOPIC}


async def test_a_source_is_read_again_when_all_that_led_to_its_pause_is_settled(
    store: Store,
) -> None:
    one = Replica(store)
    await one.reads(*[b"{"] * 5)
    await settle(store, *(f"{TOPIC}:0:{n}" for n in range(4)))
    await one.pausing.refresh()
    assert one.pausing.paused_topics == {TOPIC}
    await settle(store, f"{TOPIC}:0:4")
    await one.pausing.refresh()
    await one.pausing.refresh()
    assert one.pausing.paused_topics == frozenset()
    assert (await told(store))[-1]["type"] == "jiedao.grid.source.resumed.v1"


async def settle(store: Store, *places: str) -> None:
    """Take entries out of the ledger, as good as mended."""
    await store.remove(LEDGER.name, places)


async def test_records_of_our_own_topics_and_of_the_door_pause_nothing() -> None:
    one = Replica(MemoryStore())
    places = [f"jiedao.grid.events:0:{n}" for n in range(30)]
    places += [f"http:hotline:{n}" for n in range(30)]
    await one.pausing.heard([Result(place, None, "quarantined") for place in places])
    assert one.pausing.paused_topics == frozenset()


async def test_while_the_store_is_away_reading_is_not_held_up_and_the_verdict_comes_later() -> None:
    store = MemoryStore()
    one = Replica(store)
    results = [Result(f"{TOPIC}:0:{n}", None, "quarantined") for n in range(5)]
    store.away = True
    await one.pausing.heard(results)
    with pytest.raises(StoreAway):
        await one.pausing.refresh()
    store.away = False
    assert one.pausing.paused_topics == frozenset()
    await one.pausing.heard(results[:1])
    assert one.pausing.paused_topics == {TOPIC}


async def test_the_mending_of_an_earlier_pause_does_not_end_a_later_one(store: Store) -> None:
    one = Replica(store)
    await one.reads(*[b"{"] * 5)
    (row,) = (await store.load(PAUSES.name, ["hotline"])).values()
    earlier = PAUSES.decode(row)
    await one.resumes()
    await one.reads(*[b"{"] * 5, first=5)
    await one.work.run([Item(cause("late"), partial(pauses.mended, "grid", earlier))])
    await one.pausing.refresh()
    assert one.pausing.paused_topics == {TOPIC}
