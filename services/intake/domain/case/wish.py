"""What somebody who registers for work looks for; jobs makes use of it."""

from dataclasses import dataclass

from shared.values import Point


@dataclass(frozen=True)
class Wish:
    """A job wish; `shifts` 0..20 = weekday x 3 + morning, noon or night; pay in fen an hour."""

    occupations: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    shifts: tuple[int, ...] = ()
    around: Point | None = None
    within_km: float = 3.0
    birth_year: int | None = None
    least_hourly_fen: int = 0
