"""What the routes of ratings show: never who gave one."""

from datetime import datetime
from typing import Self

from services.intake.domain.case.case import Case
from services.intake.domain.rating.rating import Rating
from services.intake.domain.rating.rating_details import DETAILS
from shared.calendar import Alert, Calendar
from shared.deadlines.views import ClockView, Local
from shared.web.views import View


class RatingTaken(View):
    """A rating that was taken, as its giver sees it; it shows neither number nor place of it."""

    grade: str
    assess_number: int
    rated_at: datetime


class RatingRow(View):
    """A rating in a list; `alert` is the worst that was announced of its clocks.

    `contact` is the contact after which it was invited; `rated` are the members of staff whose work
    it is about: none of them may verify it. `entered_by` is who entered it from paper.
    """

    id: str
    version: int
    case: str
    orgunit: str
    grade: str
    assess_number: int
    channel: str
    contact: str | None
    state: str
    rated_at: datetime
    rated: tuple[str, ...]
    entered_by: str | None = None
    due_at: Local | None
    alert: Alert


class DetailView(View):
    """A ticked detail, in words."""

    code: str
    zh: str
    en: str


class HandlingView(View):
    """What was done about it, by whom (staff references)."""

    verified_by: str | None
    finding: str | None
    ground: str | None
    rectifier: str | None
    measures: str | None
    result: str | None
    appealed_by: str | None
    appeal: str | None
    visits: int
    noted_visits: int


class RatingView(RatingRow):
    """A rating with what was done about it, and its clocks explained."""

    project_no: str
    item_name: str
    details: tuple[DetailView, ...]
    satisfied_after_visit: bool | None
    handling: HandlingView
    clocks: tuple[ClockView, ...]

    @classmethod
    def of(cls, rating: Rating, case: Case, now: datetime, by: Calendar) -> Self:
        """Show a rating of an application as it stands now."""
        told = {
            "project_no": case.project_no,
            "item_name": case.item_name,
            "details": tuple(detail_of(code) for code in rating.details),
            "clocks": tuple(ClockView.of(clock, now, by) for clock in rating.clocks),
        }
        return cls.model_validate({**_flat(rating), **told})


class RatingRead(RatingView):
    """A rating with what its giver wrote."""

    words: str | None


class RatingStands(View):
    """Where a rating stands, for who appealed: nothing of what it says."""

    id: str
    version: int
    state: str


class RaterContact(View):
    """How to reach whoever gave a rating: no name."""

    phone: str


def row_of(rating: Rating) -> RatingRow:
    """Return the rating as lists show it."""
    return RatingRow.model_validate(_flat(rating))


def _flat(rating: Rating) -> dict[str, object]:
    return {**vars(rating), "due_at": rating.due_at, "alert": rating.announced}


def detail_of(code: str) -> DetailView:
    """Return a detail with its words."""
    zh, en = DETAILS.get(code, (code, code))
    return DetailView(code=code, zh=zh, en=en)
