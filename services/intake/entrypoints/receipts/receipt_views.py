"""What intake's routes show of a receipt."""

from datetime import datetime
from typing import Self

from services.intake.domain.receipts.receipts import Office, ReceiptDocument
from services.intake.domain.receipts.wording import LABELS, SEAL, TITLES
from shared.deadlines.views import Local
from shared.web.views import View


class LineView(View):
    """One line; `code` names its label for machines."""

    code: str
    label: str
    label_en: str
    text: str


class ReceiptDocumentView(View):
    """A receipt as it was given; `seal` says where the seal goes."""

    number: str
    kind: str
    title: str
    title_en: str
    at: Local
    office: str
    applicant: str | None
    lines: tuple[LineView, ...]
    seal: str

    @classmethod
    def of(cls, receipt: ReceiptDocument, office: Office, applicant: str | None) -> Self:
        """Show a receipt under the office's head, with the applicant's name as it may be shown."""
        told = (*((line.code, line.text) for line in receipt.lines), ("ask", office.ask))
        at: datetime = receipt.at
        return cls(
            number=receipt.id,
            kind=receipt.kind,
            title=TITLES[receipt.kind][0],
            title_en=TITLES[receipt.kind][1],
            at=at,
            office=office.name,
            applicant=applicant,
            lines=tuple(
                LineView(code=code, label=LABELS[code][0], label_en=LABELS[code][1], text=text)
                for code, text in told
            ),
            seal=SEAL[0],
        )
