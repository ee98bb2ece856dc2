"""What the use cases of intake need from outside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import shared.storage.ports
from services.intake.application.searching import Desk, Wanted
from services.intake.domain.case import Case
from services.intake.domain.handover import HandOver
from services.intake.domain.item import Item
from services.intake.domain.rating import Rating
from services.intake.domain.records import DailyNumber, ImportedRow, Reference
from shared.calendar import Calendars
from shared.privacy.people import People
from shared.storage.listing import Place
from shared.storage.ports import Repository, Scalar
from shared.web.idempotency import Idempotent


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


class Seals(Protocol):
    """Sealing to partners."""

    def seal(self, partner: str, fields: Mapping[str, str]) -> str | None:
        """Return a compact JWE that this partner alone opens; None where it has no key."""
        ...


class HandOvers(Protocol):
    """Committed hand-overs, for lists; never for deciding."""

    async def handed(self, partner: str, since: datetime, until: datetime) -> Sequence[HandOver]:
        """Return what was handed over from an instant on and before another."""
        ...

    async def answered(self, partner: str, since: datetime, until: datetime) -> Sequence[HandOver]:
        """Return what was answered from an instant on and before another."""
        ...

    async def waiting(
        self, partner: str, *, after: Place | None, limit: int
    ) -> Sequence[tuple[HandOver, Case]]:
        """Return what waits for an answer with its application, the first handed over first."""
        ...

    async def count_waiting(self, partner: str) -> int:
        """Count what waits for an answer."""
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

    @property
    def handovers(self) -> Repository[HandOver]:
        """What was given to partners, one record an application."""
        ...

    @property
    def answers(self) -> Repository[Idempotent]:
        """Answers kept for repetition; they show applicants masked."""
        ...

    @property
    def retention_years(self) -> int:
        """How long an application is kept whole after its end, where its item says nothing."""
        ...

    @property
    def imports(self) -> Repository[ImportedRow]:
        """Which rows of other platforms were taken in."""
        ...

    @property
    def seals(self) -> Seals:
        """The keys of partners."""
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


class Retention(Protocol):
    """What erasure asks beside the unit of work."""

    async def due(
        self, scope: str, now: datetime, *, after: Place | None, limit: int
    ) -> Sequence[Case]:
        """Return applications that need not be kept any longer, the first due first."""
        ...

    async def answers(self, person: str) -> tuple[str, ...]:
        """Return the keys of stored answers that name a person."""
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
