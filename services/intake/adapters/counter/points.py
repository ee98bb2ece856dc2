"""The service points, read from YAML and checked at start."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import Field

from services.intake.adapters.counter.hours import week
from services.intake.adapters.entries import Entry, EntryError, read_entries
from services.intake.application.ports import Items
from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.counter.points import PointKind, ServicePoint
from shared.calendar.calendars import Hours, Weekday
from shared.events.base import OrgCode
from shared.events.parts import Code
from shared.values import Invalid, NotFound


class _Point(Entry):
    code: Code
    name: str = Field(min_length=1, max_length=60)
    kind: PointKind
    orgunit: OrgCode
    hours: dict[Weekday, Hours] = Field(default_factory=dict)
    weekend: dict[Weekday, Hours] = Field(default_factory=dict)
    around_the_clock: bool = False
    items: tuple[Code, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    slots: int = Field(default=0, ge=0, le=50)
    twin: Code | None = None

    @property
    def value(self) -> ServicePoint:
        told = {name: getattr(self, name) for name in type(self).model_fields}
        return ServicePoint(**{**told, "hours": week(self.hours), "weekend": week(self.weekend)})


class Points:
    """Service points by code."""

    def __init__(self, points: Sequence[ServicePoint]) -> None:
        self._points = {point.code: point for point in points}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file; raise `EntryError` naming the point and the field that is wrong."""
        points = [row.value for row in read_entries(path, "points", _Point)]
        for point in points:
            _check(point)
        code, count = Counter(point.code for point in points).most_common(1)[0]
        if count > 1:
            raise EntryError(f"point {code}: code: it is there {count} times")
        loaded = cls(points)
        for point in points:
            loaded._check_twin(point)
        return loaded

    def get(self, code: str) -> ServicePoint:
        """Return the point; raise `Invalid`."""
        if code not in self._points:
            raise Invalid(
                "unknown-point",
                f"没有服务点“{code}”，服务点见 GET /points。",
                f"There is no service point '{code}'; GET /points lists them.",
                field="point",
            )
        return self._points[code]

    def known(self, code: str) -> ServicePoint:
        """Return the point for a reader; raise `NotFound`."""
        if code not in self._points:
            raise NotFound("not-found", "没有这个服务点。", "There is no such service point.")
        return self._points[code]

    def every(self) -> Sequence[ServicePoint]:
        """Return all points in the file's order."""
        return tuple(self._points.values())

    def must_match(self, items: Items) -> None:
        """Raise `EntryError` where a point names an item that is not there, or an item a point.

        An item that is over, or not yet in force, is there: points are not rewritten for a date.
        """
        for point in self.every():
            for code in point.items:
                if not items.holds(code):
                    raise EntryError(f"point {point.code}: items: there is no item '{code}'")
        for item in items.every():
            for code in item.guide.points:
                if code not in self._points:
                    raise EntryError(f"item {item.code}: points: there is no point '{code}'")

    def _check_twin(self, point: ServicePoint) -> None:
        # 无障碍环境建设法 39, 40: whatever a machine does, a person at a counter does as well.
        twin = self._points.get(point.twin or "")
        if not point.staffed and (twin is None or not twin.staffed):
            raise EntryError(f"point {point.code}: twin: a kiosk names a staffed point")
        if twin is not None and not twin.stands_in_for(point):
            raise EntryError(f"point {point.code}: twin: {twin.code} does not take all it takes")


def _check(point: ServicePoint) -> None:
    faults = {
        "twin: only a kiosk has one": point.staffed and point.twin is not None,
        "around_the_clock: only a kiosk is": point.staffed and point.around_the_clock,
        "hours: a staffed point has some": point.staffed and not point.hours,
        "hours: a kiosk has some, or is there around the clock": not point.hours
        and not point.around_the_clock,
        "weekend: sat and sun only": any(day < 5 for day in point.weekend),  # noqa: PLR2004
        "slots: appointments are at staffed points": not point.staffed and point.slots > 0,
    }
    for fault, found in faults.items():
        if found:
            raise EntryError(f"point {point.code}: {fault}")
