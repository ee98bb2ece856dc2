"""Where matching finds its candidates; both are to be replaced by an index (see the ports)."""

from services.jobs.application.ports import Work
from services.jobs.domain.posts import Post, PostState
from services.jobs.domain.seekers import Seeker

LIMIT = 5000


async def active_seekers(work: Work) -> list[Seeker]:
    """Return the active seekers: the port `ActiveSeekers` by a scan."""
    return await work.seekers.where(limit=LIMIT, active=True)


async def open_posts(work: Work) -> list[Post]:
    """Return the published posts: the port `OpenPosts` by a scan."""
    return await work.posts.where(limit=LIMIT, state=PostState.PUBLISHED.value)
