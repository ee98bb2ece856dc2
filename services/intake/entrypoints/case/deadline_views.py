"""What intake's routes show of clocks."""

from datetime import datetime
from typing import Self

from services.intake.domain.case.case import Case
from shared.calendar import Alert, Calendar
from shared.deadlines.views import ClockView, Local
from shared.web.views import View


class DeadlineView(View):
    """The clocks of an application; `alert` is the worst that was announced of them."""

    id: str
    version: int
    project_no: str
    due_at: Local | None
    alert: Alert
    clocks: tuple[ClockView, ...]

    @classmethod
    def of(cls, case: Case, now: datetime, by: Calendar) -> Self:
        """Show the clocks as they stand now, each explained day by day."""
        return cls(
            id=case.id,
            version=case.version,
            project_no=case.project_no,
            due_at=case.due_at,
            alert=case.announced,
            clocks=tuple(ClockView.of(clock, now, by) for clock in case.clocks),
        )
