"""Where matching finds its candidates; both are to be replaced by an index (see the ports)."""

from services.jobs.application.ports import Work
from services.jobs.domain.board import BOARD, Board
from services.jobs.domain.posts import Post, PostState
from services.jobs.domain.seekers import Seeker

LIMIT = 5000


async def come_to_the_board(work: Work) -> None:
    """Meet there whoever comes at the same time.

    A seeker and a post that two transactions take in at once would not see each other: both write
    the board, so one of them meets the other there and looks again.
    """
    work.board.save(await work.board.find(BOARD) or Board(BOARD, 0))


async def active_seekers(work: Work) -> list[Seeker]:
    """Return the active seekers: the port `ActiveSeekers` by a scan."""
    await come_to_the_board(work)
    return await work.seekers.where(limit=LIMIT, active=True)


async def open_posts(work: Work) -> list[Post]:
    """Return the published posts: the port `OpenPosts` by a scan."""
    await come_to_the_board(work)
    return await work.posts.where(limit=LIMIT, state=PostState.PUBLISHED.value)
