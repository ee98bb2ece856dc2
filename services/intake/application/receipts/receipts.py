"""A receipt is shown as it was given."""

from collections.abc import Sequence
from typing import Protocol

from services.intake.application.ports import Work
from services.intake.domain.receipts.receipts import ReceiptDocument
from shared.values import NotFound


class Numbered(Protocol):
    """One of the receipts that somebody has."""

    @property
    def number(self) -> str:
        """Its number."""
        ...


class Holder(Protocol):
    """What receipts are given of: an application, or a bundle of them."""

    @property
    def id(self) -> str:
        """Its key."""
        ...

    @property
    def orgunit(self) -> str:
        """The organisation that gave them."""
        ...

    @property
    def applicant(self) -> str | None:
        """Whom they name."""
        ...

    @property
    def receipts(self) -> Sequence[Numbered]:
        """Those that were given."""
        ...


async def show_receipt(
    holder: Holder, number: str, work: Work, *, unmasked: bool
) -> tuple[ReceiptDocument, str | None]:
    """Return one of its receipts, and the applicant's name as it may be shown.

    `unmasked`: the caller stated a purpose and may see the name.

    Raises:
        NotFound: it has no receipt of this number.
        Gone: the name is wanted of somebody who was erased.
    """
    receipt = await work.receipts.find(number)
    if receipt is None or receipt.case != holder.id:
        numbers = "、".join(receipt.number for receipt in holder.receipts)
        raise NotFound(
            "no-such-receipt",
            f"此件没有这份凭证；已有：{numbers}。",
            f"This application has no such receipt; it has: {numbers}.",
        )
    if holder.applicant is None:
        return receipt, None
    show = work.people.reveal if unmasked else work.people.masked
    shown = await show(holder.applicant)
    return receipt, shown.org_name or shown.name
