"""Registering and handing over: 立案, 派遣, 签收, 退单, and what nobody signs."""

from dataclasses import dataclass

from services.grid.application.deadlines import calendar_of, watch
from services.grid.application.ports import Work
from services.grid.application.telling import tell, tell_in_state
from services.grid.application.words import masked
from services.grid.domain import clocks
from services.grid.domain.cell import Cell
from services.grid.domain.incident import Incident
from services.grid.domain.states import State
from shared.events.grid import (
    HandoffLapsed,
    IncidentDispatched,
    IncidentRegistered,
    IncidentReturned,
    IncidentSigned,
)

SIGN_OVERDUE = "sign-overdue"


@dataclass(frozen=True)
class DispatchIncident:
    """The shift leader hands it to somebody else."""

    incident: str
    worker: str


@dataclass(frozen=True)
class SignIncident:
    """The worker takes it."""

    incident: str
    by: str


@dataclass(frozen=True)
class ReturnIncident:
    """The worker gives it back."""

    incident: str
    by: str
    reasons: str


def register_and_dispatch(work: Work, incident: Incident, cell: Cell | None = None) -> Incident:
    """File it and hand it to the worker of its cell, or to the leader where there is none."""
    filed = tell(work, incident.registered(cell), IncidentRegistered)
    return hand_to(work, filed, work.house.roster.responsible(filed.cell))


def hand_to(work: Work, incident: Incident, worker: str) -> Incident:
    """Hand it to this worker and set the time to sign; at the first time, its clocks begin."""
    sign_by = work.now + work.house.sign_within
    work.set_timer(SIGN_OVERDUE, incident.id, sign_by)
    calendar = calendar_of(incident, work)
    handed = incident.dispatched(worker, sign_by, work.now + clocks.RETURN_WITHIN)
    category = work.house.categories.named(incident.category)
    timed = clocks.begun(handed, category, work.now, calendar)
    return watch(tell(work, timed, IncidentDispatched, worker=worker, sign_by=sign_by), work)


async def dispatch_incident(command: DispatchIncident, work: Work) -> Incident:
    """Hand it to another worker on the roster."""
    incident = await work.incidents.get(command.incident)
    work.house.roster.check(command.worker)
    return hand_to(work, incident, command.worker)


async def sign_incident(command: SignIncident, work: Work) -> Incident:
    """Record that the worker took it."""
    incident = await work.incidents.get(command.incident)
    signed = incident.signed(command.by)
    work.cancel_timer(SIGN_OVERDUE, incident.id)
    return tell(work, signed, IncidentSigned, worker=command.by)


async def return_incident(command: ReturnIncident, work: Work) -> Incident:
    """Record that the worker gave it back, and hand it to the leader."""
    incident = await work.incidents.get(command.incident)
    leader = work.house.roster.leader
    returned = incident.returned(command.by, leader, work.now)
    reasons = masked(command.reasons, "reasons")
    back = tell(work, returned, IncidentReturned, worker=command.by, reasons=reasons)
    return hand_to(work, back, leader)


async def lapse_handoff(incident_id: str, work: Work) -> Incident | None:
    """Tell that nobody signed in time; a timer that was overtaken changes nothing."""
    incident = await work.incidents.find(incident_id)
    if incident is None or incident.state is not State.DISPATCHED or incident.sign_by is None:
        return None
    return tell_in_state(
        work,
        incident.lapsed(),
        HandoffLapsed,
        worker=incident.worker,
        leader=work.house.roster.leader,
        sign_by=incident.sign_by,
    )
