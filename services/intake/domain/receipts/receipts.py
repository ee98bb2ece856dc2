"""Receipts written out (凭证): dated documents that say what the law asks them to say."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.intake.domain.bundle.bundle import BundleReceiptKind
from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Receipt, ReceiptKind
from services.intake.domain.catalogue.item import Item
from services.intake.domain.receipts.receipt_words import WRITERS

HOW = (
    "凭查询码和登记的手机号码或身份证号码后四位，可随时查询办理进度；凭查询码可评价本次服务，"
    "每件评价一次，可追评一次，评价人身份保密。"
)
"""How one asks and rates: the invitation that a receipt carries (国办发〔2019〕51号)."""
WRITTEN = frozenset({"reasons", "certificate", "signature", "hearing", "receipt-code"})
"""The lines that somebody wrote, or that lead to somebody: they go when a person is erased."""


@dataclass(frozen=True)
class Office:
    """Whose receipts these are, and whom one may ask: an office, never a person."""

    name: str = "鄂尔多斯市东胜区民族街道办事处"
    ask: str = "民族街道便民服务中心综合受理窗口（工作日 8:30–17:30）"


@dataclass(frozen=True)
class Line:
    """One line: the `code` of its label, and its words."""

    code: str
    text: str


@dataclass(frozen=True)
class ReceiptDocument:
    """A receipt as it was given; it is kept and never written anew. `id` is its number.

    The head (which office, whom to ask) and the applicant's name, masked, are added where it is
    shown: it holds no personal data. `case` is the application, or the bundle, that it is of.
    """

    id: str
    version: int
    case: str
    orgunit: str
    kind: ReceiptKind | BundleReceiptKind
    at: datetime
    lines: tuple[Line, ...]


def written(case: Case, receipt: Receipt, item: Item | None) -> ReceiptDocument:
    """Write a receipt out, from the application as it then is.

    Each carries the code by which the applicant asks and rates, and says how.

    What was handed in, what is missing, by when, the reasons, the remedies (XKF 32, 38, 42, 45):
    as far as each kind of receipt has them.
    """
    lines = (
        Line("item", case.item_name),
        Line("project-no", case.project_no),
        *(Line(code, text) for code, text in WRITERS[receipt.kind](case, item) if text),
        *_invitation(case.marks.receipt_code),
    )
    return ReceiptDocument(
        id=receipt.number,
        version=0,
        case=case.id,
        orgunit=case.orgunit,
        kind=receipt.kind,
        at=receipt.at,
        lines=lines,
    )


def _invitation(code: str | None) -> tuple[Line, ...]:
    return (Line("receipt-code", code), Line("how", HOW)) if code else ()


def without_words(document: ReceiptDocument) -> ReceiptDocument:
    """Return a receipt without what somebody wrote in it: what is left names nobody."""
    kept = tuple(line for line in document.lines if line.code not in WRITTEN)
    return replace(document, lines=kept)
