"""On the block: 处置, 处理反馈, 核查."""

from dataclasses import dataclass

from services.grid.application.deadlines import calendar_of, watch
from services.grid.application.ports import Work
from services.grid.application.telling import tell
from services.grid.application.words import masked
from services.grid.domain import clocks
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
    """Record what was done; it ends every stage that is left."""
    incident = await work.incidents.get(command.incident)
    result = masked(command.result, "result")
    told = incident.fed_back(command.by, result, work.now, solved=command.solved)
    done = clocks.all_done(told, work.now, calendar_of(told, work))
    saved = tell(work, done, IncidentFedBack, worker=command.by, solved=command.solved)
    return watch(saved, work)


async def verify_incident(command: VerifyIncident, work: Work) -> Incident:
    """Record what somebody other than the handler found; for rework the clocks run on."""
    incident = await work.incidents.get(command.incident)
    verified = incident.verified(command.by, passed=command.passed)
    if not command.passed:
        category = work.house.categories.named(incident.category)
        verified = clocks.resumed(verified, category, work.now, calendar_of(verified, work))
    saved = tell(work, verified, IncidentVerified, verifier=command.by, passed=command.passed)
    return saved if command.passed else watch(saved, work)
