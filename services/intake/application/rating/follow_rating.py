"""What is done about a bad rating (差评): verified, mended, visited, closed; or left out."""

from dataclasses import dataclass
from typing import Any

from services.intake.application.ports import Work
from services.intake.application.rating.keeping_ratings import keep_rating, ratings_of
from services.intake.domain.rating.rating import Rating
from services.intake.domain.rating.rating_states import RATING_TABLE, RatingCommand
from shared.events.intake import CaseEvent
from shared.events.intake_ratings import (
    RatingAppealed,
    RatingAppealRejected,
    RatingClosed,
    RatingConfirmed,
    RatingExcluded,
    RatingFollowedUp,
    RatingFoundUntrue,
    RectificationFinished,
    RectificationStarted,
)
from shared.identity.roles import Role
from shared.values import NotFound


@dataclass(frozen=True)
class VerifyRating:
    """`ground` is None where it is true, else ``not-true`` or ``mistaken`` (误评)."""

    rating: str
    finding: str
    ground: str | None = None


@dataclass(frozen=True)
class StartRectification:
    """`rectifier` is the member of staff who mends, never one who was rated."""

    rating: str
    rectifier: str
    measures: str


@dataclass(frozen=True)
class DecideAppeal:
    """Whether the rating is left out of the figures."""

    rating: str
    excluded: bool


@dataclass(frozen=True)
class RecordRevisit:
    """Somebody visited the person behind a bad rating of an application."""

    case: str
    satisfied: bool


async def verify_rating(command: VerifyRating, work: Work) -> Rating:
    """差评核实."""
    rating, by = await _judged(command.rating, work)
    if command.ground is None:
        confirmed = rating.confirmed(by, command.finding)
        return await _keep(confirmed, RatingConfirmed, work)
    untrue = rating.found_untrue(by, command.finding, command.ground)
    return await _keep(untrue, RatingFoundUntrue, work, ground=command.ground, number=untrue.id)


async def start_rectification(command: StartRectification, work: Work) -> Rating:
    """差评整改: somebody whom it is not about is told to mend it; raise `Invalid` otherwise."""
    rating, _ = await _judged(command.rating, work)
    mending = rating.rectifying(command.rectifier, command.measures)
    return await _keep(mending, RectificationStarted, work, rectifier=command.rectifier)


async def finish_rectification(key: str, result: str, work: Work) -> Rating:
    """整改完成, as the one says who may judge it."""
    rating, _ = await _judged(key, work)
    return await _keep(rating.rectified(result), RectificationFinished, work)


async def appeal_rating(key: str, reasons: str, work: Work) -> Rating:
    """申诉; whoever is rated may appeal, and does not decide.

    Raises:
        NotAllowed: ``not-your-work``, of staff who neither lead nor are rated.
    """
    by, leads = work.cause.actor, Role.SHIFT_LEADER in work.cause.roles
    rating = (await work.ratings.get(key)).may_be_appealed_by(by, leads=leads)
    return await _keep(rating.appealed(by, reasons), RatingAppealed, work)


async def decide_appeal(command: DecideAppeal, work: Work) -> Rating:
    """剔除, or not."""
    rating, by = await _judged(command.rating, work)
    decided = rating.appeal_decided(by, excluded=command.excluded)
    return await _keep(decided, RatingExcluded if command.excluded else RatingAppealRejected, work)


async def revisit(key: str, work: Work, *, satisfied: bool) -> Rating:
    """回访, by staff of the counter: of what was mended."""
    rating, _ = await _judged(key, work)
    visited = rating.revisited(satisfied=satisfied)
    return await _keep(visited, RatingFollowedUp, work, satisfied=satisfied)


async def record_revisit(command: RecordRevisit, work: Work) -> Rating:
    """回访, by the grid: of the newest rating of this application that calls for a visit."""
    first, second = await ratings_of(command.case, work)
    known = [rating for rating in (second, first) if rating is not None]
    if not known:
        raise NotFound(
            "not-rated", "该办件还没有评价。", "This application was not rated.", field="case"
        )
    visit = RatingCommand.RECORD_GRID_VISIT
    called_for = (r for r in known if RATING_TABLE.allows(r.state, visit))
    visited = next(called_for, known[0]).revisited_by_grid(satisfied=command.satisfied)
    return await _keep(visited, RatingFollowedUp, work, satisfied=command.satisfied)


async def close_rating(key: str, work: Work) -> Rating:
    """差评办结."""
    rating, _ = await _judged(key, work)
    return await _keep(rating.settled(), RatingClosed, work)


async def _judged(key: str, work: Work) -> tuple[Rating, str]:
    by = work.cause.actor
    return (await work.ratings.get(key)).judged_by(by), by


async def _keep(rating: Rating, event: type[CaseEvent], work: Work, **said: Any) -> Rating:
    case = await work.cases.get(rating.case)
    return keep_rating(rating, case, event, work, **said)
