"""A signed promise (容缺承诺): which papers follow, in which form, by when, and what if not."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.intake.domain.catalogue.policies import LapsePolicy
from shared.calendar import Limit
from shared.values import Invalid, StateTable

CLOCK = "deficiency:"
"""Each paper that follows has a clock of its own, named by this and the paper's code."""


class PaperState(StrEnum):
    """How one promised paper stands (domain.md 2.2)."""

    PROMISED = "promised"
    SUPPLEMENTED = "supplemented"  # 已补交，待核对
    CHECKED_OK = "checked-ok"
    CHECKED_BAD = "checked-bad"
    LAPSED = "lapsed"


class PaperCommand(StrEnum):
    """What may happen to a promised paper."""

    SUPPLEMENT = "supplement"
    CHECK_GOOD = "check-good"
    CHECK_BAD = "check-bad"
    LAPSE = "lapse"


PROMISE_TABLE = StateTable(
    {
        (PaperState.PROMISED, PaperCommand.SUPPLEMENT): PaperState.SUPPLEMENTED,
        (PaperState.PROMISED, PaperCommand.LAPSE): PaperState.LAPSED,
        (PaperState.SUPPLEMENTED, PaperCommand.SUPPLEMENT): PaperState.SUPPLEMENTED,
        (PaperState.SUPPLEMENTED, PaperCommand.CHECK_GOOD): PaperState.CHECKED_OK,
        (PaperState.SUPPLEMENTED, PaperCommand.CHECK_BAD): PaperState.CHECKED_BAD,
        # What was found bad may be handed in again while its limit runs.
        (PaperState.CHECKED_BAD, PaperCommand.SUPPLEMENT): PaperState.SUPPLEMENTED,
        (PaperState.CHECKED_BAD, PaperCommand.LAPSE): PaperState.LAPSED,
    }
)


@dataclass(frozen=True)
class Pledge:
    """What is signed for one paper.

    `amount` counts in the unit of the item's promised limit; None: that whole limit.
    """

    code: str
    form: str = "original"
    amount: int | None = None


@dataclass(frozen=True)
class Commitment:
    """The letter that was signed (承诺书): `signature` is the reference under which it is filed."""

    signature: str
    papers: tuple[Pledge, ...]


@dataclass(frozen=True)
class Term:
    """One promised paper; `due_at` is the date that was signed, `note` why it was found bad."""

    code: str
    title: str
    form: str
    limit: Limit
    due_at: datetime
    state: PaperState = PaperState.PROMISED
    note: str | None = None

    @property
    def clock(self) -> str:
        """The name of its clock."""
        return f"{CLOCK}{self.code}"

    @property
    def waits_for_check(self) -> bool:
        """Whether it is in and nobody has said yet whether it is good."""
        return self.state is PaperState.SUPPLEMENTED

    def handed_in(self, *, checked: bool) -> "Term":
        """Return the term of a paper that is in, perhaps looked at there and then."""
        taken = self.after(PaperCommand.SUPPLEMENT)
        return taken.after(PaperCommand.CHECK_GOOD) if checked else taken

    def after(self, command: PaperCommand, note: str | None = None) -> "Term":
        """Return the term after a step; raise `Refusal` where the table has none."""
        return replace(self, state=PROMISE_TABLE.next(self.state, command), note=note)


@dataclass(frozen=True)
class Promise:
    """What was promised, as signed; `consequence` is the item's policy at that time."""

    papers: tuple[Term, ...]
    consequence: LapsePolicy
    signature: str
    made_at: datetime

    @property
    def owed(self) -> tuple[Term, ...]:
        """The papers that are not yet in and found good."""
        return tuple(term for term in self.papers if term.state is not PaperState.CHECKED_OK)

    @property
    def broken(self) -> bool:
        """Whether a paper did not come in time, or not in order."""
        return any(term.state is PaperState.LAPSED for term in self.papers)

    def owes(self, code: str) -> bool:
        """Tell whether this paper is still to follow; after a lapse, none is."""
        return not self.broken and any(term.code == code for term in self.owed)

    def term(self, code: str) -> Term:
        """Return a promised paper; raise `Invalid` (field ``paper``) for one that was not."""
        for term in self.papers:
            if term.code == code:
                return term
        told = "、".join(term.code for term in self.papers)
        raise Invalid(
            "paper-not-promised",
            f"“{code}”不在容缺承诺之列；承诺后补：{told}。",
            f"'{code}' is not part of the promise; promised: {told}.",
            field="paper",
        )

    def with_term(self, term: Term) -> "Promise":
        """Return the promise with one paper's term replaced."""
        papers = (term if other.code == term.code else other for other in self.papers)
        return replace(self, papers=tuple(papers))
