"""How far two places are from each other."""

from math import asin, cos, radians, sin, sqrt

from shared.values import Point

_EARTH_M = 6_371_008.8  # mean radius (IUGG)


def metres(one: Point, other: Point) -> int:
    """Return the great-circle distance in whole metres."""
    north, east = radians(other.lat - one.lat), radians(other.lng - one.lng)
    narrowing = cos(radians(one.lat)) * cos(radians(other.lat))
    half = sin(north / 2) ** 2 + narrowing * sin(east / 2) ** 2
    return int(2 * _EARTH_M * asin(sqrt(min(half, 1.0))))
