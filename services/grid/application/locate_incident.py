"""What a person decides about an incident that waits: where it is, whether it is filed."""

from dataclasses import dataclass

from services.grid.application.close_incident import answer_all
from services.grid.application.dispatch import register_and_dispatch
from services.grid.application.filing import dossier_of, enter, matter_ids
from services.grid.application.ports import Work
from services.grid.application.telling import coordinates, tell, tell_in_state
from services.grid.application.words import public
from services.grid.domain.incident import Incident
from shared.events.grid import IncidentLocated, IncidentNotFiled
from shared.values import Invalid, Point


@dataclass(frozen=True)
class LocateIncident:
    """A person points at the map."""

    incident: str
    point: Point


@dataclass(frozen=True)
class RegisterIncident:
    """A person files it without a point: in this cell, or with the leader when None."""

    incident: str
    cell: str | None


@dataclass(frozen=True)
class RefuseIncident:
    """A person does not file it; the reasons go to every reporter."""

    incident: str
    reasons: str


async def locate_incident(command: LocateIncident, work: Work) -> Incident:
    """Put it on the map, file it and hand it to the cell's worker."""
    incident = await work.incidents.get(command.incident)
    cell = work.house.map.cell_at(command.point)
    if cell is None:
        raise Invalid(
            "outside-map",
            "该位置不在本街道网格范围内；请重新选点，或按网格立案，或不予立案。",
            "This point is outside the map: choose another, register it by cell, or refuse it.",
            field="point",
        )
    located = incident.located(command.point, cell)
    # From now on, reports from the same spot join it.
    ids = matter_ids(incident.category, command.point, None)
    await enter(await dossier_of(incident, work), ids, cell.code, work)
    saved = tell_in_state(work, located, IncidentLocated, point=coordinates(command.point))
    return register_and_dispatch(work, saved)


async def register_incident(command: RegisterIncident, work: Work) -> Incident:
    """File an incident that has no place on the map, and hand it over."""
    incident = await work.incidents.get(command.incident)
    cell = work.house.map.cell(command.cell) if command.cell else None
    return register_and_dispatch(work, incident, cell)


async def refuse_incident(command: RefuseIncident, work: Work) -> Incident:
    """End it without filing, and tell every reporter why."""
    incident = await work.incidents.get(command.incident)
    reasons = public(command.reasons, "reasons")
    saved = tell(work, incident.not_filed(reasons, work.now), IncidentNotFiled, reasons=reasons)
    await answer_all(saved, reasons, work)
    return saved
