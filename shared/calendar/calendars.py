"""The calendars of a deployment: layers from a file, and which of them an organisation has."""

from collections.abc import Sequence
from datetime import date, time
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from shared.calendar.calendar import Calendar
from shared.calendar.errors import CalendarFault
from shared.calendar.layers import STANDARD_HOURS, Layer, Override, Span, Spans
from shared.calendar.zone import FIRST, LAST

_FIRST, _LAST = date.fromordinal(FIRST), date.fromordinal(LAST)
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Calendars:
    """All layers of a deployment.

    Args:
        layers: in any order; of two that speak of the same day, the one for the smaller
            organisation counts, then the later one.
    """

    def __init__(self, layers: Sequence[Layer] = ()) -> None:
        self._layers = sorted(layers, key=lambda one: (len(one.organisation), one.valid_from))
        self._known: dict[tuple[str, ...], Calendar] = {}

    @classmethod
    def load(cls, path: Path | None) -> Self:
        """Read a file of layers; without one, the national calendar with standard hours.

        Raises:
            CalendarFault: the file cannot be read, or says something that cannot be.
        """
        if path is None:
            return cls((STANDARD_HOURS,))
        try:
            # All is text until its field is known: a day that is none is then that field's fault,
            # and a code of digits keeps its zeros.
            content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
            told = _File.model_validate(content)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CalendarFault(f"读不到 {path}。", f"cannot read {path}.") from error
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "-"
            raise CalendarFault(
                f"{path} 的 {where}：{first['msg']}。", f"{path}, {where}: {first['msg']}."
            ) from error
        return cls(tuple(layer.value for layer in told.layers))

    @classmethod
    def national(cls) -> Self:
        """Return the bare national calendar: no office hours, a day ends at 24:00."""
        return cls(())

    @cached_property
    def version(self) -> str:
        """The version of all layers together."""
        return Calendar(self._layers).version

    def of(self, orgunit: str) -> Calendar:
        """Return the calendar of an organisation: all layers whose code begins its code."""
        layers = tuple(one for one in self._layers if orgunit.startswith(one.organisation))
        # Few differ, and each has a table of its own: organisations with equal layers share it.
        names = tuple(one.name for one in layers)
        if names not in self._known:
            self._known[names] = Calendar(layers)
        return self._known[names]


def _span(told: object) -> Span:
    opens, _, closes = str(told).partition("-")
    span = Span(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip()))
    if not span.opens < span.closes:
        raise ValueError(f"{told}: it closes before it opens")
    return span


def _ordered(spans: Spans) -> Spans:
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes:
            raise ValueError("office hours overlap or are out of order")
    return spans


_Told = Annotated[Span, BeforeValidator(_span)]
Hours = Annotated[tuple[_Told, ...], AfterValidator(_ordered)]
"""Office hours as a file tells them: ``["08:30-12:00", "14:30-17:30"]``."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class _Day(_Model):
    work: bool
    zh: str
    en: str
    source: str


class _Layer(_Model):
    organisation: str = Field(default="", pattern=r"^\d{0,12}$")
    version: str = Field(min_length=1)
    valid_from: date
    valid_to: date | None = None
    hours: Hours | None = None
    counters: dict[Weekday, Hours] = Field(default_factory=dict)
    days: dict[date, _Day] = Field(default_factory=dict)
    published: frozenset[int] = frozenset()

    @model_validator(mode="after")
    def _speaks_of_its_time(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} is before valid_from {self.valid_from}")
        first, last = max(self.valid_from, _FIRST), min(self.valid_to or _LAST, _LAST)
        if outside := [day for day in self.days if not first <= day <= last]:
            raise ValueError(f"days: {outside[0]} is not from {first} to {last}")
        return self

    @property
    def value(self) -> Layer:
        return Layer(
            organisation=self.organisation,
            version=self.version,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            days={
                on: Override(day.work, day.zh, day.en, day.source) for on, day in self.days.items()
            },
            hours=self.hours,
            counters={WEEKDAYS.index(day): spans for day, spans in self.counters.items()},
            published=self.published,
        )


class _File(_Model):
    layers: tuple[_Layer, ...]
