import pytest

from services.jobs.application.close_post import ClosePost, close_post
from services.jobs.application.do_work import finish_work, start_work
from services.jobs.domain.matches import MatchState
from services.jobs.domain.posts import PostState
from shared.values import Refusal
from tests.services.jobs.station import Station


async def test_a_match_goes_from_suggestion_to_the_end_of_the_work(station: Station) -> None:
    match = await station.matched()
    await station.agrees(match.id)
    await station.run(lambda work: start_work(match.id, work))
    done = await station.run(lambda work: finish_work(match.id, work))
    assert (done.state, done.adviser) == (MatchState.FINISHED, "stf_j0001")
    assert [kind for kind in await station.types() if kind.split(".")[0] in {"match", "work"}] == [
        "match.suggested.v1",
        "match.contacted.v1",
        "match.accepted.v1",
        "work.started.v1",
        "work.finished.v1",
    ]


async def test_the_last_seat_fills_the_post(station: Station) -> None:
    match = await station.matched()
    await station.agrees(match.id)
    await station.run(lambda work: start_work(match.id, work))
    assert (await station.posts.get(match.post)).state is PostState.FILLED
    assert (await station.announced())[-1]["data"]["ending"] == "filled"
    assert await station.registers(2) == []


async def test_two_who_agreed_cannot_share_one_seat(station: Station) -> None:
    first = await station.matched()
    (second,) = await station.registers(2)
    await station.agrees(first.id)
    await station.agrees(second.id)
    await station.run(lambda work: start_work(first.id, work))
    with pytest.raises(Refusal) as refused:
        await station.run(lambda work: start_work(second.id, work))
    assert refused.value.code == "no-seat-left"
    assert (await station.matches.get(second.id)).state is MatchState.ACCEPTED


async def test_what_was_agreed_starts_even_after_the_post_left_the_board(station: Station) -> None:
    match = await station.matched()
    await station.agrees(match.id)
    await station.run(lambda work: close_post(ClosePost(match.post), work))
    started = await station.run(lambda work: start_work(match.id, work))
    assert started.state is MatchState.STARTED
    assert (await station.posts.get(match.post)).state is PostState.CLOSED


async def test_nobody_starts_on_a_post_that_failed_its_checks(station: Station) -> None:
    match = await station.matched()
    await station.agrees(match.id)
    await station.offers(headcount=1, conditions="交押金")
    with pytest.raises(Refusal) as refused:
        await station.run(lambda work: start_work(match.id, work))
    assert refused.value.code == "post-rejected"
