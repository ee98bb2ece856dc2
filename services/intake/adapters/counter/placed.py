"""Reading the files of places and times: one sentence says which row and field is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from services.intake.domain.counter.points import Spans, Week
from shared.calendar.calendars import WEEKDAYS, Weekday

R = TypeVar("R", bound="Row")


class PlacesError(ValueError):
    """The file says something that cannot be; the text names the row and the field."""


class Row(BaseModel):
    """One entry; unknown members are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def read(path: Path, section: str, row: type[R]) -> list[R]:
    """Return the rows of a file's one section; raise `PlacesError`."""
    try:
        # All is text until its field is known: an organisation's code keeps its zeros.
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PlacesError(f"{path.name} cannot be read as YAML: {type(error).__name__}") from None
    told = content.get(section) if isinstance(content, dict) else None
    if not isinstance(told, list) or not told:
        raise PlacesError(f"{path.name} must hold a list '{section}'")
    noun = section.removesuffix("s")
    return [_row(noun, place, one, row) for place, one in enumerate(told, start=1)]


def week(told: Mapping[Weekday, Spans]) -> Week:
    """Return hours by weekday, 0 is Monday."""
    return {WEEKDAYS.index(day): spans for day, spans in told.items()}


def _row(noun: str, place: int, told: Any, row: type[R]) -> R:
    try:
        return row.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = told.get("code", f"no. {place}") if isinstance(told, dict) else f"no. {place}"
        field = ".".join(str(step) for step in first["loc"]) or "entry"
        raise PlacesError(f"{noun} {name}: {field}: {first['msg']}") from None
