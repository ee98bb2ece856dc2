"""A post ends: closed by the office or the employer, filled, or past its last day."""

from dataclasses import dataclass

from services.jobs.application.offer_vacancy import EXPIRY
from services.jobs.application.ports import Work
from services.jobs.domain.posts import Post, PostCommand
from shared.events.jobs import PostClosed, PostEnding

_ENDINGS = {
    PostCommand.FILL: PostEnding.FILLED,
    PostCommand.CLOSE: PostEnding.CLOSED,
    PostCommand.EXPIRE: PostEnding.EXPIRED,
}


@dataclass(frozen=True)
class ClosePost:
    """Take a post off the board."""

    post: str


async def close_post(command: ClosePost, work: Work) -> Post:
    """Close a published post; raise `Refusal` ``not-in-this-state``."""
    return end_post(await work.posts.get(command.post), PostCommand.CLOSE, work)


async def expire_post(post: str, work: Work) -> None:
    """End a post whose last day is over; one that was revised or ended meanwhile stays."""
    found = await work.posts.find(post)
    if found is not None and found.lapsed(work.now):
        end_post(found, PostCommand.EXPIRE, work)


def end_post(post: Post, command: PostCommand, work: Work) -> Post:
    """Save and announce the end of a post that was loaded."""
    ended = work.posts.save(post.do(command))
    data = PostClosed(
        vacancy_no=ended.offer.vacancy_no, title=ended.offer.title, ending=_ENDINGS[command]
    )
    work.announce(data, about=ended, orgunit=ended.orgunit)
    work.cancel_timer(EXPIRY, ended.id)
    return ended
