"""Which service point a matter goes to, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.catalogue.item import Item
from services.intake.domain.counter.points import ServicePoint
from shared.calendar import Calendars, shown
from shared.values import Invalid, NotAllowed, covers

_FAR = 3


@dataclass(frozen=True)
class Route:
    """A point's code, or None where no point is competent; and the reason, for people."""

    point: str | None
    zh: str
    en: str


def routed(
    points: Iterable[ServicePoint],
    item: Item,
    organisation: str,
    now: datetime,
    calendars: Calendars,
) -> Route:
    """Choose among the staffed points of an organisation, or above it, that take this item.

    The open one that is nearest goes first: of the organisation itself, then below it, then above.
    Where none is open, the one that opens first. Equals go by the order of the file.

    Args:
        points: all there are.
        item: what is applied for.
        organisation: 12-digit code of whom the applicant is with.
        now: the instant.
        calendars: opening hours follow each point's own calendar.
    """
    near = _competent(points, item, organisation)
    point = next((p for p in near if p.is_open(now, calendars.of(p.orgunit))), None)
    if point is not None:
        return Route(
            point.code,
            f"“{point.name}”可办“{item.name}”，现在开放。",
            f"{point.code} takes {item.code} and is open now.",
        )
    return _first_to_open(near, item, now, calendars)


def must_take(point: ServicePoint, item: Item, organisation: str) -> None:
    """Raise `Invalid` unless this point, of this organisation, is competent for the item."""
    if not (_near_enough(point, organisation) and point.competent_for(item)):
        raise Invalid(
            "point-not-competent",
            f"“{point.name}”不受理“{item.name}”；可办的服务点见 GET /items/{item.code}/point。",
            f"{point.code} does not take {item.code}; GET /items/{item.code}/point names who does.",
            field="point",
        )


def must_serve(point: ServicePoint, organisation: str) -> None:
    """Raise `NotAllowed` for places at a point that is another office's."""
    if not _near_enough(point, organisation):
        raise NotAllowed(
            "out-of-scope",
            f"“{point.name}”不属于您所在的机构，也不服务于它，请联系其所属机构。",
            f"{point.code} belongs to another office than yours; ask that one.",
            field="point",
        )


def _first_to_open(
    points: list[ServicePoint], item: Item, now: datetime, calendars: Calendars
) -> Route:
    coming = [(p.next_opening(now, calendars.of(p.orgunit)), p) for p in points]
    known = [(at, point) for at, point in coming if at is not None]
    if not known:
        return Route(
            None,
            f"本机构没有可办“{item.name}”的服务点。",
            f"No service point of this organisation takes {item.code}.",
        )
    at, point = min(known, key=lambda found: found[0])
    return Route(
        point.code,
        f"可办“{item.name}”的服务点现在都不开放；“{point.name}”最先于 {shown(at)} 开放。",
        f"No point that takes {item.code} is open; {point.code} opens first, at {shown(at)}.",
    )


def _competent(points: Iterable[ServicePoint], item: Item, organisation: str) -> list[ServicePoint]:
    staffed = [point for point in points if point.staffed and point.competent_for(item)]
    far = [(_distance(point, organisation), point) for point in staffed]
    return [point for way in range(_FAR) for distance, point in far if distance == way]


def _near_enough(point: ServicePoint, organisation: str) -> bool:
    return _distance(point, organisation) < _FAR


def _distance(point: ServicePoint, organisation: str) -> int:
    # Its own, one below it, one above it as the hub is to a community, or another office's.
    if point.orgunit == organisation:
        return 0
    if covers(organisation, point.orgunit):
        return 1
    return 2 if covers(point.orgunit, organisation) else _FAR
