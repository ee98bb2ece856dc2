"""One run: the file read and checked, compared with another, and written if all is well."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from services.intake.adapters.catalogue.catalogue import read_catalogue
from services.intake.adapters.catalogue.diff import Diff, broken_versions, diff_of
from services.intake.adapters.catalogue.faults import Fault
from services.intake.adapters.catalogue.writing import text_of, write_whole
from services.intake.domain.catalogue.item import Item


@dataclass(frozen=True)
class Trial:
    """What came of it; `diff` is None where nothing was compared, `written` where nothing was."""

    items: int
    faults: tuple[Fault, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    diff: Diff | None = None
    written: Path | None = None


def tried(file: Path, against: Path | None, write: Path | None, today: date, *, dry: bool) -> Trial:
    """Check, compare and write; nothing is written where anything is wrong.

    Raises:
        OSError: a file cannot be read or written.
    """
    reading = read_catalogue(file)
    trial = Trial(len(reading.items), reading.faults, reading.notes)
    if trial.faults:
        return trial
    if against is not None:
        trial = _compared(trial, reading.items, against, today)
    if trial.faults or write is None or dry:
        return trial
    write_whole(write, text_of(reading.items, write.suffix))
    return replace(trial, written=write)


def _compared(trial: Trial, items: Sequence[Item], against: Path, today: date) -> Trial:
    older = read_catalogue(against)
    if older.faults:
        beside = (f"用于比较的 {against.name} 有错误。", f"faults in {against.name}, not the file.")
        return replace(trial, faults=older.faults, notes=(*trial.notes, beside))
    diff = diff_of(older.items, items)
    return replace(trial, diff=diff, faults=tuple(broken_versions(diff, today)))
