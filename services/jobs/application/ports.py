"""What the use cases of jobs need; each promise in its docstring."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from services.jobs.domain.board import Board
from services.jobs.domain.employers import Employer
from services.jobs.domain.matches import Match
from services.jobs.domain.posts import Post
from services.jobs.domain.seats import Seats
from services.jobs.domain.seekers import Forgotten, Seeker
from shared.storage import ports
from shared.storage.ports import Repository, Scalar, Versioned
from shared.values import Refusal, covers

A = TypeVar("A", bound=Versioned)


class Work(ports.Work, Protocol):
    """One unit of work with the collections of jobs."""

    @property
    def seekers(self) -> Repository[Seeker]:
        """People who look for work."""
        ...

    @property
    def forgotten(self) -> Repository[Forgotten]:
        """Who was erased, by the seeker's id; no reference of a person is given twice."""
        ...

    @property
    def board(self) -> Repository[Board]:
        """Where seekers and posts meet."""
        ...

    @property
    def employers(self) -> Repository[Employer]:
        """Employers by their 统一社会信用代码."""
        ...

    @property
    def posts(self) -> Repository[Post]:
        """Vacancies."""
        ...

    @property
    def seats(self) -> Repository[Seats]:
        """Seats by the post's id: apart from the post, which changes for its readers only."""
        ...

    @property
    def matches(self) -> Repository[Match]:
        """Matches between a seeker and a post."""
        ...


class ActiveSeekers(Protocol):
    """All seekers that may be led to a post.

    `Repository.where(active=True)` does it, up to its limit: a scan a message, right for hundreds.
    An index in memory is to take its place.
    """

    async def __call__(self, work: Work) -> list[Seeker]:
        """Return them by id; call it before saving a seeker."""
        ...


class OpenPosts(Protocol):
    """All posts that take people, found like `ActiveSeekers`."""

    async def __call__(self, work: Work) -> list[Post]:
        """Return them by id; call it before saving a post."""
        ...


@dataclass(frozen=True)
class Contact:
    """How to reach a person. Shown to who asked; never stored, logged or announced."""

    name: str | None
    phone: str | None


class ContactAway(Refusal):
    """The service that owns the contact does not answer."""

    status = 503


class Contacts(Protocol):
    """Asks the owning service for a contact at the moment of use."""

    async def of(self, person: str, purpose: str) -> Contact:
        """Return the contact; the owner logs who asked and why.

        Raises:
            NotFound: the person is unknown or was erased.
            ContactAway: the owner did not answer in time; ask again.
        """
        ...


class Records(Protocol[A]):
    """Committed values of one kind, read outside a unit of work: for lists and single views."""

    async def get(self, key: str) -> A:
        """Return the value; raise `NotFound`."""
        ...

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
        ...


def on_one_branch(scope: str, unit: str) -> bool:
    """Tell whether an organisation may see what another put on the board: one covers the other.

    A post of the sub-district is for all its communities; a community's, for the sub-district too.
    """
    return covers(scope, unit) or covers(unit, scope)
