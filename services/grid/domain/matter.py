"""When two reports are about one matter: same category, and same spot or same words for it.

Likeness alone never joins (北京条例 11(三): link, and keep each caller's own answer).
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Self

from shared.values import Point, Refusal

MOST_REPORTS = 2000
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class OpenMatter:
    """Where to find the open incident of a matter; id is derived from the matter's key."""

    id: str
    version: int
    incident: str
    cell: str | None = None

    def holds(self, cell: str | None) -> bool:
        """Tell whether a report from this cell is meant: equal words in another cell are not."""
        return self.cell is None or cell is None or self.cell == cell


@dataclass(frozen=True)
class Dossier:
    """Whom an open incident owes an answer; id is the incident's.

    It is a record of its own so that a joining report and a closure exclude each other, while
    joining leaves the incident's version alone.
    """

    id: str
    version: int
    reports: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()

    def joined(self, report: str) -> Self:
        """Add a report; raise `Refusal` when the dossier is full."""
        if len(self.reports) >= MOST_REPORTS:
            raise Refusal(
                "too-many-reports",
                f"同一事件的上报已达 {MOST_REPORTS} 条，请先结案再收新的上报。",
                f"This incident has {MOST_REPORTS} reports; close it before taking more.",
            )
        return replace(self, reports=(*self.reports, report))

    def found_by(self, matter: str) -> Self:
        """Remember a key under which the incident is found."""
        return replace(self, matters=(*self.matters, matter))


def matter_keys(category: str, point: Point | None, place: str | None) -> list[tuple[str, ...]]:
    """Return the keys of a matter: by spot (4 decimals, about 11 m) and by words for the place."""
    keys: list[tuple[str, ...]] = []
    if point is not None:
        keys.append(("spot", category, f"{point.lng:.4f},{point.lat:.4f}"))
    if place is not None and (words := normal_place(place)):
        keys.append(("place", category, words))
    return keys


def normal_place(place: str) -> str:
    """Return one spelling: width and case folded, runs of blanks as one."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", place)).strip().casefold()
