"""What partners and staff see of hand-overs."""

from datetime import date, datetime

from pydantic import Field

from services.intake.domain.case.case import Case
from services.intake.domain.exchange.handover import HandOver
from shared.calendar import Alert
from shared.web.views import View


class HandOverRow(View):
    """An application with a partner; `fields` names what was handed over of the applicant."""

    project_no: str
    number: str
    item_code: str
    handed_at: datetime
    fields: tuple[str, ...]
    without: str | None
    answered_at: datetime | None
    outcome: str | None


class WaitingRow(HandOverRow):
    """One that waits for its answer, and by when."""

    due_at: datetime | None
    alert: Alert


class SealedRow(HandOverRow):
    """One for the partner itself: `sealed` opens with its key alone."""

    sealed: str | None


class Reconciliation(View):
    """The list of a day (对账单): what went, what came back, what is still out, what is late.

    `open` is the exact number that waits now; `waiting` shows the first of them.
    """

    partner: str
    day: date
    handed_over: tuple[HandOverRow, ...]
    answered: tuple[HandOverRow, ...]
    open: int
    waiting: tuple[WaitingRow, ...] = Field(description="the first handed over first")
    overdue: tuple[WaitingRow, ...] = Field(description="those among `waiting` that are late")


def waiting_row(record: HandOver, case: Case) -> WaitingRow:
    """Return a hand-over with the application's own limit."""
    return WaitingRow.model_validate(
        {**vars(record), "due_at": case.due_at, "alert": case.announced}
    )
