"""What grid's use cases need from outside."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from services.grid.domain.category import Categories
from services.grid.domain.grid_map import GridMap
from services.grid.domain.incident import Incident
from services.grid.domain.matter import Dossier, OpenMatter
from services.grid.domain.numbering import DayCounter
from services.grid.domain.report import Report
from services.grid.domain.roster import Roster
from shared.calendar import Calendars
from shared.privacy.people import People
from shared.storage import ports as storage
from shared.storage.ports import Repository


@dataclass(frozen=True)
class House:
    """What stays the same from message to message: map, roster, rules, calendars."""

    map: GridMap
    roster: Roster
    categories: Categories
    sign_within: timedelta
    calendars: Calendars


class Work(storage.Work, Protocol):
    """One message's view of grid."""

    @property
    def house(self) -> House:
        """The map and the rules of the house."""
        ...

    @property
    def incidents(self) -> Repository[Incident]:
        """Incidents; each saved version owes one event."""
        ...

    @property
    def reports(self) -> Repository[Report]:
        """Reports; each saved version owes one event."""
        ...

    @property
    def matters(self) -> Repository[OpenMatter]:
        """Open incidents by what they are about."""
        ...

    @property
    def dossiers(self) -> Repository[Dossier]:
        """Whom each open incident owes an answer."""
        ...

    @property
    def counters(self) -> Repository[DayCounter]:
        """Numbers given, by day."""
        ...

    @property
    def people(self) -> People:
        """Reporters, sealed."""
        ...


@dataclass(frozen=True)
class Wanted:
    """Which incidents to show: inside an organisation, by equal fields where given."""

    scope: str
    state: str | None = None
    cell: str | None = None
    worker: str | None = None
    running: bool | None = None


class Reading(Protocol):
    """Committed incidents and reports, for lists and single views; `get`s raise `NotFound`."""

    async def incidents(self, wanted: Wanted, after: str | None, limit: int) -> list[Incident]:
        """Return incidents by id, after `after`."""
        ...

    async def incident(self, key: str) -> Incident:
        """Return one incident."""
        ...

    async def reports(self, incident: str, after: str | None, limit: int) -> list[Report]:
        """Return the reports of an incident by id, after `after`."""
        ...

    async def report(self, key: str) -> Report:
        """Return one report."""
        ...

    async def concerns(self, person: str, scope: str) -> bool:
        """Tell whether this person reported anything within an organisation's scope."""
        ...
