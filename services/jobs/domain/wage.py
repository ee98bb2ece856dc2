"""What work pays, and how pays of different units compare."""

from dataclasses import dataclass
from enum import StrEnum

_HOURS_A_DAY = 8
_HOURS_A_MONTH = 174  # 21.75 paid days (劳社部发〔2008〕3号) of 8 hours


class WageUnit(StrEnum):
    """What one amount of pay is for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    PIECE = "piece"


class Settlement(StrEnum):
    """When pay is settled: 日结, 周结, 月结, 其他."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    OTHER = "other"


_HOURS = {WageUnit.HOUR: 1, WageUnit.DAY: _HOURS_A_DAY, WageUnit.MONTH: _HOURS_A_MONTH}


@dataclass(frozen=True)
class Wage:
    """An amount in fen for one unit of work."""

    fen: int
    unit: WageUnit
    settlement: Settlement

    @property
    def hourly_fen(self) -> int | None:
        """Pay in fen an hour, rounded down; None for piece work, which has no hours."""
        hours = _HOURS.get(self.unit)
        return None if hours is None else self.fen // hours
