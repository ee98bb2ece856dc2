"""Limits, pauses, extensions and thresholds: the values a deadline is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.calendar import errors, zone


class Unit(StrEnum):
    """In what a limit is counted; the codes of the national exchange standard, H and U ours."""

    WORKING_DAYS = "G"
    CALENDAR_DAYS = "Z"
    WORKING_HOURS = "H"
    URGENT_HOURS = "U"

    @property
    def zh(self) -> str:
        """Its name in Chinese, as it follows an amount."""
        return _NAMES[self][0]

    @property
    def in_days(self) -> bool:
        """Whether it counts whole days."""
        return self is Unit.WORKING_DAYS or self is Unit.CALENDAR_DAYS

    def en(self, amount: float) -> str:
        """Return an amount of it in English."""
        name = _NAMES[self][1]
        return f"{amount:g} {name}" if amount == 1 else f"{amount:g} {name}s"

    @property
    def most(self) -> int:
        """The largest sane amount: about ten years."""
        return _NAMES[self][2]


_NAMES = {
    Unit.WORKING_DAYS: (" 个工作日", "working day", 2500),
    Unit.CALENDAR_DAYS: (" 个自然日", "calendar day", 3660),
    Unit.WORKING_HOURS: (" 个工作时", "working hour", 20_000),
    Unit.URGENT_HOURS: (" 小时", "hour", 87_840),
}


class Start(StrEnum):
    """When day 1 is.

    `NEXT_DAY`: the day after (Civil Code 201). `NEXT_WORKDAY`: the same, but of what was taken on
    a day off (weekend counters), day 1 is the next workday. Limits in hours run at once.
    """

    NEXT_DAY = "next-day"
    NEXT_WORKDAY = "next-workday"


class Alert(StrEnum):
    """How a clock stands."""

    NORMAL = "normal"
    YELLOW = "yellow"
    RED = "red"
    OVERDUE = "overdue"
    NONE = "none"

    @property
    def code(self) -> int:
        """The code of the exchange standard; `NONE` is a clock that stands still or has ended."""
        return _CODES[self]


_CODES = {Alert.NORMAL: 0, Alert.YELLOW: 1, Alert.OVERDUE: 2, Alert.RED: 3, Alert.NONE: 4}


@dataclass(frozen=True)
class Limit:
    """So many units.

    Raises:
        AmountInvalid: the amount is below 1 or above ten years.
        UnitUnknown: the unit is none of the four.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in _NAMES:
            raise errors.UnitUnknown(str(self.unit))
        if not 1 <= self.amount <= self.unit.most:
            raise errors.AmountInvalid(self.amount, self.unit.most)


@dataclass(frozen=True)
class Pause:
    """The clock stands still from `since` until `until`, or for the time being.

    Raises:
        OffsetMissing: a time says no offset.
        YearUnknown: limits cannot be computed for its year.
        PauseReversed: it ends before it begins.
    """

    since: datetime
    until: datetime | None
    reason: str

    def __post_init__(self) -> None:
        zone.checked(self.since, "since")
        if self.until is not None and zone.checked(self.until, "until") < self.since:
            raise errors.PauseReversed


@dataclass(frozen=True)
class Extension:
    """More of the limit's unit: who granted it, why, and when it was asked for.

    Raises:
        OffsetMissing: `asked_at` says no offset.
        YearUnknown: limits cannot be computed for its year.
    """

    amount: int
    by: str
    reason: str
    asked_at: datetime

    def __post_init__(self) -> None:
        zone.checked(self.asked_at, "asked_at")


@dataclass(frozen=True)
class Threshold:
    """When a clock is to warn: at a share of the limit that is used, or at so many units left.

    Raises:
        ThresholdInvalid: not exactly one of them is given, or it makes no sense.
    """

    share: float | None = None
    left: int | None = None

    def __post_init__(self) -> None:
        if (self.share is None) == (self.left is None):
            raise errors.ThresholdInvalid
        if self.share is not None and not 0 < self.share < 1:
            raise errors.ThresholdInvalid
        if self.left is not None and self.left < 0:
            raise errors.ThresholdInvalid


@dataclass(frozen=True)
class Due:
    """When a clock falls due; `at` is None while it stands still.

    `provisional`: a year it touches has no published holidays yet.
    """

    at: datetime | None
    provisional: bool


@dataclass(frozen=True)
class Remaining:
    """What is left of a limit, or what it is exceeded by; today counts as used."""

    amount: float
    unit: Unit
    overdue: bool


@dataclass(frozen=True)
class Move:
    """A clock whose due time is another under another calendar."""

    name: str
    before: datetime | None
    after: datetime | None
