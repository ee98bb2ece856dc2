"""What a new catalogue changes: versions that are added, removed, or changed field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.intake.adapters.catalogue.cells import COLUMNS, row_of
from services.intake.adapters.catalogue.faults import Fault
from services.intake.adapters.catalogue.rows import plain_of
from services.intake.domain.catalogue.item import Item

_FREE = {"name", "benefit", "valid_to"} | {
    f"guide.{field}" for field in ("words", "points", "basis", "forms", "visits")
}
"""What may be mended in a version that is in force; all else decides cases that are under way."""


@dataclass(frozen=True)
class Change:
    """One field of one version, before and after, as its cell says it."""

    item: Item
    column: str
    column_zh: str
    before: str
    after: str

    @property
    def is_binding(self) -> bool:
        """Whether cases that began with this version would be decided otherwise."""
        return self.column not in _FREE


@dataclass(frozen=True)
class Diff:
    """What changes from one catalogue to another."""

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[Change, ...]


def diff_of(before: Sequence[Item], after: Sequence[Item]) -> Diff:
    """Compare two catalogues, version by version."""
    old = {(item.code, item.version): item for item in before}
    new = {(item.code, item.version): item for item in after}
    return Diff(
        added=tuple(item for key, item in new.items() if key not in old),
        removed=tuple(item for key, item in old.items() if key not in new),
        changed=tuple(
            change for key in new if key in old for change in _changes(old[key], new[key])
        ),
    )


def broken_versions(diff: Diff, today: date) -> Iterator[Fault]:
    """Yield a fault for each change within a version that applications may have begun with."""
    for change in diff.changed:
        begun = change.item.valid_from is None or change.item.valid_from <= today
        if change.is_binding and begun:
            version = change.item.version
            yield Fault(
                0,
                change.column.removeprefix("guide."),
                f"版本 {version} 已生效，在办件按它办理，不能直接改；"
                "请新增一行，写新版本号和生效日期，并给旧版本写失效日期。",
                f"version {version} is in force and cases keep to it; add a row with a new version"
                " and valid_from, and let the old one end.",
                change.item.code,
                change.column_zh,
            )


def _changes(before: Item, after: Item) -> Iterator[Change]:
    old, new = plain_of(before), plain_of(after)
    for column, was, is_ in zip(COLUMNS, row_of(old), row_of(new), strict=True):
        if was != is_:
            yield Change(after, column.key, column.zh, was, is_)
