"""Service items (政务服务事项): what can be applied for, and what it takes."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.intake.domain.case.parts import ProcedureKind
from services.intake.domain.catalogue.codes import Level, level_of, type_of
from services.intake.domain.catalogue.determinants import Answers, Condition, holds
from services.intake.domain.catalogue.forms import Form, FormField
from services.intake.domain.catalogue.guide import NO_GUIDE, Guide, Step
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy, ReviewStep
from shared.calendar import Limit, Threshold
from shared.values import Invalid

OWN = "own"
"""`decided_by` of items that the office's own reviewers decide."""
NOBODY = "nobody"
"""`decided_by` of registrations: being accepted is all there is."""
REGISTRATION = "employment-registration"
"""就业登记: the one item that another service builds on, so every catalogue holds it."""

LONGEST_EXTENSION = 10
"""Of the limit's own units: the ten working days of XKF 42, where an item sets no other."""
FIRST_VERSION = "1"
"""What an item is that says no version of its own."""
_ALWAYS = frozenset({ProcedureKind.EXTENSION, ProcedureKind.HEARING})
"""XKF 42 grants an extension of every item, XKF 46 and 47 a hearing to everybody concerned."""
YELLOW, RED = Threshold(share=0.5), Threshold(left=1)
"""When clocks warn where an item sets nothing else."""


class ItemKind(StrEnum):
    """即办件 is decided on the spot, 承诺件 within the promised limit (GB/T 39046 A.6)."""

    INSTANT = "instant"
    PROMISED = "promised"


class PaperForm(StrEnum):
    """In what form a paper is wanted (材料形式)."""

    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"


class PaperSource(StrEnum):
    """Who supplies a paper (来源渠道)."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third-party"  # somebody the applicant must ask: a hospital, a landlord
    SHARED = "shared"  # another authority, by data sharing
    OFFICE = "office"  # the office that decides


@dataclass(frozen=True)
class ItemPaper:
    """One paper of an item's published list.

    `main` papers must be there at acceptance; `deficiency_allowed` ones may follow under a signed
    promise (容缺). `when` says for which answers it is needed.
    """

    code: str
    name: str
    main: bool = True
    deficiency_allowed: bool = False
    form: PaperForm = PaperForm.ORIGINAL
    copies: int = 1
    source: PaperSource = PaperSource.APPLICANT
    when: Condition | None = None

    def is_asked(self, answers: Answers) -> bool:
        """Whether the applicant must bring it.

        What data sharing or the office itself can supply is never asked (ZXZW 7).
        """
        told = self.source in {PaperSource.APPLICANT, PaperSource.THIRD_PARTY}
        return told and bool(holds(self.when, answers))


@dataclass(frozen=True)
class Item:
    """One service item; `decided_by` is `OWN`, `NOBODY` or the id of a partner.

    `legal` and `promised` are None for what is done on the spot; `extension` is the most by which
    they may be extended, once; `yellow` and `red` say when their clocks warn. Where
    `checked_by_staff`, the papers' form matters, and nothing is accepted or sent back unseen. The
    law sets no limit for corrections: an application goes back for want of one, in the way of
    `correction_lapse`, only where the item has a `correction_limit`. `lapse_policy` says what a
    broken promise leads to; with `pre_acceptance` what comes online is looked at before it counts
    as received; `review_steps` are taken by different persons, and where the substance is looked
    at on the spot (`onsite_review`) two of the staff go (XKF 34).

    A code has versions: one is in force from `valid_from` through `valid_to`, both days included,
    None being without end. `procedures` are the kinds of special procedure that it may need; None
    where its list says nothing of them.

    `retention_years`: how long one is kept whole after its end; None: as the office says.
    """

    code: str
    catalog_code: str
    name: str
    kind: ItemKind
    legal: Limit | None
    promised: Limit | None
    papers: tuple[ItemPaper, ...]
    decided_by: str
    benefit: str
    takes_wish: bool = False
    checked_by_staff: bool = False
    correction_limit: Limit | None = None
    extension: int = LONGEST_EXTENSION
    yellow: Threshold = YELLOW
    red: Threshold = RED
    task_code: str = ""
    version: str = FIRST_VERSION
    valid_from: date | None = None
    valid_to: date | None = None
    fields: tuple[FormField, ...] = ()
    steps: tuple[Step, ...] = ()
    procedures: tuple[ProcedureKind, ...] | None = None
    guide: Guide = NO_GUIDE
    lapse_policy: LapsePolicy = LapsePolicy.DEEMED_WITHDRAWN
    correction_lapse: CorrectionLapse = CorrectionLapse.RETURNED
    pre_acceptance: bool = False
    review_steps: tuple[ReviewStep, ...] = ()
    onsite_review: bool = False
    in_person: bool = False
    retention_years: int | None = None

    @property
    def type(self) -> str:
        """事项类型, within the basic code: ``01`` is a permit, ``20`` a public service."""
        return type_of(self.catalog_code)

    @property
    def level(self) -> Level | None:
        """行使层级, within the implementation code: ``5`` is a street; None where it has none."""
        return level_of(self.task_code)

    @property
    def form(self) -> Form:
        """What it asks."""
        return Form(self.fields)

    def in_force(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def asking(self, answers: Answers) -> "Item":
        """Return the item with the papers that these answers call for, and no others."""
        return replace(self, papers=tuple(p for p in self.papers if p.is_asked(answers)))

    def may_need(self, kind: ProcedureKind) -> None:
        """Raise `Invalid` for a special procedure that the published list does not name."""
        if self.procedures is not None and kind not in _ALWAYS.union(self.procedures):
            named = "、".join(self.procedures) or "—"
            raise Invalid(
                "procedure-not-listed",
                f"“{self.name}”的特别程序中没有“{kind}”；已公布：{named}。",
                f"'{kind}' is no special procedure of {self.code}; published: {named}.",
                field="kind",
            )

    @property
    def partner(self) -> str | None:
        """The partner that decides, if one does."""
        return None if self.decided_by in {OWN, NOBODY} else self.decided_by

    @property
    def paper_codes(self) -> tuple[str, ...]:
        """The codes of the published list, in its order."""
        return tuple(paper.code for paper in self.papers)

    @property
    def paper_names(self) -> dict[str, str]:
        """The names of the published list, by code."""
        return {paper.code: paper.name for paper in self.papers}

    def must_list(self, codes: tuple[str, ...], field: str) -> None:
        """Raise `Invalid` for a paper outside the published list (办事指南): none may be asked."""
        unlisted = [code for code in codes if code not in self.paper_codes]
        if unlisted:
            raise Invalid(
                "paper-not-listed",
                f"“{self.name}”的材料清单中没有“{unlisted[0]}”；"
                f"清单：{'、'.join(self.paper_codes) or '—'}。",
                f"'{unlisted[0]}' is not on the list of {self.code}; "
                f"listed: {', '.join(self.paper_codes) or '—'}.",
                field=field,
            )
