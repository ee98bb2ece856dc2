"""The catalogue of service items, read from YAML and checked at start."""

from collections import Counter
from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import TypeAdapter, ValidationError

from services.intake.domain.item import REGISTRATION, Item, ItemKind
from shared.calendar import Limit, Unit
from shared.values import Invalid, NotFound

_ITEM = TypeAdapter(Item)
_CODE_PLACES = 12
_LIMITS = ("legal", "promised", "correction_limit")


class CatalogueError(ValueError):
    """The file says something that cannot be; the text names the item and the field."""


class Catalogue:
    """Items by code."""

    def __init__(self, version: str, items: Sequence[Item]) -> None:
        self.version = version
        self._items = {item.code: item for item in items}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file; raise `CatalogueError` naming the item and the field that is wrong."""
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise CatalogueError(f"{path.name} is not YAML: {error}") from None
        if not isinstance(content, dict) or not isinstance(content.get("items"), list):
            raise CatalogueError(f"{path.name} must hold 'version' and a list 'items'")
        items = [_item(row, n) for n, row in enumerate(content["items"], start=1)]
        for item in items:
            _check(item)
        _check_whole(items)
        return cls(str(content.get("version", "")), items)

    def get(self, code: str) -> Item:
        """Return the item; raise `Invalid`."""
        if code not in self._items:
            raise Invalid(
                "unknown-item",
                f"目录中没有事项“{code}”，可办事项见 GET /items。",
                f"There is no service item '{code}'; GET /items lists them.",
                field="item_code",
            )
        return self._items[code]

    def find(self, code: str) -> Item | None:
        """Return the item, or None."""
        return self._items.get(code)

    def known(self, code: str) -> Item:
        """Return the item for a reader; raise `NotFound`."""
        if code not in self._items:
            raise NotFound("not-found", "目录中没有这个事项。", "There is no such service item.")
        return self._items[code]

    def must_know(self, partners: Container[str]) -> None:
        """Raise `CatalogueError` for an item that is decided by nobody who is registered."""
        for item in self._items.values():
            if item.partner is not None and item.partner not in partners:
                raise CatalogueError(
                    f"item {item.code}: decided_by: '{item.partner}' is no registered partner"
                )

    def every(self) -> Sequence[Item]:
        """Return all items in the file's order."""
        return tuple(self._items.values())


def _item(row: Any, place: int) -> Item:
    name = row.get("code", f"no. {place}") if isinstance(row, dict) else f"no. {place}"
    try:
        unknown = set(row) - Item.__dataclass_fields__.keys() if isinstance(row, dict) else ()
        if unknown:
            raise CatalogueError(f"item {name}: unknown field {min(unknown)}")
        return _ITEM.validate_python(_with_limits(row))
    except Invalid as refusal:
        raise CatalogueError(f"item {name}: {refusal.field}: {refusal.en}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"]) or "item"
        raise CatalogueError(f"item {name}: {field}: {first['msg']}") from None


def _with_limits(row: Any) -> Any:
    # In the file a limit of no days says that it is done on the spot: then no clock runs.
    if not isinstance(row, dict):
        return row
    limits = {field: row[field] for field in _LIMITS if field in row}
    return {**row, **{field: _limit(field, told) for field, told in limits.items()}}


def _limit(field: str, told: Any) -> Limit | None:
    if not isinstance(told, dict) or told.keys() - {"days", "unit"} or "days" not in told:
        raise _wrong(field)
    days, unit = told["days"], told.get("unit", Unit.WORKING_DAYS)
    if unit not in {"G", "Z"} or type(days) is not int or days < 0:
        raise _wrong(field)
    return Limit(days, Unit(unit)) if days else None


def _wrong(field: str) -> Invalid:
    return Invalid(
        "limit-wrong",
        "应写 days（不小于 0 的整数）和 unit（G 工作日或 Z 自然日）。",
        "write days, a whole number not below 0, and unit G (working days) or Z (calendar days)",
        field,
    )


def _check(item: Item) -> None:
    faults = {
        "catalog_code: 12 digits": not (
            item.catalog_code.isdecimal() and len(item.catalog_code) == _CODE_PLACES
        ),
        "promised: not longer than legal": item.promised is not None
        and (item.legal is None or _longer(item.promised, item.legal)),
        "extension: not below 0": item.extension < 0,
        "retention_years: at least 1": item.retention_years is not None
        and item.retention_years < 1,
        "papers: each code once": len(set(item.paper_codes)) < len(item.papers),
        "papers: a main paper cannot follow later (deficiency_allowed)": any(
            paper.main and paper.deficiency_allowed for paper in item.papers
        ),
        "papers: an instant item has none that follow later": item.kind is ItemKind.INSTANT
        and any(paper.deficiency_allowed for paper in item.papers),
    }
    for fault, found in faults.items():
        if found:
            raise CatalogueError(f"item {item.code}: {fault}")


def _longer(promised: Limit, legal: Limit) -> bool:
    return promised.unit is legal.unit and promised.amount > legal.amount


def _check_whole(items: Sequence[Item]) -> None:
    if not any(item.code == REGISTRATION and item.takes_wish for item in items):
        raise CatalogueError(f"item {REGISTRATION}: takes_wish: must be there and true")
    for field in ("code", "catalog_code"):
        value, count = Counter(getattr(item, field) for item in items).most_common(1)[0]
        if count > 1:
            raise CatalogueError(f"{field} {value} is there {count} times")
