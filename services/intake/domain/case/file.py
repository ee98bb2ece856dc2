"""What is known of an application: its file, before anything is done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from services.intake.domain.case.papers import Findings, Paper, check, listed
from services.intake.domain.case.parts import (
    Correction,
    Decision,
    Need,
    OnSiteReview,
    Origin,
    Procedure,
    ProcedureKind,
    Receipt,
    ReceiptKind,
    Revocation,
    StepTaken,
)
from services.intake.domain.case.states import State
from services.intake.domain.case.wish import Wish
from services.intake.domain.catalogue.determinants import Value
from services.intake.domain.catalogue.item import OWN, Item, ItemKind
from services.intake.domain.catalogue.policies import ReviewStep
from services.intake.domain.counter.authorisations import STAFF
from services.intake.domain.history.marks import UNMARKED, Marks
from services.intake.domain.promise.promise import Commitment, Promise
from shared.deadlines import Timed


@dataclass(frozen=True)
class CaseFile(Timed):
    """The file (卷宗) of one application.

    `missing` holds what the one-time notice named, or what was missing when silence accepted it;
    `deficient` what is still to follow under a promise, `commitment` the letter that was signed for
    it, `handed_to` the partner that decides; `because` are the reasons of the last step that had to
    give some, and the first `filed` of the receipts are written out as documents. `item_version` is
    the version of the item that it began with, and that every later step keeps to; it is empty
    where it began before items had versions. `answers` are those of the item's form: choices,
    numbers, dates, yes or no, and nothing about who applies. `point` is the staffed service point
    that has it; `agent` (staff, or a person of the sealed store) acts for the applicant under
    `authorisation`; `need` was stated for the visit and goes with it. `claimed_by` is who has it in
    hand, in the queue `claimed_in`; `accepted_by` whose act accepted it; `consented` the personal
    fields that the applicant allowed to be handed on, `handed_fields` those that were,
    `handed_without` why none. `keep_until`: until when it is kept whole; `anonymous`: only its
    skeleton is left. `bundle` is the one matter (一件事) that it belongs to, `prepared` what its
    office found missing and the one notice of that matter will tell. `corrections` are the visits
    with what the notice had named.
    """

    id: str
    version: int
    project_no: str
    item_code: str
    item_name: str
    kind: ItemKind
    decided_by: str
    origin: Origin
    orgunit: str
    state: State
    received_at: datetime
    papers: tuple[Paper, ...]
    missing: tuple[str, ...] = ()
    deficient: tuple[str, ...] = ()
    applicant: str | None = None
    green_channel: bool = False
    wish: Wish | None = None
    handed_to: str | None = None
    receipts: tuple[Receipt, ...] = ()
    decision: Decision | None = None
    accepted_at: datetime | None = None
    procedures: tuple[Procedure, ...] = ()
    item_version: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    commitment: Commitment | None = None
    promise: Promise | None = None
    review_steps: tuple[ReviewStep, ...] = ()
    steps: tuple[StepTaken, ...] = ()
    onsite_needed: bool = False
    onsite: OnSiteReview | None = None
    revocation: Revocation | None = None
    because: str | None = None
    filed: int = 0
    point: str | None = None
    agent: str | None = None
    authorisation: str | None = None
    need: Need | None = None
    marks: Marks = UNMARKED
    claimed_by: str | None = None
    claimed_in: str | None = None
    accepted_by: str | None = None
    consented: tuple[str, ...] = ()
    handed_fields: tuple[str, ...] = ()
    handed_without: str | None = None
    keep_until: datetime | None = None
    anonymous: bool = False
    bundle: str | None = None
    prepared: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def open_procedure(self) -> Procedure | None:
        """The special procedure that runs, if one does; an extension is none that runs."""
        last = self.procedures[-1] if self.procedures else None
        runs = last and last.kind is not ProcedureKind.EXTENSION and last.ended_at is None
        return last if runs else None

    @property
    def promised(self) -> tuple[str, ...]:
        """The papers that the signed letter (容缺承诺书) names; without one, none may follow."""
        return tuple(pledge.code for pledge in self.commitment.papers) if self.commitment else ()

    @property
    def waits_for_reviewers(self) -> bool:
        """Whether the office's own reviewers are to look at it, once it is accepted."""
        return self.decided_by == OWN and self.kind is ItemKind.PROMISED

    @property
    def to_check(self) -> tuple[str, ...]:
        """The promised papers that are in and that nobody has looked at."""
        owed = self.promise.owed if self.promise and not self.promise.broken else ()
        return tuple(term.code for term in owed if term.waits_for_check)

    def findings(self, item: Item) -> Findings:
        """Hold the papers against the item's list."""
        return check(item.asking(self.answers), self.papers, self.promised)

    @property
    def was_notified(self) -> bool:
        """Whether the one-time notice (一次性告知) was given."""
        return any(receipt.kind is ReceiptKind.CORRECTION for receipt in self.receipts)

    def with_papers(self, item: Item, papers: tuple[Paper, ...]) -> Self:
        """Return the application with papers added."""
        return replace(self, papers=listed(item.asking(self.answers), (*self.papers, *papers)))

    def with_correction(self, at: datetime, actor: str) -> Self:
        """Return the application with one more correction; partners and kiosks are no staff."""
        taken = Correction(at, actor if actor.startswith(STAFF) else None)
        return replace(self, corrections=(*self.corrections, taken))

    def with_receipt(self, kind: ReceiptKind, now: datetime) -> Self:
        """Return the application with one more written receipt."""
        number = f"{self.project_no}-{len(self.receipts) + 1:02d}"
        return replace(self, receipts=(*self.receipts, Receipt(number, kind, now)))
