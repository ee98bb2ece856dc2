"""Which service point an application that arrives belongs to."""

from services.intake.application.ports import Work
from services.intake.domain.catalogue.item import Item
from services.intake.domain.counter.routing import Route, must_take, routed


def place(named: str | None, item: Item, orgunit: str, work: Work) -> str | None:
    """Return the staffed point that has the application: the one named, else the one routed to.

    `orgunit` is the organisation whose application it is.

    Raises:
        Invalid: no such point, another organisation's, or not competent for the item.
    """
    if named is None:
        return route(item, orgunit, work).point
    point = work.points.get(named)
    must_take(point, item, orgunit)
    return point.twin or point.code


def route(item: Item, organisation: str, work: Work) -> Route:
    """Return the point that is open and competent now, and why."""
    return routed(work.points.every(), item, organisation, work.now, work.calendars)
