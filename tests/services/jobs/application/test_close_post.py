from datetime import timedelta

import pytest

from services.jobs.application.close_post import ClosePost, close_post, expire_post
from services.jobs.domain.posts import PostState
from shared.values import Refusal
from tests.services.jobs.builders import NOW
from tests.services.jobs.station import Station

UNTIL = NOW + timedelta(days=3)


async def test_a_post_expires_when_its_last_day_is_over(station: Station) -> None:
    post = (await station.offers(valid_until=UNTIL)).post
    assert await station.timers() == [f"post-expiry:{post.id}"]
    await station.run(lambda work: expire_post(post.id, work))
    assert (await station.posts.get(post.id)).state is PostState.PUBLISHED
    station.clock.advance(timedelta(days=3))
    await station.run(lambda work: expire_post(post.id, work))
    assert (await station.posts.get(post.id)).state is PostState.EXPIRED
    assert (await station.announced())[-1]["data"]["ending"] == "expired"
    await station.run(lambda work: expire_post(post.id, work))


async def test_a_closed_post_is_closed_once_and_takes_nobody(station: Station) -> None:
    post = (await station.offers(valid_until=UNTIL)).post
    await station.run(lambda work: close_post(ClosePost(post.id), work))
    with pytest.raises(Refusal):
        await station.run(lambda work: close_post(ClosePost(post.id), work))
    assert await station.registers() == []
    assert await station.timers() == []
    told = await station.announced()
    assert [e["data"]["ending"] for e in told if "closed" in e["type"]] == ["closed"]
