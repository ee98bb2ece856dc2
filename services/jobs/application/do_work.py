"""The seeker starts, which takes a seat, and ends the work."""

from services.jobs.application.close_post import end_post
from services.jobs.application.keeping import keep
from services.jobs.application.ports import Work
from services.jobs.domain.matches import Match, MatchCommand
from services.jobs.domain.posts import TABLE, PostCommand
from shared.events.jobs import WorkFinished, WorkStarted


async def start_work(match: str, work: Work) -> Match:
    """Record a placement; the last seat fills the post.

    Raises:
        Refusal: ``not-in-this-state``, ``post-rejected`` or ``no-seat-left``.
    """
    found = await work.matches.get(match)
    post = await work.posts.get(found.post)
    started = found.do(MatchCommand.START, work.now)
    post.must_be_lawful()
    seats = work.seats.save((await work.seats.get(post.id)).take())
    saved = keep(started, WorkStarted, work)
    if seats.full and TABLE.allows(post.state, PostCommand.FILL):
        end_post(post, PostCommand.FILL, work)
    return saved


async def finish_work(match: str, work: Work) -> Match:
    """Record the end of the work; raise `Refusal` ``not-in-this-state``."""
    found = await work.matches.get(match)
    return keep(found.do(MatchCommand.FINISH, work.now), WorkFinished, work)
