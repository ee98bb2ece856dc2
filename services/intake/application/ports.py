"""What the use cases of intake need from outside."""

from collections.abc import Sequence
from typing import Protocol

import shared.storage.ports
from services.intake.application.searching import Desk, Wanted
from services.intake.domain.case import Case
from services.intake.domain.item import Item
from services.intake.domain.rating import Rating
from services.intake.domain.records import DailyNumber, Reference
from shared.calendar import Calendars
from shared.privacy.people import People
from shared.storage.listing import Place
from shared.storage.ports import Repository, Scalar


class Items(Protocol):
    """The catalogue of service items: fixed while the service runs."""

    def get(self, code: str) -> Item:
        """Return the item; raise `Invalid` (field ``item_code``) where there is none."""
        ...

    def find(self, code: str) -> Item | None:
        """Return the item, or None."""
        ...

    def known(self, code: str) -> Item:
        """Return the item for a reader; raise `NotFound`."""
        ...

    def every(self) -> Sequence[Item]:
        """Return all items in the catalogue's order."""
        ...


class Work(shared.storage.ports.Work, Protocol):
    """One message's view of what intake owns."""

    @property
    def cases(self) -> Repository[Case]:
        """Applications; announced."""
        ...

    @property
    def ratings(self) -> Repository[Rating]:
        """Ratings; announced."""
        ...

    @property
    def references(self) -> Repository[Reference]:
        """Numbers by which applications are found; a number leads to one application for ever."""
        ...

    @property
    def numbers(self) -> Repository[DailyNumber]:
        """The last number given on each day."""
        ...

    @property
    def people(self) -> People:
        """The sealed personal data of applicants."""
        ...

    @property
    def calendars(self) -> Calendars:
        """The calendar of each organisation."""
        ...

    @property
    def items(self) -> Items:
        """The catalogue."""
        ...


class WorkLists(Protocol):
    """Committed applications as staff work through them and look for them; never for deciding."""

    async def counts(self, desk: Desk, queues: Sequence[str]) -> dict[str, int]:
        """Return how many applications wait in each queue, exactly."""
        ...

    async def queue(
        self, desk: Desk, queue: str, *, after: Place | None, limit: int
    ) -> Sequence[Case]:
        """Return a queue in the order in which it falls due, after a place."""
        ...

    async def search(
        self, scope: str, wanted: Wanted, *, after: Place | None, limit: int
    ) -> Sequence[Case]:
        """Return applications with all that is wanted, the latest received first."""
        ...

    async def by_number(self, scope: str, number: str) -> Sequence[Case]:
        """Return the applications that have a number, ours or a partner's; mostly one."""
        ...


class Cases(Protocol):
    """Committed applications, for lists and single views; never for deciding."""

    async def get(self, key: str) -> Case:
        """Return an application; raise `NotFound`."""
        ...

    async def page(
        self, scope: str, *, after: str | None, limit: int, **equals: Scalar
    ) -> list[Case]:
        """Return applications of the organisations below `scope`, by id, after `after`."""
        ...
