"""The map: cells (网格) that tile the sub-district, and where a point lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from shared.values import Point

Corner = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """The smallest rectangle around some corners, in degrees; its border belongs to it."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, corners: Iterable[Corner]) -> Self:
        """Return the box of one corner or more."""
        lngs, lats = zip(*corners, strict=True)
        return cls(min(lngs), min(lats), max(lngs), max(lats))

    def holds(self, point: Point) -> bool:
        """Tell whether the point lies in it."""
        return self.west <= point.lng <= self.east and self.south <= point.lat <= self.north


@dataclass(frozen=True)
class Cell:
    """One cell: 15-digit code, its community, and a closed ring of (lng, lat) in degrees."""

    code: str
    community: str
    community_name: str
    ring: tuple[Corner, ...]

    @property
    def box(self) -> Box:
        """The box around it."""
        return Box.around(self.ring)

    def touches(self, point: Point) -> bool:
        """Tell whether the point lies inside or on the border."""
        inside = False
        for low, high in self._edges():
            if _on(low, high, point):
                return True
            if (low[1] > point.lat) != (high[1] > point.lat):
                slope = (high[0] - low[0]) / (high[1] - low[1])
                inside ^= point.lng < slope * (point.lat - low[1]) + low[0]
        return inside

    def distance(self, point: Point) -> float:
        """Return the distance of the border in degrees; only for comparing neighbours."""
        return min(_distance(low, high, point) for low, high in self._edges())

    def _edges(self) -> Iterable[tuple[Corner, Corner]]:
        # Sorted ends: two neighbours calculate a shared edge alike, to the last bit, so that no
        # point falls between them.
        pairs = zip(self.ring, self.ring[1:], strict=False)
        return ((a, b) if (a[1], a[0]) <= (b[1], b[0]) else (b, a) for a, b in pairs)


def chosen(touching: Iterable[Cell]) -> Cell | None:
    """Return the cell of a point among all that touch it: on a border, the smallest code."""
    return min(touching, key=lambda cell: cell.code, default=None)


def nearest(cells: Iterable[Cell], point: Point) -> Cell | None:
    """Return the nearest cell; of two equally near, the smaller code."""
    return min(cells, key=lambda cell: (cell.distance(point), cell.code), default=None)


def _on(low: Corner, high: Corner, point: Point) -> bool:
    cross = (high[0] - low[0]) * (point.lat - low[1]) - (high[1] - low[1]) * (point.lng - low[0])
    west, east = min(low[0], high[0]), max(low[0], high[0])
    return cross == 0 and low[1] <= point.lat <= high[1] and west <= point.lng <= east


def _distance(low: Corner, high: Corner, point: Point) -> float:
    dx, dy = high[0] - low[0], high[1] - low[1]
    along = ((point.lng - low[0]) * dx + (point.lat - low[1]) * dy) / (dx * dx + dy * dy)
    share = min(max(along, 0.0), 1.0)
    lng, lat = low[0] + share * dx - point.lng, low[1] + share * dy - point.lat
    return float((lng * lng + lat * lat) ** 0.5)
