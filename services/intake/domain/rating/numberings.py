"""Grades and channels by number: two numberings run in opposite ways, so all go by name.

Standard (GB/T 39046 A.8): 1 非常满意 … 5 非常不满意. Live 好差评 interfaces: 1 非常不满意 …
5 非常满意.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from services.intake.domain.rating.rating_states import Grade
from shared.values import Invalid

V = TypeVar("V", bound=StrEnum)


class RatingChannel(StrEnum):
    """评价渠道 (`pf` of live interfaces, 1 to 7)."""

    PC = "pc"
    MOBILE = "mobile"
    QR_CODE = "qr-code"
    TABLET = "tablet"
    OTHER_TERMINAL = "other-terminal"
    SMS = "sms"
    SYSTEM_DEFAULT = "system-default"


_STANDARD = dict(enumerate(Grade, start=1))
_LIVE = dict(enumerate(reversed(Grade), start=1))
_CHANNELS = dict(enumerate(RatingChannel, start=1))


def standard_number(grade: Grade) -> int:
    """Return the number in the national standard: 1 is very satisfied."""
    return _number(_STANDARD, grade)


def grade_of_standard(number: int) -> Grade:
    """Return the grade of a number of the standard; raise `Invalid` ``unknown-number``."""
    return _named(_STANDARD, number, "grade")


def live_number(grade: Grade) -> int:
    """Return the number in live interfaces: 1 is very dissatisfied."""
    return _number(_LIVE, grade)


def grade_of_live(number: int) -> Grade:
    """Return the grade of a number of a live interface; raise `Invalid` ``unknown-number``."""
    return _named(_LIVE, number, "grade")


def channel_number(channel: RatingChannel) -> int:
    """Return `pf`."""
    return _number(_CHANNELS, channel)


def channel_of(number: int) -> RatingChannel:
    """Return the channel of a `pf`; raise `Invalid` ``unknown-number``."""
    return _named(_CHANNELS, number, "pf")


def _number(numbers: Mapping[int, V], name: V) -> int:
    return next(number for number, named in numbers.items() if named is name)


def _named(numbers: Mapping[int, V], number: int, field: str) -> V:
    if number not in numbers:
        raise Invalid(
            "unknown-number",
            f"没有编号 {number}，只能是 1 至 {len(numbers)}。",
            f"There is no number {number}; it must be 1 to {len(numbers)}.",
            field=field,
        )
    return numbers[number]
