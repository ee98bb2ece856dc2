"""What intake shows of its service points."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.counter.points import PointKind, ServicePoint, Week
from services.intake.domain.counter.routing import Route
from shared.calendar import Calendar
from shared.calendar.calendars import WEEKDAYS
from shared.deadlines.views import Local
from shared.web.views import View


class PointView(View):
    """A service point; `next_opening` is None for one that never closes.

    `items` and `kinds` are what it takes, all where empty; `twin` is where a person does all that a
    kiosk does.
    """

    code: str
    name: str
    kind: PointKind
    orgunit: str
    hours: Mapping[str, tuple[str, ...]]
    weekend: Mapping[str, tuple[str, ...]]
    around_the_clock: bool
    items: tuple[str, ...]
    kinds: tuple[ItemKind, ...]
    slots: int
    twin: str | None
    open_now: bool
    next_opening: Local | None

    @classmethod
    def of(cls, point: ServicePoint, now: datetime, by: Calendar) -> Self:
        """Show the point as it stands now."""
        told = {
            "hours": told_week(point.hours),
            "weekend": told_week(point.weekend),
            "open_now": point.is_open(now, by),
            "next_opening": point.next_opening(now, by),
        }
        return cls.model_validate({**vars(point), **told})


class RouteView(View):
    """Where to go with an item, and why; `point` is None where nobody here takes it."""

    point: str | None
    zh: str
    en: str

    @classmethod
    def of(cls, route: Route) -> Self:
        """Show a route."""
        return cls.model_validate(route)


def told_week(week: Week) -> dict[str, tuple[str, ...]]:
    """Return a week as files and answers tell it: ``{"mon": ("08:30-12:00",)}``."""
    return {
        WEEKDAYS[day]: tuple(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans)
        for day, spans in week.items()
    }
