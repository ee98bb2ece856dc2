"""On the block: 处置, 处理反馈, 核查."""

from dataclasses import dataclass

from services.grid.application.ports import Work
from services.grid.application.telling import tell
from services.grid.application.words import masked
from services.grid.domain.incident import Incident
from shared.events.grid import HandlingStarted, IncidentFedBack, IncidentVerified


@dataclass(frozen=True)
class StartHandling:
    """The worker is at it."""

    incident: str
    by: str


@dataclass(frozen=True)
class FeedBack:
    """The worker says what was done."""

    incident: str
    by: str
    result: str
    solved: bool


@dataclass(frozen=True)
class VerifyIncident:
    """Somebody else looked; not passed means rework."""

    incident: str
    by: str
    passed: bool


async def start_handling(command: StartHandling, work: Work) -> Incident:
    """Record that the worker is at it."""
    incident = await work.incidents.get(command.incident)
    return tell(work, incident.started(command.by), HandlingStarted, worker=command.by)


async def feed_back(command: FeedBack, work: Work) -> Incident:
    """Record what was done."""
    incident = await work.incidents.get(command.incident)
    result = masked(command.result, "result")
    done = incident.fed_back(command.by, result, solved=command.solved)
    return tell(work, done, IncidentFedBack, worker=command.by, solved=command.solved)


async def verify_incident(command: VerifyIncident, work: Work) -> Incident:
    """Record what somebody other than the handler found."""
    incident = await work.incidents.get(command.incident)
    verified = incident.verified(command.by, passed=command.passed)
    return tell(work, verified, IncidentVerified, verifier=command.by, passed=command.passed)
