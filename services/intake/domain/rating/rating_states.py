"""The life of a rating (好差评) as data: domain.md 2.6."""

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
    """Where a rating stands. `CLOSED` is also what good ratings of older versions are."""

    OPEN = "open"  # 待评价
    RATED = "rated"  # 已评价
    DEFAULTED = "defaulted"  # 系统默认评价
    VERIFYING = "verifying"  # 差评核实
    CONFIRMED = "confirmed"  # 核实属实
    RECTIFYING = "rectifying"  # 整改中
    RECTIFIED = "rectified"  # 整改完成
    REVISITED = "revisited"  # 已回访
    CLOSED = "closed"  # 办结
    NOT_TRUE = "not-true"  # 不属实、误评
    APPEALED = "appealed"  # 申诉
    EXCLUDED = "excluded"  # 剔除，不计入统计


class RatingCommand(StrEnum):
    """What may happen to a rating."""

    RATE = "rate"
    RATE_BADLY = "rate-badly"
    DEFAULT = "default"
    CONFIRM = "confirm"
    FIND_UNTRUE = "find-untrue"
    START_RECTIFYING = "start-rectifying"
    FINISH_RECTIFYING = "finish-rectifying"
    RECORD_REVISIT = "record-revisit"
    RECORD_GRID_VISIT = "record-grid-visit"
    CLOSE = "close"
    APPEAL = "appeal"
    EXCLUDE = "exclude"
    REJECT_APPEAL = "reject-appeal"


_REVISIT, _GRID_VISIT = RatingCommand.RECORD_REVISIT, RatingCommand.RECORD_GRID_VISIT

RATING_TABLE = StateTable(
    {
        (RatingState.OPEN, RatingCommand.RATE): RatingState.RATED,
        (RatingState.OPEN, RatingCommand.RATE_BADLY): RatingState.VERIFYING,
        (RatingState.OPEN, RatingCommand.DEFAULT): RatingState.DEFAULTED,
        # Silence speaks for nobody who speaks later.
        (RatingState.DEFAULTED, RatingCommand.RATE): RatingState.RATED,
        (RatingState.DEFAULTED, RatingCommand.RATE_BADLY): RatingState.VERIFYING,
        (RatingState.VERIFYING, RatingCommand.CONFIRM): RatingState.CONFIRMED,
        (RatingState.VERIFYING, RatingCommand.FIND_UNTRUE): RatingState.NOT_TRUE,
        # The grid's task is to verify, mend and visit in one go: its visit tells of all three.
        (RatingState.VERIFYING, _GRID_VISIT): RatingState.REVISITED,
        # Where the counter has begun to mend, the grid's visit is noted and settles nothing.
        (RatingState.CONFIRMED, _GRID_VISIT): RatingState.CONFIRMED,
        (RatingState.RECTIFYING, _GRID_VISIT): RatingState.RECTIFYING,
        (RatingState.RECTIFIED, _GRID_VISIT): RatingState.REVISITED,
        (RatingState.REVISITED, _GRID_VISIT): RatingState.REVISITED,
        (RatingState.CONFIRMED, RatingCommand.START_RECTIFYING): RatingState.RECTIFYING,
        (RatingState.RECTIFYING, RatingCommand.FINISH_RECTIFYING): RatingState.RECTIFIED,
        (RatingState.RECTIFIED, _REVISIT): RatingState.REVISITED,
        # A visit that did not satisfy is followed by another one, or by more mending.
        (RatingState.REVISITED, _REVISIT): RatingState.REVISITED,
        (RatingState.REVISITED, RatingCommand.START_RECTIFYING): RatingState.RECTIFYING,
        (RatingState.REVISITED, RatingCommand.CLOSE): RatingState.CLOSED,
        (RatingState.NOT_TRUE, RatingCommand.APPEAL): RatingState.APPEALED,
        (RatingState.APPEALED, RatingCommand.EXCLUDE): RatingState.EXCLUDED,
        (RatingState.APPEALED, RatingCommand.REJECT_APPEAL): RatingState.CONFIRMED,
        # The grid may have visited before anybody found the rating untrue: that stays true.
        (RatingState.NOT_TRUE, _GRID_VISIT): RatingState.NOT_TRUE,
        (RatingState.APPEALED, _GRID_VISIT): RatingState.APPEALED,
        (RatingState.EXCLUDED, _GRID_VISIT): RatingState.EXCLUDED,
    }
)
