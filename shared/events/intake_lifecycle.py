"""What intake announces of an application beyond its main road. Subject: the application."""

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import AwareDatetime, Field

from shared.events.base import Identifier, Title, Words
from shared.events.intake import CASE, CaseEvent, Channel
from shared.events.parts import Code, Part, StaffRef

_DUE = "2026-09-20T17:30:00+08:00"


class Consequence(StrEnum):
    """What follows from a broken promise (容缺), by the item's policy."""

    DEEMED_WITHDRAWN = "deemed-withdrawn"
    ACCEPTANCE_REVOKED = "acceptance-revoked"
    REJECTED = "rejected"
    TERMINATED = "terminated"


class PromisedPaper(Part):
    """A paper that follows: its code and name, in which form, by when."""

    code: Code
    title: Title
    form: str = Field(pattern=r"^(electronic|original|copy)$")
    due_at: AwareDatetime


class ApplicationSubmitted(CaseEvent):
    """It came online and is looked at before it counts as received (预受理)."""

    type: ClassVar[str] = "jiedao.intake.application.submitted.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "channel": "online"}

    channel: Channel


class ApplicationPreRejected(CaseEvent):
    """What came online was not taken in, with reasons (预审不通过)."""

    type: ClassVar[str] = "jiedao.intake.application.pre-rejected.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "reasons": "上传的材料无法辨认，请重新上传。"}

    reasons: Words


class PromiseMade(CaseEvent):
    """Papers follow under a signed promise (容缺承诺); the review runs on."""

    type: ClassVar[str] = "jiedao.intake.promise.made.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "papers": [
            {"code": "income-proof", "title": "家庭收入证明", "form": "original", "due_at": _DUE}
        ],
        "consequence": "deemed-withdrawn",
        "signature": "20260907000012",
    }

    papers: tuple[PromisedPaper, ...] = Field(min_length=1)
    consequence: Consequence
    signature: Identifier


class PromiseChecked(CaseEvent):
    """A promised paper was found good or bad; `deficient` is still to follow."""

    type: ClassVar[str] = "jiedao.intake.promise.checked.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "paper": "income-proof",
        "good": True,
        "reasons": "与原件一致。",
        "deficient": [],
    }

    paper: Code
    paper_name: Title | None = None
    good: bool
    reasons: Words
    deficient: tuple[Code, ...] = ()


class PromiseExtended(CaseEvent):
    """Force majeure (不可抗力) put off the date of a promised paper, once."""

    type: ClassVar[str] = "jiedao.intake.promise.extended.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "paper": "income-proof",
        "due_at": _DUE,
        "approver": "stf_r0001",
        "reasons": "暴雪致道路中断。",
    }

    paper: Code
    paper_name: Title | None = None
    due_at: AwareDatetime
    approver: StaffRef
    reasons: Words


class PromiseLapsed(CaseEvent):
    """A promised paper did not come in time, or not in order; the consequence follows at once."""

    type: ClassVar[str] = "jiedao.intake.promise.lapsed.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "paper": "income-proof",
        "consequence": "deemed-withdrawn",
    }

    paper: Code
    paper_name: Title | None = None
    consequence: Consequence


class PromiseRepaired(CaseEvent):
    """The applicant made a broken promise good, and may be offered another (信用修复).

    `broken` is the application whose promise it was.
    """

    type: ClassVar[str] = "jiedao.intake.promise.repaired.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "reasons": "已补交全部材料，承诺整改。",
        "broken": "case_aaaaaaaaaaaaaaaaaaaaaaaaaa",
    }

    reasons: Words
    broken: Identifier


class AcceptanceRevoked(CaseEvent):
    """The acceptance was taken back for a broken promise, with written reasons (撤销受理)."""

    type: ClassVar[str] = "jiedao.intake.acceptance.revoked.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "reasons": "逾期未补交家庭收入证明。"}

    reasons: Words


class ApplicationTerminated(CaseEvent):
    """It ended for a broken promise, without a decision (终止办理)."""

    type: ClassVar[str] = "jiedao.intake.application.terminated.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "reasons": "逾期未补交家庭收入证明。"}

    reasons: Words


class ReviewStepTaken(CaseEvent):
    """A step of the review was taken, or given back to the one before (承办, 审核, 批准)."""

    type: ClassVar[str] = "jiedao.intake.review.step-taken.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "step": "handle",
        "by": "stf_r0001",
        "passed": True,
    }

    step: str = Field(pattern=r"^(handle|examine|approve)$")
    by: StaffRef
    passed: bool


class OnSiteReviewRecorded(CaseEvent):
    """Two of the staff or more looked at it on the spot (现场核查)."""

    type: ClassVar[str] = "jiedao.intake.onsite-review.recorded.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "by": ["stf_r0001", "stf_r0002"]}

    by: tuple[StaffRef, ...] = Field(min_length=2)


class RecallRequested(CaseEvent):
    """The applicant asks for it back while it is reviewed (申请撤件)."""

    type: ClassVar[str] = "jiedao.intake.recall.requested.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "reasons": "申请人已另行办理。"}

    reasons: Words


class RecallRefused(CaseEvent):
    """It is not given back, with reasons; the review goes on."""

    type: ClassVar[str] = "jiedao.intake.recall.refused.v1"
    example: ClassVar[dict[str, Any]] = {**CASE, "reasons": "涉及第三人利益，须作出决定。"}

    reasons: Words


class ResultWithheld(CaseEvent):
    """Approved with deficiency (容缺通过): `deficient` is to follow before the result is given.

    When the last of them is found good, ``application.decided`` says that it is approved.
    """

    type: ClassVar[str] = "jiedao.intake.result.withheld.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "deficient": ["income-proof"],
        "reasons": "符合条件。",
        "decided_by": "stf_r0001",
    }

    deficient: tuple[Code, ...] = Field(min_length=1)
    deficient_names: tuple[Title, ...] = ()
    reasons: Words
    decided_by: Code


class ApplicationArchived(CaseEvent):
    """The file is closed (归档)."""

    type: ClassVar[str] = "jiedao.intake.application.archived.v1"
    example: ClassVar[dict[str, Any]] = {**CASE}


class ApprovalRevoked(CaseEvent):
    """An approval was taken back by the authority that may (撤销)."""

    type: ClassVar[str] = "jiedao.intake.approval.revoked.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "authority": "东胜区民政局",
        "ground": "deception",
        "basis": "行政许可法第六十九条第二款",
        "reasons": "申请材料系伪造。",
        "by": "stf_r0001",
    }

    authority: Title
    ground: Code
    basis: Words
    reasons: Words
    by: StaffRef
