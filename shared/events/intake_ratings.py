"""What intake announces about ratings (好差评). Subject: the rating.

None of them says who applied.
"""

from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime, Field

from shared.events.base import Identifier
from shared.events.clocks import Moved, NearDue, OfClock, Overdue
from shared.events.intake import CASE, CaseEvent
from shared.events.parts import Code, Satisfaction, StaffRef

_DUE = "2026-09-08T17:30:00+08:00"
RATING: dict[str, Any] = {**CASE, "case": "case_aaaaaaaaaaaaaaaaaaaaaaaaaa"}


class RatingEvent(CaseEvent):
    """What every event about a rating tells: the application, and whose work it is about.

    The `rated` learn neither of which application it is nor who gave it: who tells of it leaves
    them out.
    """

    case: Identifier
    rated: tuple[StaffRef, ...] = ()


class ServiceRated(RatingEvent):
    """A rating was given; a bad one must be verified within a working day. Subject: the rating."""

    type: ClassVar[str] = "jiedao.intake.service.rated.v1"
    example: ClassVar[dict[str, Any]] = {
        **RATING,
        "grade": "dissatisfied",
        "bad": True,
        "details": ["waited-too-long"],
        "rated_at": "2026-09-07T10:00:00+08:00",
    }

    grade: Satisfaction
    bad: bool
    details: tuple[Code, ...] = ()
    rated_at: AwareDatetime
    assess_number: Literal[1, 2] = Field(default=1, description="2: the follow-up (追评)")
    entered_by: StaffRef | None = Field(default=None, description="who entered it from paper")


class RatingFollowedUp(RatingEvent):
    """Somebody visited the person behind a bad rating (回访). Subject: the rating."""

    type: ClassVar[str] = "jiedao.intake.rating.followed-up.v1"
    example: ClassVar[dict[str, Any]] = {
        **RATING,
        "satisfied": True,
    }

    satisfied: bool


class RatingDefaulted(RatingEvent):
    """Nobody rated in time: the system's default (系统默认评价), which no figure counts."""

    type: ClassVar[str] = "jiedao.intake.rating.defaulted.v1"
    example: ClassVar[dict[str, Any]] = {
        **RATING,
        "grade": "acceptable",
        "defaulted_at": "2026-09-14T17:30:01+08:00",
    }

    grade: Satisfaction
    defaulted_at: AwareDatetime


class RatingConfirmed(RatingEvent):
    """A bad rating was verified and is true (核实属实); it is to be mended within fifteen days."""

    type: ClassVar[str] = "jiedao.intake.rating.confirmed.v1"
    example: ClassVar[dict[str, Any]] = {**RATING}


class RatingFoundUntrue(RatingEvent):
    """A bad rating was verified and is not true, or was ticked by mistake (误评).

    The `rated` may appeal by its `number`; they learn no more of it.
    """

    type: ClassVar[str] = "jiedao.intake.rating.found-untrue.v1"
    example: ClassVar[dict[str, Any]] = {**RATING, "ground": "mistaken"}

    ground: Literal["not-true", "mistaken"]
    number: Identifier | None = None


class RectificationStarted(RatingEvent):
    """Somebody is to mend what a rating found (整改)."""

    type: ClassVar[str] = "jiedao.intake.rectification.started.v1"
    example: ClassVar[dict[str, Any]] = {**RATING, "rectifier": "stf_c0001"}

    rectifier: StaffRef


class RectificationFinished(RatingEvent):
    """What a rating found is mended (整改完成); its giver is visited next."""

    type: ClassVar[str] = "jiedao.intake.rectification.finished.v1"
    example: ClassVar[dict[str, Any]] = {**RATING}


class RatingAppealed(RatingEvent):
    """Somebody asks that an untrue rating be left out of the figures (申诉)."""

    type: ClassVar[str] = "jiedao.intake.rating.appealed.v1"
    example: ClassVar[dict[str, Any]] = {**RATING}


class RatingExcluded(RatingEvent):
    """The appeal was granted: no figure counts the rating any more (剔除)."""

    type: ClassVar[str] = "jiedao.intake.rating.excluded.v1"
    example: ClassVar[dict[str, Any]] = {**RATING}


class RatingAppealRejected(RatingEvent):
    """The appeal was rejected: the rating stands, and is mended like any other."""

    type: ClassVar[str] = "jiedao.intake.rating.appeal-rejected.v1"
    example: ClassVar[dict[str, Any]] = {**RATING}


class RatingClosed(RatingEvent):
    """A bad rating is done with: mended, and visited (办结)."""

    type: ClassVar[str] = "jiedao.intake.rating.closed.v1"
    example: ClassVar[dict[str, Any]] = {**RATING}


class RatingAnonymised(RatingEvent):
    """Whoever gave it was erased: no words are left in it, and its grade still counts (删除)."""

    type: ClassVar[str] = "jiedao.intake.rating.anonymised.v1"
    example: ClassVar[dict[str, Any]] = {**RATING}


class RatingDeadline(RatingEvent, OfClock):
    """What is told of a clock: rating-verification or rating-rectification.

    `rectifier` is who mends, once somebody does.
    """


class RatingNearDue(RatingDeadline, NearDue):
    """A clock turned yellow or red."""

    type: ClassVar[str] = "jiedao.intake.rating-deadline.near-due.v1"
    example: ClassVar[dict[str, Any]] = {
        **RATING,
        "clock": "rating-verification",
        "due_at": _DUE,
        "alert": "red",
    }

    rectifier: StaffRef | None = None


class RatingOverdue(RatingDeadline, Overdue):
    """A clock ran out."""

    type: ClassVar[str] = "jiedao.intake.rating-deadline.overdue.v1"
    example: ClassVar[dict[str, Any]] = {
        **RATING,
        "clock": "rating-verification",
        "due_at": _DUE,
        "alert": "overdue",
    }

    rectifier: StaffRef | None = None


class RatingDeadlineMoved(RatingDeadline, Moved):
    """Another calendar moved a due time, or made it certain."""

    type: ClassVar[str] = "jiedao.intake.rating-deadline.moved.v1"
    example: ClassVar[dict[str, Any]] = {
        **RATING,
        "clock": "rating-rectification",
        "before": "2027-02-05T17:30:00+08:00",
        "after": "2027-02-18T17:30:00+08:00",
        "calendar": "cn-1.12.0",
    }
