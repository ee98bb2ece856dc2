"""Grid on MongoDB: its collections, their indexes, and the work a use case is given."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from pymongo import ASCENDING, IndexModel

from services.grid.application.filing import matter_ids
from services.grid.application.ports import House
from services.grid.domain.incident import Incident
from services.grid.domain.matter import Dossier, OpenMatter
from services.grid.domain.numbering import DayCounter
from services.grid.domain.report import Report
from shared.events.base import AnyEnvelope
from shared.privacy.people import People
from shared.privacy.sealing import Keyring
from shared.storage.mongo import Indexes
from shared.storage.ports import Cause, Repository
from shared.storage.unit_of_work import Open
from shared.storage.work import Kind, Stage, Unit
from shared.values import Point

INCIDENTS = Kind("incidents", Incident)
REPORTS = Kind("reports", Report)
MATTERS = Kind("open_matters", OpenMatter, announced=False)
DOSSIERS = Kind("dossiers", Dossier, announced=False)
COUNTERS = Kind("counters", DayCounter, announced=False)

INDEXES: Indexes = {
    INCIDENTS.name: [
        IndexModel([(field, ASCENDING), ("_id", ASCENDING)])
        for field in ("state", "cell", "worker", "orgunit", "running")
    ],
    REPORTS.name: [
        IndexModel([("incident", ASCENDING), ("_id", ASCENDING)]),
        IndexModel([("reporter", ASCENDING), ("_id", ASCENDING)], sparse=True),
    ],
}


class GridWork(Stage):
    """One message's view of grid."""

    def __init__(
        self, unit: Unit, cause: Cause, now: datetime, house: House, keyring: Keyring
    ) -> None:
        super().__init__(unit, cause, now)
        self.house = house
        self.incidents: Repository[Incident] = self.repository(INCIDENTS)
        self.reports: Repository[Report] = self.repository(REPORTS)
        self.matters: Repository[OpenMatter] = self.repository(MATTERS)
        self.dossiers: Repository[Dossier] = self.repository(DOSSIERS)
        self.counters: Repository[DayCounter] = self.repository(COUNTERS)
        self._keyring = keyring

    @cached_property
    def people(self) -> People:
        """Reporters, sealed."""
        return People.over(self, self._keyring)


def opener(house: House, keyring: Keyring) -> Open[GridWork]:
    """Return what makes the work of each message."""

    def open_work(unit: Unit, cause: Cause, now: datetime) -> GridWork:
        return GridWork(unit, cause, now, house, keyring)

    return open_work


def matters_of(event: AnyEnvelope) -> Mapping[Kind[Any], Sequence[str]]:
    """Return what a hotline order or sensor alert will look up, for one query a batch."""
    where = event.data.point
    point = Point(where.lng, where.lat) if where else None
    return {MATTERS: matter_ids(event.data.category, point, event.data.place)}
