"""What the use cases of intake need from outside."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import shared.storage.ports
from services.intake.application.ports_counter import CounterWork
from services.intake.application.searching import Desk, Sought
from services.intake.domain.case import Case
from services.intake.domain.handover import HandOver
from services.intake.domain.item import Item
from services.intake.domain.item_search import Wanted
from services.intake.domain.kpis import Ended
from services.intake.domain.marks import Invitation
from services.intake.domain.outcome import Outcome
from services.intake.domain.rating import Rating
from services.intake.domain.receipts import ReceiptDocument
from services.intake.domain.records import BrokenPromise, DailyNumber, ImportedRow, Reference
from services.intake.domain.trail import Step
from shared.calendar import Calendars
from shared.privacy.people import People
from shared.storage.listing import Place
from shared.storage.ports import Repository, Scalar
from shared.web.idempotency import Idempotent


class Items(Protocol):
    """The catalogue of service items: fixed while the service runs.

    A code has versions; a version never changes. New applications take the one that is in force,
    the steps of an application that which it began with (`items.item_of`).
    """

    def get(self, code: str, version: str = "") -> Item:
        """Return a version, or the one in force; raise `Invalid` (field ``item_code``)."""
        ...

    def find(self, code: str, version: str = "") -> Item | None:
        """Return a version, or the one in force, or None."""
        ...

    def known(self, code: str) -> Item:
        """Return the item in force for a reader; raise `NotFound`."""
        ...

    def every(self) -> Sequence[Item]:
        """Return all items in force, in the catalogue's order."""
        ...

    def search(self, wanted: Wanted) -> Sequence[Item]:
        """Return the items in force that are looked for, the best first."""
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


class Work(CounterWork, shared.storage.ports.Work, Protocol):
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
    def invitations(self) -> Repository[Invitation]:
        """Invitations to rate, one for each application and contact."""
        ...

    @property
    def trail(self) -> Repository[Step]:
        """What happened to each application, one row a version."""
        ...

    @property
    def outcomes(self) -> Repository[Outcome]:
        """What remains of each application that ended, for the figures."""
        ...

    def receipt_code(self, case: str) -> str:
        """Return the code of an application: always the same, and nobody else can compute it."""
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
    def receipts(self) -> Repository[ReceiptDocument]:
        """Receipts as they were given, by number; none is ever written anew."""
        ...

    @property
    def broken_promises(self) -> Repository[BrokenPromise]:
        """Who broke a promise and has not made it good, by person; kept where the gate is on."""
        ...

    @property
    def credit_gate(self) -> bool:
        """Whether a broken promise closes the offer of another until it is made good."""
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
        self, scope: str, wanted: Sought, *, after: Place | None, limit: int
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


class Print(Protocol):
    """Makes a receipt a page that can be handed over."""

    async def __call__(self, receipt: ReceiptDocument, applicant: str | None) -> bytes:
        """Return a PDF, the same bytes for the same receipt; `applicant` is as it may be shown."""
        ...


class Trail(Protocol):
    """What happened to applications, as committed."""

    async def of(self, case: str, *, after: str | None, limit: int) -> list[Step]:
        """Return the steps of an application in their order, after this id."""
        ...


class Ratings(Protocol):
    """Committed ratings, for lists and figures; never for deciding."""

    async def page(
        self, scope: str, *, after: str | None, limit: int, **equals: Scalar
    ) -> list[Rating]:
        """Return ratings of the organisations below `scope`, by id, after `after`."""
        ...


class Outcomes(Protocol):
    """What remains of applications that ended, as committed."""

    def ended(self, scope: str, first: date, last: date) -> AsyncIterator[Sequence[Ended]]:
        """Yield those that ended from the first to the last day, with their ratings, in chunks."""
        ...
