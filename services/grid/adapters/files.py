"""Map, roster and categories from their files; what is wrong is said in one sentence."""

import json
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from services.grid.domain.category import DEFAULT_STAGES, Categories, Category, Stage
from services.grid.domain.cell import Cell
from services.grid.domain.roster import Roster
from shared.calendar import Limit, Unit
from shared.events.parts import StaffRef
from shared.values import Invalid

_CELL = r"^\d{15}$"
_SLUG = r"^[a-z][a-z0-9-]{1,63}$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Properties(_Part):
    cell: str = Field(pattern=_CELL)
    community: str = Field(pattern=r"^\d{12}$")
    community_name: str = Field(min_length=1)


class _Polygon(_Part):
    type: Literal["Polygon"]
    # One ring without holes, first corner repeated at the end (RFC 7946, 3.1.6).
    coordinates: tuple[tuple[tuple[float, float], ...]] = Field(min_length=1)


class _Feature(_Part):
    type: Literal["Feature"]
    properties: _Properties
    geometry: _Polygon


class _Map(_Part):
    type: Literal["FeatureCollection"]
    features: tuple[_Feature, ...] = Field(min_length=1)


class _Duty(_Part):
    orgunit: str = Field(pattern=r"^\d{12}$")
    leader: StaffRef
    workers: dict[StaffRef, tuple[str, ...]]


class _Stage(_Part):
    name: str = Field(pattern=_SLUG)
    title: str = Field(min_length=1, max_length=40)
    limit: str = Field(pattern=r"^[1-9]\d{0,4}[GZHU]$")
    extension: int = Field(default=0, ge=0, le=100)


class _Named(_Part):
    code: str = Field(pattern=_SLUG)
    name: str = Field(min_length=1, max_length=120)
    help_item: str | None = None
    stages: tuple[_Stage, ...] = ()


def load_cells(path: Path) -> tuple[Cell, ...]:
    """Read the map, by cell code; raise `ValueError` naming the cell that is wrong."""
    found = _read(path, _Map, json.loads(path.read_text(encoding="utf-8")))
    cells = [_cell(path, feature) for feature in found.features]
    _once(path, [cell.code for cell in cells])
    return tuple(sorted(cells, key=lambda cell: cell.code))


def load_roster(path: Path, cells: tuple[Cell, ...]) -> Roster:
    """Read the roster; raise `ValueError` unless every cell of the map has one worker."""
    duty = _read(path, _Duty, yaml.safe_load(path.read_text(encoding="utf-8")))
    pairs = [(code, worker) for worker, codes in duty.workers.items() for code in codes]
    _once(path, [code for code, _ in pairs])
    known = {cell.code for cell in cells}
    if odd := sorted(known ^ {code for code, _ in pairs}):
        raise ValueError(f"{path.name}: cell {odd[0]} stands in only one of map and roster")
    return Roster(duty.leader, dict(pairs))


def load_categories(path: Path) -> Categories:
    """Read the categories; raise `ValueError` naming the entry that is wrong."""
    found = _read(path, tuple[_Named, ...], yaml.safe_load(path.read_text(encoding="utf-8")))
    _once(path, [entry.code for entry in found])
    return Categories({entry.code: _category(path, entry) for entry in found})


def _read(path: Path, kind: Any, content: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ValueError(f"{path.name}: {where}: {first['msg']}") from error


def _cell(path: Path, feature: _Feature) -> Cell:
    own, ring = feature.properties, feature.geometry.coordinates[0]
    if (
        ring[0] != ring[-1]
        or len(set(ring)) != len(ring) - 1
        or not own.cell.startswith(own.community)
    ):
        raise ValueError(f"{path.name}: cell {own.cell} has an open ring or a foreign community")
    return Cell(own.cell, own.community, own.community_name, ring)


def _category(path: Path, entry: _Named) -> Category:
    _once(path, [stage.name for stage in entry.stages])
    stages = tuple(_stage(path, stage) for stage in entry.stages) or DEFAULT_STAGES
    return Category(entry.code, entry.name, entry.help_item, stages)


def _stage(path: Path, told: _Stage) -> Stage:
    try:
        limit = Limit(int(told.limit[:-1]), Unit(told.limit[-1]))
    except Invalid as error:
        raise ValueError(f"{path.name}: {told.name}: {error.en}") from error
    return Stage(told.name, told.title, limit, told.extension)


def _once(path: Path, codes: list[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"{path.name}: {twice[0]} stands there twice")
