"""The services that can be booked, read from YAML and checked at start."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import Field

from services.intake.adapters.counter.hours import week
from services.intake.adapters.entries import Entry, EntryError, read_entries
from services.intake.application.ports_counter import Points
from services.intake.domain.counter.care import Audience, CareService
from shared.calendar.calendars import Hours, Weekday
from shared.events.parts import Code
from shared.values import NotFound


class _Service(Entry):
    code: Code
    name: str = Field(min_length=1, max_length=60)
    point: Code
    audience: Audience
    times: dict[Weekday, Hours] = Field(min_length=1)
    capacity: int = Field(ge=1, le=500)

    @property
    def value(self) -> CareService:
        told = {name: getattr(self, name) for name in type(self).model_fields}
        return CareService(**{**told, "times": week(self.times)})


class CareServices:
    """Services by code."""

    def __init__(self, services: Sequence[CareService]) -> None:
        self._services = {service.code: service for service in services}

    @classmethod
    def load(cls, path: Path, points: Points) -> Self:
        """Read the file; raise `EntryError` naming the service and the field that is wrong."""
        services = [row.value for row in read_entries(path, "services", _Service)]
        known = {point.code for point in points.every() if point.staffed}
        for service in services:
            if service.point not in known:
                raise EntryError(
                    f"service {service.code}: point: there is no staffed point '{service.point}'"
                )
        code, count = Counter(service.code for service in services).most_common(1)[0]
        if count > 1:
            raise EntryError(f"service {code}: code: it is there {count} times")
        return cls(services)

    def known(self, code: str) -> CareService:
        """Return the service; raise `NotFound`."""
        if code not in self._services:
            raise NotFound("not-found", "没有这项服务。", "There is no such service.")
        return self._services[code]

    def every(self) -> Sequence[CareService]:
        """Return all services in the file's order."""
        return tuple(self._services.values())
