"""Green channel (绿色通道): a need that somebody states for this visit; its queue puts it first."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Need
from services.intake.domain.case.states import State
from services.intake.domain.counter.points import day_of
from services.intake.domain.people.retention import is_over
from shared.calendar import CST
from shared.values import Invalid


def must_be_stated(need: Need | None, *, green_channel: bool) -> None:
    """Raise `Invalid` where the green channel is asked for and no need of this visit is stated."""
    if green_channel and need is None:
        raise Invalid(
            "need-needed",
            "办理绿色通道请在 need 中说明本次到场的需要，如 aged、disability。",
            "The green channel is for a need of this visit: state it in `need`, such as aged.",
            field="need",
        )


def visit_ends(case: Case) -> datetime:
    """Return the end of the day on which the papers came, on the counter's calendar."""
    following = day_of(case.received_at) + timedelta(days=1)
    return datetime.combine(following, time(), CST)


def visit_over(case: Case, now: datetime) -> bool:
    """Tell whether the visit on which the papers came is over.

    The day in China has passed, or nothing is left to wait for: it was decided, it has ended, or it
    is a registration and was accepted. So no need outlives the last step of its application.
    """
    passed = day_of(now) > day_of(case.received_at)
    return passed or case.state is State.DECIDED or is_over(case)


def after_visit(case: Case, now: datetime) -> Case:
    """Return the application without the need, once the visit is over (PIPL 6, 19)."""
    if case.need is None or not visit_over(case, now):
        return case
    return replace(case, need=None)


def stated(case: Case, now: datetime) -> Need | None:
    """Return the need, while the visit lasts for which it was stated."""
    return after_visit(case, now).need
