"""The collections of jobs on MongoDB, and what lists read from them."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from pymongo import IndexModel

from services.jobs.domain.board import Board
from services.jobs.domain.employers import Employer
from services.jobs.domain.matches import Match
from services.jobs.domain.posts import Post
from services.jobs.domain.seats import Seats
from services.jobs.domain.seekers import Forgotten, Seeker
from shared.storage.mongo import Indexes
from shared.storage.ports import Cause, Repository, Scalar, Store, Versioned
from shared.storage.scoped import scoped_page
from shared.storage.work import Kind, Stage, Unit
from shared.values import NotFound, covers

SEEKERS = Kind("seekers", Seeker)
FORGOTTEN = Kind("forgotten", Forgotten, announced=False)
POSTS = Kind("posts", Post)
MATCHES = Kind("matches", Match)
BOARDS = Kind("boards", Board, announced=False)
EMPLOYERS = Kind("employers", Employer, announced=False)
SEATS = Kind("seats", Seats, announced=False)

INDEXES: Indexes = {
    "seekers": [IndexModel("active")],
    "posts": [IndexModel("state")],
    "matches": [IndexModel([("seeker", 1), ("_id", 1)]), IndexModel([("state", 1), ("_id", 1)])],
}

A = TypeVar("A", bound=Versioned)


class JobsWork(Stage):
    """The unit of work of jobs: the port `Work` over a stage."""

    def __init__(self, unit: Unit, cause: Cause, now: datetime) -> None:
        super().__init__(unit, cause, now)
        self.seekers: Repository[Seeker] = self.repository(SEEKERS)
        self.forgotten: Repository[Forgotten] = self.repository(FORGOTTEN)
        self.board: Repository[Board] = self.repository(BOARDS)
        self.employers: Repository[Employer] = self.repository(EMPLOYERS)
        self.posts: Repository[Post] = self.repository(POSTS)
        self.seats: Repository[Seats] = self.repository(SEATS)
        self.matches: Repository[Match] = self.repository(MATCHES)


class StoredRecords(Generic[A]):
    """The port `Records` over a store."""

    def __init__(self, store: Store, kind: Kind[A]) -> None:
        self._store = store
        self._kind = kind

    async def get(self, key: str) -> A:
        """Return the value; raise `NotFound`."""
        found = await self._store.load(self._kind.name, [key])
        if key not in found:
            name = self._kind.value.__name__
            raise NotFound("not-found", f"没有编号为 {key} 的记录。", f"There is no {name} {key}.")
        return self._kind.decode(found[key])

    async def page(
        self,
        scope: str,
        sees: Callable[[str, str], bool] = covers,
        /,
        *,
        after: str | None,
        limit: int,
        **equals: Scalar,
    ) -> list[A]:
        """Return values with equal fields whose organisation the scope `sees`, by id."""
        return await scoped_page(
            self._store, self._kind, scope, after=after, limit=limit, equals=equals, sees=sees
        )
