"""A receipt is shown as it was given."""

from dataclasses import dataclass

from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.receipts.receipts import ReceiptDocument
from shared.values import NotFound


@dataclass(frozen=True)
class ShowReceipt:
    """`unmasked`: the caller stated a purpose and may see the applicant's name."""

    case: str
    number: str
    unmasked: bool = False


async def show_receipt(
    command: ShowReceipt, work: Work
) -> tuple[Case, ReceiptDocument, str | None]:
    """Return an application, one of its receipts, and the applicant's name as it may be shown.

    Raises:
        NotFound: no such application, or it has no receipt of this number.
        Gone: the name is wanted of somebody who was erased.
    """
    case = await work.cases.get(command.case)
    receipt = await work.receipts.find(command.number)
    if receipt is None or receipt.case != case.id:
        numbers = "、".join(receipt.number for receipt in case.receipts)
        raise NotFound(
            "no-such-receipt",
            f"此件没有这份凭证；已有：{numbers}。",
            f"This application has no such receipt; it has: {numbers}.",
        )
    if case.applicant is None:
        return case, receipt, None
    show = work.people.reveal if command.unmasked else work.people.masked
    shown = await show(case.applicant)
    return case, receipt, shown.org_name or shown.name
