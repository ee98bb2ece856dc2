"""A bundle (一件事 as applied for): one form and its papers; how it stands follows from its parts.

domain.md 2.1: accepted when all mandatory applications are, done when all have ended, due with the
latest of them, and within 45 working days where they are decided jointly (XKF 42).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.determinants import Value
from shared.deadlines import Timed

BUNDLE = "bundle"
"""The kind of timer that looks at a bundle after one of its applications moved, and at its clocks;
its subject is the bundle."""


class BundleState(StrEnum):
    """How a bundle stands; nobody sets it."""

    RECEIVED = "received"  # 已收件
    CORRECTION = "correction"  # 待补正
    ACCEPTED = "accepted"  # 必办事项均已受理
    DONE = "done"  # 全部办结


class BundleReceiptKind(StrEnum):
    """What a written receipt of a whole bundle is about."""

    RECEIVED = "bundle-received"  # 一件事收件凭证
    CORRECTION = "bundle-correction"  # 一件事补正材料一次性告知书


@dataclass(frozen=True)
class BundleReceipt:
    """One written receipt; `number` is the bundle's and a running number."""

    number: str
    kind: BundleReceiptKind
    at: datetime


@dataclass(frozen=True)
class Child:
    """One of its applications, an ordinary one in its own office."""

    case: str
    project_no: str
    item_code: str
    item_name: str
    orgunit: str
    mandatory: bool


@dataclass(frozen=True)
class Stand:
    """How a bundle stands by its applications; `ended` counts those with which an office is done.

    `accepted_at` is when the last mandatory one was accepted. `blocked` names the items of
    mandatory ones that ended without ever having been accepted: then it never will be.
    """

    state: BundleState = BundleState.RECEIVED
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    ended: int = 0
    blocked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bundle(Timed):
    """One form that was handed in once.

    `stand` is what was last announced of it. `answers` and `papers` are those of the one form;
    `noticed_at` is when the one notice of all that is missing was given. `agent` acts for the
    applicant under `authorisation`, as in its applications. `anonymous`: its applicant was erased.
    """

    id: str
    version: int
    bundle_no: str
    matter: str
    matter_name: str
    joint: bool
    orgunit: str
    channel: Channel
    received_at: datetime
    children: tuple[Child, ...]
    applicant: str | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    stand: Stand = Stand()
    noticed_at: datetime | None = None
    receipts: tuple[BundleReceipt, ...] = ()
    agent: str | None = None
    authorisation: str | None = None
    anonymous: bool = False

    @property
    def cases(self) -> tuple[str, ...]:
        """The ids of its applications."""
        return tuple(child.case for child in self.children)

    def with_papers(self, papers: Sequence[Paper]) -> "Bundle":
        """Return it with papers handed in once for all; one that comes again replaces the first."""
        latest = {paper.code: paper for paper in (*self.papers, *papers)}
        return replace(self, papers=tuple(latest.values()))

    def with_receipt(self, kind: BundleReceiptKind, now: datetime) -> "Bundle":
        """Return it with one more written receipt."""
        number = f"{self.bundle_no}-{len(self.receipts) + 1:02d}"
        return replace(self, receipts=(*self.receipts, BundleReceipt(number, kind, now)))


def without_answers(bundle: Bundle) -> Bundle:
    """Return what is left when the applicant is erased: that it was, of what kind, when."""
    clocks = tuple(
        replace(clock, extensions=tuple(replace(one, reason="") for one in clock.extensions))
        for clock in bundle.clocks
    )
    bones = replace(bundle, answers={}, papers=(), agent=None, authorisation=None, clocks=clocks)
    return replace(bones, anonymous=True)


def stands(bundle: Bundle, cases: Sequence[Case]) -> Stand:
    """Derive how a bundle stands from its applications, in the order of its children.

    `due_at` is the latest of the open ones that have one; the joint limit is not looked at here.
    """
    mandatory = [
        case for case, child in zip(cases, bundle.children, strict=True) if child.mandatory
    ]
    dates = [case.accepted_at for case in mandatory if case.accepted_at is not None]
    accepted_at = max(dates) if len(dates) == len(mandatory) else None
    ended = sum(is_done(case) for case in cases)
    return Stand(
        state=_state(cases, accepted=accepted_at is not None, done=ended == len(cases)),
        accepted_at=accepted_at,
        due_at=max((c.due_at for c in cases if not is_done(c) and c.due_at), default=None),
        ended=ended,
        blocked=tuple(c.item_code for c in mandatory if is_done(c) and c.accepted_at is None),
    )


def is_done(case: Case) -> bool:
    """Tell whether the office is done with an application (办结), or the applicant gave it up."""
    return case.marks.closed_at is not None


def is_answered(case: Case) -> bool:
    """Tell whether its office has said what it has to say of the papers."""
    return bool(case.prepared) or case.state not in {State.SUBMITTED, State.RECEIVED}


def _state(cases: Sequence[Case], *, accepted: bool, done: bool) -> BundleState:
    if done:
        return BundleState.DONE
    if accepted:
        return BundleState.ACCEPTED
    waits = any(case.state is State.CORRECTION for case in cases)
    return BundleState.CORRECTION if waits else BundleState.RECEIVED
