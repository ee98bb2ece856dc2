from datetime import timedelta

import pytest

from services.jobs.adapters.mongo import EMPLOYERS, SEATS
from services.jobs.domain.posts import PostState
from shared.values import Refusal
from tests.services.jobs.builders import NOW
from tests.services.jobs.station import Station

UNTIL = NOW + timedelta(days=3)


async def test_a_good_vacancy_is_published_and_led_to_seekers(station: Station) -> None:
    await station.registers(1)
    await station.registers(2)
    offered = await station.offers()
    assert offered.post.state is PostState.PUBLISHED
    assert sorted(match.rank for match in offered.matches) == [1, 2]
    assert (await station.types())[2:] == ["post.published.v1", *["match.suggested.v1"] * 2]
    assert await station.store.count(EMPLOYERS.name, {}) == 1
    assert (await station.store.load(SEATS.name, [offered.post.id]))[offered.post.id]["total"] == 2


async def test_a_bad_vacancy_is_kept_rejected_and_every_ground_is_told(station: Station) -> None:
    await station.registers()
    bad = {"conditions": "仅限女性，交押金", "uscc": "91310116052958608A"}
    offered = await station.offers(**bad)
    assert (offered.post.state, offered.matches) == (PostState.REJECTED, [])
    told = (await station.announced())[-1]
    assert told["type"] == "jiedao.jobs.post.refused.v1"
    assert told["data"]["grounds"] == ["uscc-invalid", "fee-from-worker", "unequal-sex"]
    assert "押金" in told["data"]["reasons"]
    assert await station.store.count(EMPLOYERS.name, {}) == 0


async def test_a_mended_vacancy_is_published_as_the_same_post(station: Station) -> None:
    bad = (await station.offers(conditions="交押金")).post
    good = (await station.offers()).post
    assert (good.id, good.version, good.grounds) == (bad.id, 2, ())
    assert await station.types() == ["post.refused.v1", "post.published.v1"]


async def test_the_same_vacancy_again_says_nothing_new(station: Station) -> None:
    await station.offers(valid_until=UNTIL)
    with pytest.raises(Refusal) as refused:
        await station.offers(valid_until=UNTIL)
    assert refused.value.code == "nothing-new"
    assert await station.types() == ["post.published.v1"]


async def test_a_published_post_that_turns_bad_leaves_the_board(station: Station) -> None:
    await station.offers(valid_until=UNTIL)
    assert (await station.offers(conditions="限女性")).post.state is PostState.REJECTED
    assert await station.registers() == []
    assert await station.timers() == []
