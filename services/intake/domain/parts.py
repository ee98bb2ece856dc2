"""Parts of an application: how it came, its receipts, its special procedures, its decision."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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

    RECEIVED = "received"  # 收件凭证
    CORRECTION = "correction"  # 补正告知书
    ACCEPTED = "accepted"  # 受理通知书
    REFUSED = "refused"  # 不受理／不予受理决定书
    DECIDED = "decided"  # 决定书


@dataclass(frozen=True)
class Receipt:
    """One written receipt; `number` is the project number and a running number."""

    number: str
    kind: ReceiptKind
    at: datetime


class Outcome(StrEnum):
    """办结结果: 准予, 不予许可."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Decision:
    """Who decided what, and why; `by` is a staff reference or a partner id."""

    outcome: Outcome
    reasons: str
    by: str
    at: datetime
    certificate_no: str | None = None


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
class Procedure:
    """One special procedure; `limit` is the time that the applicant was told in writing.

    `approver` is a staff reference; `ended_at` and `result` stay None for an extension.
    """

    kind: ProcedureKind
    reason: str
    basis: str
    approver: str
    limit: Limit
    started_at: datetime
    ended_at: datetime | None = None
    result: str | None = None
