"""Reading a list of entries from YAML: one sentence says which entry and field is wrong."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

E = TypeVar("E", bound="Entry")


class EntryError(ValueError):
    """The file says something that cannot be; the text names the entry and the field."""


class Entry(BaseModel):
    """One entry; unknown members are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def read_entries(path: Path, section: str, entry: type[E]) -> list[E]:
    """Return the entries of a file's one section; raise `EntryError`."""
    try:
        # All is text until its field is known: an organisation's code keeps its zeros.
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise EntryError(f"{path.name} cannot be read as YAML: {type(error).__name__}") from None
    told = content.get(section) if isinstance(content, dict) else None
    if not isinstance(told, list) or not told:
        raise EntryError(f"{path.name} must hold a list '{section}'")
    noun = section.removesuffix("s")
    return [_entry(noun, place, one, entry) for place, one in enumerate(told, start=1)]


def _entry(noun: str, place: int, told: Any, entry: type[E]) -> E:
    try:
        return entry.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = told.get("code", f"no. {place}") if isinstance(told, dict) else f"no. {place}"
        field = ".".join(str(step) for step in first["loc"]) or "entry"
        raise EntryError(f"{noun} {name}: {field}: {first['msg']}") from None
