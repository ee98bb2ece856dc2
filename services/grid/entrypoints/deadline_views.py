"""What grid's routes show of clocks."""

from datetime import datetime
from typing import Self

from pydantic import Field

from services.grid.domain.category import Category
from services.grid.domain.incident import Incident
from shared.calendar import Calendar
from shared.deadlines.views import ClockView, Local
from shared.web.views import View


class StageView(ClockView):
    """The clock of one stage; `title` is what staff call the stage."""

    title: str


class DeadlineView(View):
    """The clocks of an incident, each explained day by day."""

    id: str
    version: int
    incident_no: str = Field(validation_alias="number")
    due_at: Local | None
    sign_by: Local | None
    return_by: Local | None
    supervised: bool
    clocks: tuple[StageView, ...]

    @classmethod
    def of(cls, incident: Incident, category: Category, now: datetime, by: Calendar) -> Self:
        """Show the clocks of an incident as they stand now."""
        titles = category.titles
        clocks = (
            StageView.of(clock, now, by, title=titles.get(clock.name, clock.name))
            for clock in incident.clocks
        )
        told = {name: getattr(incident, name) for name in _TOLD}
        return cls(**told, clocks=tuple(clocks))


_TOLD = ("id", "version", "number", "due_at", "sign_by", "return_by", "supervised")
