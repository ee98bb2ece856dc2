"""How clocks are shown over HTTP; instants stand in China's time, with the offset."""

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field

from shared.calendar import Calendar, DeadlineClock, Unit, alert_of, explain, remaining
from shared.calendar.zone import CST
from shared.deadlines.timed import ClockMove
from shared.web.views import View

Local = Annotated[
    datetime,
    AfterValidator(lambda at: at.astimezone(CST)),
    Field(description="in China's time, with its offset"),
]


class AmountView(View):
    """So many working days (G), calendar days (Z), working hours (H) or urgent hours (U)."""

    amount: float
    unit: Unit


class RemainingView(AmountView):
    """What is left, or by how much the limit is exceeded."""

    overdue: bool


class StepView(View):
    """One step of the explanation: a day and whether it counts, or a rule; and its source."""

    zh: str
    en: str
    day: date | None
    counted: bool | None
    source: str


class ClockView(View):
    """One clock; `due_at` is None while it stands still, `remaining` once it has ended."""

    name: str
    limit: AmountView
    started_at: Local
    due_at: Local | None
    ended_at: Local | None
    alert: str
    provisional: bool
    calendar: str
    remaining: RemainingView | None
    steps: tuple[StepView, ...]

    @classmethod
    def of(cls, clock: DeadlineClock, now: datetime, by: Calendar, **more: Any) -> Self:
        """Show how a clock stands now, explained day by day."""
        told = {
            "alert": alert_of(clock, by, now),
            "remaining": None if clock.ended_at else remaining(clock, by, now),
            "steps": explain(clock, by),
        }
        return cls.model_validate({**vars(clock), **told, **more})


class MoveView(View):
    """A clock that another calendar moves, or makes certain; `number` is the matter's."""

    id: str
    number: str
    orgunit: str
    clock: str
    before: Local | None
    after: Local | None
    provisional: bool
    calendar: str

    @classmethod
    def of(cls, move: ClockMove, **matter: str) -> Self:
        """Show a move of a clock of this matter: its id, number and organisation."""
        new = move.clock
        return cls(
            **matter,
            clock=new.name,
            before=move.before,
            after=new.due_at,
            provisional=new.provisional,
            calendar=new.calendar,
        )
