"""Ratings (好差评): one for each application; a bad one is followed up by a visit (回访)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.values import StateTable


class Grade(StrEnum):
    """By name only: the numbers run in opposite ways in the standard and in live systems."""

    VERY_SATISFIED = "very-satisfied"
    SATISFIED = "satisfied"
    ACCEPTABLE = "acceptable"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very-dissatisfied"

    @property
    def bad(self) -> bool:
        """Whether it must be verified and mended (domain.md 3, 差评)."""
        return self in {Grade.DISSATISFIED, Grade.VERY_DISSATISFIED}


class RatingState(StrEnum):
    """A good rating is closed as given; a bad one is verified until somebody was visited."""

    CLOSED = "closed"
    VERIFYING = "verifying"
    REVISITED = "revisited"


class RatingCommand(StrEnum):
    """What may happen to a rating."""

    RECORD_REVISIT = "record-revisit"


RATING_TABLE = StateTable(
    {
        (RatingState.VERIFYING, RatingCommand.RECORD_REVISIT): RatingState.REVISITED,
        # A visit that did not satisfy is followed by another one.
        (RatingState.REVISITED, RatingCommand.RECORD_REVISIT): RatingState.REVISITED,
    }
)


@dataclass(frozen=True)
class Rating:
    """One rating; its id is derived from the case, so that a second one meets the first."""

    id: str
    version: int
    case: str
    grade: Grade
    details: tuple[str, ...]
    rated_at: datetime
    state: RatingState
    satisfied_after_visit: bool | None = None

    @staticmethod
    def of(key: str, case: str, grade: Grade, details: tuple[str, ...], now: datetime) -> "Rating":
        """Return a new rating."""
        state = RatingState.VERIFYING if grade.bad else RatingState.CLOSED
        return Rating(key, 0, case, grade, details, now, state)

    def revisited(self, *, satisfied: bool) -> "Rating":
        """Return the rating after a visit; raise `Refusal` when none was called for."""
        state = RATING_TABLE.next(self.state, RatingCommand.RECORD_REVISIT)
        return replace(self, state=state, satisfied_after_visit=satisfied)
