"""What time brings to a bad rating: a clock warns or runs out, a new calendar moves due times."""

from services.intake.application.ports import Work
from services.intake.application.rating.keeping_ratings import keep_rating_in_state, watch_rating
from services.intake.domain.rating.rating import Rating
from shared.calendar import Alert
from shared.deadlines import ClockMove
from shared.events.intake_ratings import RatingDeadlineMoved, RatingNearDue, RatingOverdue


async def look_at_rating_clocks(key: str, work: Work) -> Rating:
    """Announce each clock that stands worse than was announced, and set the next look."""
    rating = await work.ratings.get(key)
    case = await work.cases.get(rating.case)
    for clock, alert in rating.unwarned(work.now, work.calendars.of(case.orgunit)):
        rating = keep_rating_in_state(
            rating.warning(clock.name, alert),
            case,
            RatingOverdue if alert is Alert.OVERDUE else RatingNearDue,
            work,
            clock=clock.name,
            due_at=clock.due_at,
            alert=alert,
            provisional=clock.provisional,
            rectifier=rating.handling.rectifier,
        )
    watch_rating(rating, case, work)
    return rating


async def apply_rating_calendar(
    keys: tuple[str, ...], work: Work
) -> list[tuple[Rating, ClockMove]]:
    """Move the due times of these ratings to the calendar that is loaded now; idempotent."""
    applied = []
    for key in keys:
        rating = await work.ratings.get(key)
        case = await work.cases.get(rating.case)
        calendar = work.calendars.of(case.orgunit)
        for move in rating.moves(calendar):
            rating = keep_rating_in_state(
                rating.moved(move, work.now, calendar),
                case,
                RatingDeadlineMoved,
                work,
                **move.told,
            )
            applied.append((rating, move))
    return applied
