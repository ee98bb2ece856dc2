"""Green channel (绿色通道): a need that somebody states for this visit; its queue puts it first."""

from dataclasses import replace
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Need
from services.intake.domain.case.states import State
from services.intake.domain.counter.points import day_of
from services.intake.domain.people.retention import is_over


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
