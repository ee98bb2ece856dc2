"""Parts of an application: how it came, its receipts, its decision."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """办理形式 (GB/T 39046 A.5, with kiosk and grid of our own)."""

    WINDOW = "window"
    KIOSK = "kiosk"
    ONLINE = "online"
    MOBILE = "mobile"
    POST = "post"
    GRID = "grid"


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
