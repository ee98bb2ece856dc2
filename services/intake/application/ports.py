"""What the use cases of intake need from outside."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import shared.storage.ports
from services.intake.application.ports_bundle import BundleWork
from services.intake.application.ports_counter import CounterWork
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import BrokenPromise, DailyNumber, ImportedRow, Reference
from services.intake.domain.catalogue.item import Item
from services.intake.domain.catalogue.item_search import Wanted
from services.intake.domain.exchange.handover import HandOver
from services.intake.domain.history.marks import Invitation
from services.intake.domain.history.outcome import Outcome
from services.intake.domain.history.trail import Step
from services.intake.domain.people.guests import Guest
from services.intake.domain.people.sheet import Sheet
from services.intake.domain.rating.rating import Rating
from services.intake.domain.receipts.receipts import ReceiptDocument
from shared.calendar import Calendars
from shared.privacy.people import People
from shared.storage.ports import Repository
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

    def holds(self, code: str) -> bool:
        """Tell whether there is any version of it, in force, past or yet to come."""
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


class Work(BundleWork, CounterWork, shared.storage.ports.Work, Protocol):
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
    def guests(self) -> Repository[Guest]:
        """Until when persons are known for a place or a letter, by person."""
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


class Print(Protocol):
    """Makes a receipt a page that can be handed over."""

    async def __call__(self, receipt: ReceiptDocument, applicant: str | None) -> bytes:
        """Return a PDF, the same bytes for the same receipt; `applicant` is as it may be shown."""
        ...


class PrintSheet(Protocol):
    """Makes what is known of a person a paper for that person; it keeps and logs nothing of it."""

    async def __call__(self, sheet: Sheet) -> bytes:
        """Return a PDF, the same bytes for the same sheet."""
        ...
