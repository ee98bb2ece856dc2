"""Saving a step of a rating and telling it, as one act; its clocks follow."""

from typing import Any

from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.rating.rating import FIRST, FOLLOW_UP, Rating
from services.intake.domain.rating.rating_clocks import timed_rating
from shared.events.intake import CaseEvent
from shared.ids import derive

RATING_DEADLINE = "rating-deadline"
"""The kind of timer that looks at a rating's clocks; its subject is the rating."""


def rating_id(case: str, assess_number: int = FIRST) -> str:
    """Return the id of the rating of an application, or of its follow-up (追评)."""
    return f"rating_{derive(case)}" if assess_number == FIRST else f"rating_{derive(case, '2')}"


async def ratings_of(case: str, work: Work) -> tuple[Rating | None, Rating | None]:
    """Return the rating of an application and its follow-up."""
    first = await work.ratings.find(rating_id(case))
    return first, await work.ratings.find(rating_id(case, FOLLOW_UP))


def keep_rating(
    rating: Rating, case: Case, event: type[CaseEvent], work: Work, **said: Any
) -> Rating:
    """Save the rating's next version, with the clocks of its state, and announce it."""
    calendar = work.calendars.of(case.orgunit)
    return keep_rating_in_state(timed_rating(rating, work.now, calendar), case, event, work, **said)


def keep_rating_in_state(
    rating: Rating, case: Case, event: type[CaseEvent], work: Work, **said: Any
) -> Rating:
    """Save the next version of a rating and announce it under the application's organisation.

    What is announced of a rating never says who applied. It names the rated, so that whoever tells
    of it tells others.
    """
    saved = work.ratings.save(rating)
    about = {
        "project_no": case.project_no,
        "item_code": case.item_code,
        "item_name": case.item_name,
        "case": case.id,
        "rated": rating.rated,
    }
    work.announce(event.model_validate({**about, **said}), about=saved, orgunit=case.orgunit)
    watch_rating(saved, case, work)
    return saved


def watch_rating(rating: Rating, case: Case, work: Work) -> None:
    """Set the one timer of a rating to when its clocks must be looked at next."""
    at = rating.next_look(work.now, work.calendars.of(case.orgunit))
    if at is not None:
        work.set_timer(RATING_DEADLINE, rating.id, at)
    elif rating.clocks:
        work.cancel_timer(RATING_DEADLINE, rating.id)
