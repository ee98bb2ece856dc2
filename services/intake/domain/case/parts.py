"""Parts of an application: how it came, receipts, procedures, review, decision, revocation."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.intake.domain.case.grounds import RejectionGround, RevocationGround
from services.intake.domain.catalogue.policies import ReviewStep
from shared.calendar import Limit


class Channel(StrEnum):
    """办理形式 (GB/T 39046 A.5, with kiosk and grid of our own)."""

    WINDOW = "window"
    KIOSK = "kiosk"
    ONLINE = "online"
    MOBILE = "mobile"
    POST = "post"
    GRID = "grid"


class Need(StrEnum):
    """Why somebody asks for the green channel on this visit (AY 22); closed, and no free text."""

    AGED = "aged"  # 高龄
    DISABILITY = "disability"  # 行动不便、残疾
    PREGNANT = "pregnant"  # 孕期
    WITH_INFANT = "with-infant"  # 携带婴幼儿
    URGENT = "urgent"  # 情况紧急
    OTHER = "other"  # 其他


class ReceiptKind(StrEnum):
    """What a dated, sealed written receipt is about (XKF 32, last paragraph)."""

    SUBMITTED = "submitted"  # 网上提交回执
    PRE_REJECTED = "pre-rejected"  # 预审不通过告知书
    RECEIVED = "received"  # 收件凭证
    CORRECTION = "correction"  # 补正告知书
    ACCEPTED = "accepted"  # 受理通知书
    REFUSED = "refused"  # 不受理／不予受理决定书
    DECIDED = "decided"  # 决定书
    PROMISE = "promise"  # 容缺受理承诺书
    EXTENDED = "extended"  # 延长期限告知书
    PROCEDURE = "procedure"  # 特别程序告知书
    RECALL_REFUSED = "recall-refused"  # 不同意撤件告知书
    WITHDRAWN = "withdrawn"  # 撤回确认书
    RETURNED = "returned"  # 退件告知书
    DEEMED_WITHDRAWN = "deemed-withdrawn"  # 视为撤回告知书
    ACCEPTANCE_REVOKED = "acceptance-revoked"  # 撤销受理决定书
    TERMINATED = "terminated"  # 终止办理决定书
    DELIVERED = "delivered"  # 送达回证
    REVOKED = "revoked"  # 撤销决定书


@dataclass(frozen=True)
class Receipt:
    """One written receipt; `number` is the project number and a running number."""

    number: str
    kind: ReceiptKind
    at: datetime


class Outcome(StrEnum):
    """办结结果: 准予, 容缺通过 (the result is withheld until the papers are in), 不予许可."""

    APPROVED = "approved"
    APPROVED_DEFICIENT = "approved-deficient"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Decision:
    """Who decided what, and why.

    `by` is a staff reference, a partner id or `BY_PROMISE`; `with_deficiency` tells that it was
    approved before promised papers were in, and stays when they are. `ground` is why it was
    rejected; None of an approval, where a partner named none, and before grounds were coded.
    """

    outcome: Outcome
    reasons: str
    by: str
    at: datetime
    certificate_no: str | None = None
    with_deficiency: bool = False
    ground: RejectionGround | None = None


BY_PROMISE = "lapsed-promise"
"""Who decided where a rejection follows from a broken promise, as was signed."""


@dataclass(frozen=True)
class StepTaken:
    """One step of a review; one that is not `passed` gives the step before back to be redone."""

    step: ReviewStep
    by: str
    opinion: str
    passed: bool
    at: datetime


@dataclass(frozen=True)
class OnSiteReview:
    """现场核查: who went (two staff at the least, XKF 34), and what they found."""

    by: tuple[str, ...]
    findings: str
    at: datetime


@dataclass(frozen=True)
class Correction:
    """补正: more papers came after the notice; `by` is the member of staff who took them."""

    at: datetime
    by: str | None = None


@dataclass(frozen=True)
class Revocation:
    """撤销: the authority that revoked, on which ground and legal basis, and why."""

    authority: str
    ground: RevocationGround
    basis: str
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Origin:
    """Where an application came from.

    `source` is the submitting system (a partner id or ``grid``), `reference` its own number,
    `incident` the grid incident behind it.
    """

    channel: Channel
    source: str | None = None
    reference: str | None = None
    incident: str | None = None


class ProcedureKind(StrEnum):
    """特别程序: an extension moves the due time (XKF 42), all others stop the clocks (XKF 45)."""

    EXTENSION = "extension"  # 延长审批
    HEARING = "hearing"  # 听证
    BIDDING = "bidding"  # 招标
    AUCTION = "auction"  # 拍卖
    INSPECTION = "inspection"  # 检验
    TESTING = "testing"  # 检测
    QUARANTINE = "quarantine"  # 检疫
    APPRAISAL = "appraisal"  # 鉴定
    EXPERT_REVIEW = "expert-review"  # 专家评审


@dataclass(frozen=True)
class Hearing:
    """When and where a hearing is held (XKF 48).

    `told_on` and `asked_on` are the days on which the applicant was told of the right to one and
    asked for it; None where the office holds it of its own accord (XKF 46).
    """

    held_at: datetime
    place: str
    told_on: date | None = None
    asked_on: date | None = None


@dataclass(frozen=True)
class Procedure:
    """One special procedure; `limit` is the time that the applicant was told in writing.

    `approver` is a staff reference; `ended_at` and `result` stay None for an extension; `hearing`
    is there for a hearing.
    """

    kind: ProcedureKind
    reason: str
    basis: str
    approver: str
    limit: Limit
    started_at: datetime
    ended_at: datetime | None = None
    result: str | None = None
    hearing: Hearing | None = None
