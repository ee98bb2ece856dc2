"""Planted defects, each in a real run on Apache Kafka and mongod: the checker catches every one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.events.partners import (
    AgencyDecisionMade,
    HotlineOrderPlaced,
    ServiceApplicationSubmitted,
    ServiceRatingGiven,
)
from shared.testing.waiting import until
from tests.faults.chaos.directed import Bench, bench, said
from tests.faults.chaos.load import Said

_WRONG_BY = 600
_COMMITTED_TOO_EARLY = 2.0
_READ_BY_EVERYBODY = 1.5


@pytest.fixture(scope="module")
async def here(server_home: Path, apache: None) -> AsyncIterator[Bench]:
    async with bench(server_home / "planted") as opened:
        yield opened


def applications(name: str, count: int) -> list[Said]:
    papers = [{"code": "id-card"}, {"code": "household-register"}]
    item = {"item_code": "real-estate-registration", "papers": papers}
    numbers = [f"{name}-{n}" for n in range(count)]
    return [
        said(ServiceApplicationSubmitted, "portal", n, n, {"reference": n, **item}) for n in numbers
    ]


def orders(name: str, count: int) -> list[Said]:
    facts = {"kind": "complaint", "category": "street-rubbish", "text": "垃圾没有清运。"}
    numbers = [f"{name}-{n}" for n in range(count)]
    return [
        said(HotlineOrderPlaced, "hotline", n, n, {"order_no": n, "place": n, **facts})
        for n in numbers
    ]


def keys(records: list[Said]) -> list[str]:
    return [record.event for record in records if record.event]


async def killed_before_it_wrote(here: Bench) -> None:
    held, after = applications("held", 20), applications("after", 8)
    async with here.store_stopped():
        await here.publish(held)
        with suppress(TimeoutError):
            await here.passed(_COMMITTED_TOO_EARLY)
        await here.kill()
    await here.publish(after)
    await here.in_store("inbox", keys(after))
    await here.passed()


async def said_twice(here: Bench) -> None:
    records = orders("twice", 20)
    await here.publish(records)
    await here.passed()
    await here.publish(records)
    await here.passed()


async def rows_that_wait_for_the_bus(here: Bench) -> None:
    here.release_the_lease()
    async with here.bus_stopped():
        await here.say_at_the_door("hotline", orders("waiting", 20))
        with suppress(TimeoutError):
            await here.all_relays_have(_READ_BY_EVERYBODY)
    await here.publish(orders("plain", 20))
    await here.passed()


async def a_clock_that_was_fast(here: Bench) -> None:
    here.set_clock(_WRONG_BY)
    await shown_at(here, "fast", _WRONG_BY)
    (application,) = applications("early", 1)
    await here.publish([application])
    await here.in_store("inbox", keys([application]))
    here.set_clock(0)
    await shown_at(here, "right", 0)
    verdict = {"reference": "early-0", "outcome": "approved", "reasons": "已审核。"}
    decision = said(AgencyDecisionMade, "real-estate", "decided", "early-0", verdict)
    await here.publish([decision])
    await here.in_store("inbox", keys([decision]))


async def shown_at(here: Bench, name: str, skew: float) -> None:
    tries = iter(applications(name, 100))

    async def shown() -> bool:
        record = next(tries)
        await here.publish([record])
        await here.in_store("inbox", keys([record]))
        row = here.database["inbox"].find_one({"_id": record.event})
        assert row is not None
        wrong = row["at"].replace(tzinfo=UTC) - datetime.now(UTC) - timedelta(seconds=skew)
        return bool(abs(wrong) < timedelta(seconds=60))

    await until(shown)


async def refused_late(here: Bench) -> None:
    rated = applications("rated", 1)
    content = {"reference": "rated-0", "grade": "satisfied"}
    rating = said(ServiceRatingGiven, "portal", "rating", "rated-0", content)
    await here.publish([*rated, rating])
    await here.passed()


Scene = Callable[[Bench], Awaitable[None]]


@pytest.mark.parametrize(
    ("defect", "service", "letters", "scene", "number"),
    [
        ("early-offset", "intake", "a", killed_before_it_wrote, "lost"),
        ("no-inbox", "grid", "a", said_twice, "doubled"),
        ("no-lease", "grid", "ab", rows_that_wait_for_the_bus, "doubled"),
        ("wall-clock-key", "intake", "a", a_clock_that_was_fast, "inversions"),
        ("leak", "intake", "a", refused_late, "orphans"),
    ],
)
async def test_a_planted_defect_is_caught(
    here: Bench, defect: str, service: str, letters: str, scene: Scene, number: str
) -> None:
    async with here.scene(service, defect, letters):
        await scene(here)
        verdict = await here.verdict(undisturbed=True)
    assert verdict.findings[number], verdict.numbers()


async def test_a_sound_intake_is_clean_after_the_same_scenes(here: Bench) -> None:
    async with here.scene("intake", "sound"):
        for scene in (a_clock_that_was_fast, refused_late, killed_before_it_wrote):
            await scene(here)
        verdict = await here.verdict()
    assert verdict.clean, verdict.findings


async def test_a_sound_grid_is_clean_after_the_same_scenes(here: Bench) -> None:
    async with here.scene("grid", "sound", "ab"):
        for scene in (said_twice, rows_that_wait_for_the_bus):
            await scene(here)
        verdict = await here.verdict(undisturbed=True)
    assert verdict.clean, verdict.findings
