"""Time in law is China Standard Time, +08:00 the year round since 1991; storage holds UTC.

Inside, an instant is a day (its ordinal) and the microseconds gone of that day, so that hours are
cut exactly.
"""

from datetime import UTC, date, datetime, timedelta, timezone

from shared.calendar.errors import OffsetMissing, YearUnknown

CST = timezone(timedelta(hours=8), "Asia/Shanghai")

FIRST_YEAR = 2004
"""The first year whose holidays the national layer knows."""
LAST_START = 2100
LAST_YEAR = 2130
"""A limit begins by `LAST_START` and ends by `LAST_YEAR`."""

FIRST = date(FIRST_YEAR, 1, 1).toordinal()
LAST = date(LAST_YEAR, 12, 31).toordinal()
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
DAY_END = 86_399 * SECOND
"""23:59:59: 24时 of a day, said within that day."""

_ZERO = datetime(FIRST_YEAR, 1, 1, tzinfo=CST).astimezone(UTC)
_AFTER = date(LAST_START + 1, 1, 1).toordinal()


def split(at: datetime) -> tuple[int, int]:
    """Return the day in China of an instant, as an ordinal, and the microseconds gone of it."""
    gone = at - _ZERO
    return FIRST + gone.days, gone.seconds * SECOND + gone.microseconds


def join(ordinal: int, microseconds: int) -> datetime:
    """Return the instant, in UTC."""
    return _ZERO + timedelta(days=ordinal - FIRST, microseconds=microseconds)


def checked(at: datetime, field: str) -> datetime:
    """Return the instant in UTC.

    Raises:
        OffsetMissing: it says no offset.
        YearUnknown: limits cannot be computed for its year.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise OffsetMissing(field)
    if not FIRST_YEAR < at.year < LAST_START and not FIRST <= split(at)[0] < _AFTER:
        raise YearUnknown(at.date(), FIRST_YEAR, LAST_START)
    return at.astimezone(UTC)


def shown(at: datetime) -> str:
    """Return an instant as people here read it: ``2025-10-14 17:30``, seconds if there are any."""
    local = at.astimezone(CST)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def told(at: datetime) -> str:
    """Return an instant for machines with its offset: ``2025-10-14T17:30:00+08:00``."""
    return at.astimezone(CST).isoformat()
