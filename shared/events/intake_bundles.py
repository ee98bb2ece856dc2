"""What intake announces of one matter (一件事): a bundle of applications. Subject: the bundle."""

from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime, Field

from shared.events.base import EventData, Identifier, PersonRef, Title, Words
from shared.events.clocks import Moved, NearDue, Overdue
from shared.events.intake import CASE, CaseEvent, Channel
from shared.events.parts import Code, Part, StaffRef

_BUNDLE: dict[str, Any] = {
    "bundle_no": "Y20260907000001",
    "matter": "open-eatery",
    "matter_name": "开小餐馆一件事",
}
_CHILD: dict[str, Any] = {
    "case": "case_aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "project_no": "20260907000012",
    "item_code": "small-catering-permit",
    "item_name": "小餐饮经营许可",
}
_DUE = "2026-11-12T17:30:00+08:00"


class ChildTold(Part):
    """One application of a bundle."""

    case: Identifier
    project_no: Identifier
    item_code: Code
    item_name: Title


class ChildLacks(ChildTold):
    """What one application lacks, by the codes of the one form."""

    missing: tuple[Code, ...]
    missing_names: tuple[Title, ...] = ()


class ChildEnded(ChildTold):
    """How one application ended; `outcome` where it was decided."""

    state: Code
    outcome: Literal["approved", "approved-deficient", "rejected"] | None = None


class BundleEvent(EventData):
    """What every event about a bundle tells."""

    bundle_no: Identifier
    matter: Code
    matter_name: Title
    applicant: PersonRef | None = None
    agent: StaffRef | None = None
    agent_person: PersonRef | None = None


class BundleReceived(BundleEvent):
    """One form was handed in; its applications are on their way to their offices (一口受理)."""

    type: ClassVar[str] = "jiedao.intake.bundle.received.v1"
    example: ClassVar[dict[str, Any]] = {**_BUNDLE, "channel": "window", "children": [_CHILD]}

    channel: Channel
    children: tuple[ChildTold, ...] = Field(min_length=1)


class BundleCorrectionRequested(BundleEvent):
    """All that is missing in all of its applications, told in one notice (一次告知).

    `missing` and `missing_names` hold each paper once, `children` say where it is missing.
    """

    type: ClassVar[str] = "jiedao.intake.bundle.correction-requested.v1"
    example: ClassVar[dict[str, Any]] = {
        **_BUNDLE,
        "missing": ["health-certificate"],
        "children": [{**_CHILD, "missing": ["health-certificate"]}],
    }

    missing: tuple[Code, ...] = Field(min_length=1)
    missing_names: tuple[Title, ...] = ()
    children: tuple[ChildLacks, ...] = Field(min_length=1)


class BundleCorrectionSubmitted(BundleEvent):
    """What was missing was handed in once, for all applications that lack it."""

    type: ClassVar[str] = "jiedao.intake.bundle.correction-submitted.v1"
    example: ClassVar[dict[str, Any]] = {**_BUNDLE, "papers": ["health-certificate"]}

    papers: tuple[Code, ...] = Field(min_length=1)


class BundleMoved(BundleEvent):
    """What is told of how it stands: the latest due time, and how many applications have ended.

    `blocked` names the items of mandatory applications that ended without being accepted.
    """

    state: Literal["received", "correction", "accepted", "done"]
    due_at: AwareDatetime | None = None
    ended: int = Field(ge=0)
    of: int = Field(ge=1, description="how many applications there are")
    blocked: tuple[Code, ...] = ()


class BundleAccepted(BundleMoved):
    """All mandatory applications are accepted; the limit of a joint decision runs (受理)."""

    type: ClassVar[str] = "jiedao.intake.bundle.accepted.v1"
    example: ClassVar[dict[str, Any]] = {
        **_BUNDLE,
        "state": "accepted",
        "due_at": _DUE,
        "ended": 0,
        "of": 2,
        "accepted_at": "2026-09-07T09:30:00+08:00",
    }

    accepted_at: AwareDatetime


class BundleProgressed(BundleMoved):
    """It stands otherwise since one of its applications moved, or its joint limit stood still."""

    type: ClassVar[str] = "jiedao.intake.bundle.progressed.v1"
    example: ClassVar[dict[str, Any]] = {
        **_BUNDLE,
        "state": "accepted",
        "due_at": _DUE,
        "ended": 1,
        "of": 2,
    }


class BundleDone(BundleMoved):
    """Every application has ended; the results can be handed over together (办结、统一发证)."""

    type: ClassVar[str] = "jiedao.intake.bundle.done.v1"
    example: ClassVar[dict[str, Any]] = {
        **_BUNDLE,
        "state": "done",
        "ended": 1,
        "of": 1,
        "children": [{**_CHILD, "state": "decided", "outcome": "approved"}],
    }

    children: tuple[ChildEnded, ...] = Field(min_length=1)


class BundleExtended(BundleEvent):
    """The limit of a joint decision was extended, once (延长; 行政许可法 42).

    `authority` says who approved it and under which number; `by` is who recorded that.
    """

    type: ClassVar[str] = "jiedao.intake.bundle.extended.v1"
    example: ClassVar[dict[str, Any]] = {
        **_BUNDLE,
        "amount": 15,
        "unit": "G",
        "reason": "需多部门联合勘验。",
        "authority": "东胜区人民政府（东政批〔2026〕7号）",
        "by": "stf_g0001",
        "due_at": _DUE,
    }

    amount: int = Field(gt=0)
    unit: Literal["G"] = "G"
    reason: Words
    authority: Words
    by: StaffRef
    due_at: AwareDatetime | None = None


class BundleNearDue(BundleEvent, NearDue):
    """The limit of a joint decision turned yellow or red; `clock` is joint."""

    type: ClassVar[str] = "jiedao.intake.bundle-deadline.near-due.v1"
    example: ClassVar[dict[str, Any]] = {
        **_BUNDLE,
        "clock": "joint",
        "due_at": _DUE,
        "alert": "yellow",
    }


class BundleOverdue(BundleEvent, Overdue):
    """The limit of a joint decision ran out; `clock` is joint."""

    type: ClassVar[str] = "jiedao.intake.bundle-deadline.overdue.v1"
    example: ClassVar[dict[str, Any]] = {
        **_BUNDLE,
        "clock": "joint",
        "due_at": _DUE,
        "alert": "overdue",
    }


class BundleDeadlineMoved(BundleEvent, Moved):
    """Another calendar moved a due time, or made it certain; None while the clock stands still."""

    type: ClassVar[str] = "jiedao.intake.bundle-deadline.moved.v1"
    example: ClassVar[dict[str, Any]] = {
        **_BUNDLE,
        "clock": "joint",
        "before": "2027-02-05T17:30:00+08:00",
        "after": "2027-02-18T17:30:00+08:00",
        "calendar": "cn-1.12.0",
    }


class BundleAnonymised(BundleEvent):
    """The applicant was erased; that there was such a matter is all that is left (删除)."""

    type: ClassVar[str] = "jiedao.intake.bundle.anonymised.v1"
    example: ClassVar[dict[str, Any]] = {**_BUNDLE, "ground": "retention-over", "by": "stf_o0001"}

    ground: Literal["retention-over", "consent-withdrawn", "unlawful"]
    by: StaffRef


class CorrectionPrepared(CaseEvent):
    """An office noted what is missing, for the one notice of the matter. Subject: the case.

    The applicant hears nothing yet: ``correction.requested`` follows when the notice goes out.
    """

    type: ClassVar[str] = "jiedao.intake.correction.prepared.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "bundle": "bundle_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "missing": ["household-register"],
    }

    missing: tuple[Code, ...] = Field(min_length=1)
    missing_names: tuple[Title, ...] = ()
