"""A toy service, just enough to show the unit of work: counters that are opened and raised."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from shared.events.base import EventData
from shared.observability.metrics import Metrics
from shared.storage.ports import Cause, Repository, Store
from shared.storage.unit_of_work import Item, UnitOfWork
from shared.storage.work import Kind, Stage, Unit
from shared.testing.clock import SetClock
from shared.values import Refusal


class Raised(EventData):
    """A counter went up."""

    type: ClassVar[str] = "jiedao.grid.counter.raised.v1"
    example: ClassVar[dict[str, Any]] = {"by": 1}

    by: int


@dataclass(frozen=True)
class Tally:
    id: str
    version: int
    total: int = 0
    owner: str = "nobody"


@dataclass(frozen=True)
class Note:
    id: str
    version: int
    text: str


TALLIES = Kind("tallies", Tally)
NOTES = Kind("notes", Note, announced=False)


class ToyWork(Stage):
    def __init__(self, unit: Unit, cause: Cause, now: datetime) -> None:
        super().__init__(unit, cause, now)
        self.tallies: Repository[Tally] = self.repository(TALLIES)
        self.notes: Repository[Note] = self.repository(NOTES)


async def raise_tally(key: str, by: int, work: ToyWork) -> Tally:
    tally = await work.tallies.find(key) or Tally(key, 0)
    if by < 0:
        raise Refusal("negative", "不能为负。", "It cannot be negative.")
    saved = work.tallies.save(replace(tally, total=tally.total + by))
    work.announce(Raised(by=by), about=saved)
    return saved


def cause(name: str = "c1") -> Cause:
    return Cause(name, "corr", "tester", "150602013000")


def raising(key: str, by: int, name: str = "c1", inbox: str | None = None) -> Item[ToyWork]:
    return Item(cause(name), lambda work: raise_tally(key, by, work), inbox=inbox, place=name)


async def no_rest(_: float) -> None:
    return


def unit_of_work(store: Store, clock: SetClock | None = None) -> UnitOfWork[ToyWork]:
    return UnitOfWork("grid", store, ToyWork, clock or SetClock(), Metrics("grid"), rest=no_rest)
