"""Saving a step of an application and telling it, as one act; its clocks follow."""

from typing import Any

from services.intake.application.ports import Work
from services.intake.domain.case import Case
from services.intake.domain.claims import left_behind
from services.intake.domain.clocks import timed
from services.intake.domain.rating import Rating
from services.intake.domain.retention import retained
from shared.events.intake import CaseEvent

DEADLINE = "deadline"
"""The kind of timer that looks at an application's clocks; its subject is the application."""


def keep(case: Case, event: type[CaseEvent], work: Work, **said: Any) -> Case:
    """Save an application that reached a state, announce and count it; return what was saved."""
    item, calendar = work.items.find(case.item_code), work.calendars.of(case.orgunit)
    moved = left_behind(timed(case, item, work.now, calendar))
    years = item.retention_years if item and item.retention_years else work.retention_years
    moved = retained(moved, years, work.now)
    saved = keep_in_state(moved, event, work, **said)
    work.count("intake_applications_total", state=saved.state.value)
    return saved


def keep_in_state(case: Case, event: type[CaseEvent], work: Work, **said: Any) -> Case:
    """Save the next version of an application whose state stays, and announce it."""
    saved = work.cases.save(case)
    work.announce(
        event.model_validate({**_about(saved), **said}), about=saved, orgunit=saved.orgunit
    )
    watch(saved, work)
    return saved


def watch(case: Case, work: Work) -> None:
    """Set the one timer of an application to when its clocks must be looked at next."""
    at = case.next_look(work.now, work.calendars.of(case.orgunit))
    if at is None:
        work.cancel_timer(DEADLINE, case.id)
    else:
        work.set_timer(DEADLINE, case.id, at)


def keep_rating(
    rating: Rating, case: Case, event: type[CaseEvent], work: Work, **said: Any
) -> Rating:
    """Save the rating's next version and announce it under the application's organisation."""
    saved = work.ratings.save(rating)
    said |= {**_about(case), "case": case.id}
    work.announce(event.model_validate(said), about=saved, orgunit=case.orgunit)
    return saved


def _about(case: Case) -> dict[str, Any]:
    return {
        "project_no": case.project_no,
        "item_code": case.item_code,
        "item_name": case.item_name,
        "applicant": case.applicant,
        "reference": case.origin.reference,
        "incident": case.origin.incident,
    }
