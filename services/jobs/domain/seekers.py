"""Who looks for work, and for what."""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.values import Point


@dataclass(frozen=True)
class Wish:
    """What a seeker looks for.

    `shifts` are 0..20 (weekday x 3 + morning, noon or night); `around` is where to look, not a
    home; `within_m` is in metres, `least_hourly_fen` in fen an hour. What is empty was not said.
    """

    occupations: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    shifts: tuple[int, ...] = ()
    around: Point | None = None
    within_m: int = 3000
    birth_year: int | None = None
    least_hourly_fen: int = 0


@dataclass(frozen=True)
class Seeker:
    """A person on the books, by reference; `case` is the registration behind it."""

    id: str
    version: int
    person: str
    orgunit: str
    wish: Wish
    case: str | None
    registered_at: datetime
    active: bool = True

    def wishing(self, wish: Wish, *, case: str, orgunit: str, now: datetime) -> "Seeker":
        """Return the seeker after a further registration: the newest wish counts."""
        return replace(self, wish=wish, case=case, orgunit=orgunit, registered_at=now, active=True)


@dataclass(frozen=True)
class Forgotten:
    """That somebody was erased, by the seeker's `id`: a registration heard late changes nothing."""

    id: str
    version: int = 0
