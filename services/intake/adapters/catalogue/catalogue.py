"""The catalogue of service items: read from its files, checked whole, searched."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from services.intake.adapters.catalogue.cells import ZH
from services.intake.adapters.catalogue.faults import Fault
from services.intake.adapters.catalogue.files import read_sheet
from services.intake.adapters.catalogue.item_index import ItemIndex
from services.intake.adapters.catalogue.rows import item_of_row
from services.intake.domain.catalogue.item import REGISTRATION, Item
from services.intake.domain.catalogue.item_rules import breaches_of_all
from services.intake.domain.catalogue.item_search import Wanted
from services.intake.domain.counter.points import day_of
from shared.clock import Clock, SystemClock
from shared.values import Invalid, NotFound


class CatalogueError(ValueError):
    """A file says something that cannot be; the text names the item and the field."""


@dataclass(frozen=True)
class Reading:
    """What a file says: items, or faults and then no items; `notes` tell how it was read."""

    items: tuple[Item, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    version: str = ""


def read_catalogue(path: Path) -> Reading:
    """Read and check a file; nothing of it is taken where anything is wrong.

    Raises:
        OSError: it cannot be read.
    """
    sheet = read_sheet(path)
    items, faults, rows = list[Item](), [*sheet.faults], dict[int, int]()
    for row in sheet.rows:
        item, wrong = item_of_row(row.number, row.data) if row.data else (None, [])
        unread = {fault.column for fault in row.faults}
        faults += _named(row.faults, row.data)
        faults += [fault for fault in wrong if fault.column not in unread]
        if item is not None:
            rows[id(item)] = row.number
            items.append(item)
    for item, breach in breaches_of_all(items):
        number = rows[id(item)]
        faults.append(Fault(number, breach.field, breach.zh, breach.en, item.code))
    once = dict.fromkeys(replace(fault, column_zh=ZH.get(fault.column, "")) for fault in faults)
    told = tuple(sorted(once, key=lambda fault: fault.row))
    return Reading(() if told else tuple(items), told, sheet.notes, sheet.version)


def _named(faults: Iterable[Fault], data: object) -> list[Fault]:
    code = str(data.get("code", "")) if isinstance(data, dict) else ""
    return [replace(fault, item=code) for fault in faults]


class Catalogue:
    """Items by code and version."""

    def __init__(self, version: str, items: Sequence[Item], clock: Clock | None = None) -> None:
        self.version = version
        self._clock = clock or SystemClock()
        self._items = {item.code: item for item in items}
        self._others = tuple(item for item in items if self._items[item.code] is not item)
        self._index = ItemIndex(items)

    @classmethod
    def load(cls, path: Path, *lists: Path, clock: Clock | None = None) -> Self:
        """Read a file and further lists beside it.

        Raises:
            CatalogueError: anything is wrong; it names the file, the item and the field.
            OSError: a file cannot be read.
        """
        readings = [_sound(file) for file in (path, *lists)]
        items = [item for reading in readings for item in reading.items]
        for item, breach in breaches_of_all(items):
            raise CatalogueError(f"item {item.code}: {breach.field}: {breach.en}")
        if not any(item.code == REGISTRATION and item.takes_wish for item in items):
            raise CatalogueError(f"item {REGISTRATION}: takes_wish: must be there and true")
        return cls(readings[0].version, items, clock)

    def get(self, code: str, version: str = "") -> Item:
        """Return this version of the item; without one, that in force today; raise `Invalid`."""
        item = self.find(code, version)
        if item is None:
            raise self._none(code, version)
        return item

    def find(self, code: str, version: str = "") -> Item | None:
        """Return this version of the item, or None; without one, that in force today."""
        if version:
            return next((i for i in self._versions(code) if i.version == version), None)
        return self._in_force(code, self._today())

    def holds(self, code: str) -> bool:
        """Tell whether there is any version of it, in force, past or yet to come."""
        return code in self._items

    def _versions(self, code: str) -> Iterator[Item]:
        if code in self._items:
            yield self._items[code]
            yield from (item for item in self._others if item.code == code)

    def _in_force(self, code: str, day: date) -> Item | None:
        return next((item for item in self._versions(code) if item.in_force(day)), None)

    def known(self, code: str) -> Item:
        """Return the item in force for a reader; raise `NotFound`."""
        item = self.find(code)
        if item is None:
            raise NotFound("not-found", "目录中没有这个事项。", "There is no such service item.")
        return item

    def must_know(self, partners: Container[str]) -> None:
        """Raise `CatalogueError` for an item that is decided by nobody who is registered."""
        for item in (*self._items.values(), *self._others):
            if item.partner is not None and item.partner not in partners:
                raise CatalogueError(
                    f"item {item.code}: decided_by: '{item.partner}' is no registered partner"
                )

    def every(self) -> Sequence[Item]:
        """Return all items in force, in the files' order."""
        today = self._today()
        found = (self._in_force(code, today) for code in self._items)
        return tuple(item for item in found if item is not None)

    def search(self, wanted: Wanted) -> Sequence[Item]:
        """Return the items in force that are looked for, the best first."""
        return self._index.search(wanted, self.every())

    def _today(self) -> date:
        return day_of(self._clock.now())

    def _none(self, code: str, version: str) -> Invalid:
        if code in self._items:
            told = version or "—"
            return Invalid(
                "item-not-in-force",
                f"事项“{code}”当前没有生效的版本（查的是版本 {told}），请核对目录的有效期。",
                f"Of the item '{code}' no version is in force (asked for version {told});"
                " look at the catalogue's dates.",
                field="item_code",
            )
        return Invalid(
            "unknown-item",
            f"目录中没有事项“{code}”，可办事项见 GET /items。",
            f"There is no service item '{code}'; GET /items lists them.",
            field="item_code",
        )


def _sound(path: Path) -> Reading:
    reading = read_catalogue(path)
    if not reading.faults:
        return reading
    first, *more = reading.faults
    rest = f" (and {len(more)} more)" if more else ""
    told = f"item {first.item}: {first.column}: {first.en}" if first.item else first.told_en
    raise CatalogueError(f"{path.name}: {told}{rest}")
