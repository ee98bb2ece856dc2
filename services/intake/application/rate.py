"""Ratings of applications, and the visits that follow bad ones."""

from dataclasses import dataclass

from services.intake.application.keeping import keep_rating
from services.intake.application.ports import Work
from services.intake.application.references import by_own_or_partner_number
from services.intake.domain.rating import Grade, Rating
from shared.events.intake import RatingFollowedUp, ServiceRated
from shared.ids import derive
from shared.values import Final


@dataclass(frozen=True)
class RateService:
    """A rating by the partner's number for the application, or by our project number."""

    partner: str
    reference: str
    grade: Grade
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordRevisit:
    """Somebody visited the person behind a bad rating."""

    case: str
    satisfied: bool


async def rate_service(command: RateService, work: Work) -> Rating:
    """Keep a rating; raise `Final` ``already-rated`` for a second one of the same application."""
    case = await by_own_or_partner_number(command.reference, command.partner, work)
    key = rating_id(case.id)
    if await work.ratings.find(key) is not None:
        raise Final(
            "already-rated",
            f"办件 {case.project_no} 已评价过，每件只能评价一次。",
            f"Application {case.project_no} was rated before; each is rated once.",
            field="reference",
        )
    rating = Rating.of(key, case.id, command.grade, command.details, work.now)
    return keep_rating(
        rating,
        case,
        ServiceRated,
        work,
        grade=rating.grade,
        bad=rating.grade.bad,
        details=rating.details,
        rated_at=rating.rated_at,
    )


async def record_revisit(command: RecordRevisit, work: Work) -> Rating:
    """Close the follow-up of a bad rating."""
    rating = await work.ratings.get(rating_id(command.case))
    case = await work.cases.get(rating.case)
    visited = rating.revisited(satisfied=command.satisfied)
    return keep_rating(visited, case, RatingFollowedUp, work, satisfied=command.satisfied)


def rating_id(case: str) -> str:
    """Return the id of the one rating of an application."""
    return f"rating_{derive(case)}"
