import asyncio
import contextlib

from services.jobs.adapters.mongo import INDEXES
from services.jobs.application.do_work import start_work
from services.jobs.application.ports import on_one_branch
from services.jobs.domain.matches import MatchState
from services.jobs.domain.posts import PostState
from shared.storage.mongo import MongoStore, ensure_indexes
from tests.services.jobs.builders import COMMUNITY, NOW, STREET
from tests.services.jobs.station import Station


async def test_a_placement_round_trips_through_mongodb(real_store: MongoStore) -> None:
    await ensure_indexes(real_store, INDEXES)
    station = Station(real_store)
    serving = asyncio.create_task(station.commands.serve())
    match = await station.matched()
    await station.agrees(match.id)
    await station.run(lambda work: start_work(match.id, work))
    kept = await station.matches.get(match.id)
    assert (kept.state, kept.score, kept.reasons) == (
        MatchState.STARTED,
        match.score,
        match.reasons,
    )
    post = await station.posts.get(match.post)
    assert (post.state, post.offered_at) == (PostState.FILLED, NOW)
    assert await station.posts.page(
        COMMUNITY, on_one_branch, after=None, limit=5, state="filled"
    ) == [post]
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


async def test_a_page_holds_only_what_the_organisation_sees(station: Station) -> None:
    for n in range(7):
        await station.registers(n)
    assert await station.seekers.page("150602014000", after=None, limit=3) == []
    first = await station.seekers.page(COMMUNITY, after=None, limit=4)
    rest = await station.seekers.page(STREET, after=first[-1].id, limit=4)
    assert len({seeker.id for seeker in (*first, *rest)}) == 7
