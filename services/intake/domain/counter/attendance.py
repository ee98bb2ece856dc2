"""Who came to what was arranged and who did not: when it may be said."""

from datetime import datetime

from shared.calendar import CST, shown
from shared.values import Refusal


def must_be_its_day(starts_at: datetime, now: datetime) -> None:
    """到场: on its day, a little early or late does no harm; raise `Refusal` ``not-its-day``."""
    if now.astimezone(CST).date() != starts_at.astimezone(CST).date():
        raise Refusal(
            "not-its-day",
            f"该预约为 {shown(starts_at)}，只能在当日登记到场。",
            f"It is for {shown(starts_at)}; attendance is recorded on that day.",
        )


def must_be_over(ends_at: datetime, now: datetime) -> None:
    """未到: said when the time is over; raise `Refusal` ``too-early`` before."""
    if now < ends_at:
        raise Refusal(
            "too-early",
            f"须待 {shown(ends_at)} 结束后才能登记未到。",
            f"That nobody came can be said after its end at {shown(ends_at)} only.",
        )
