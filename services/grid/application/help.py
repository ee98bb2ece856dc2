"""A request for help that a service item answers: intake works on it, grid hears the outcome."""

from dataclasses import dataclass

from services.grid.application.filing import Filed
from services.grid.application.ports import Work
from services.grid.application.telling import tell
from services.grid.domain.incident import Incident
from shared.events.grid import HelpAnswered, HelpRequested, IncidentRegistered


@dataclass(frozen=True)
class AnswerHelp:
    """Intake's case ended; `incident` is None for a case that no incident is behind."""

    incident: str | None
    case: str
    outcome: str


def request_help(work: Work, filed: Filed, item: str) -> Incident:
    """File it and ask intake for this service item; it needs no place on the map."""
    registered = tell(work, filed.incident.registered(), IncidentRegistered)
    worker = work.house.roster.responsible(registered.cell)
    asked = registered.help_requested(item, worker)
    person = filed.report.reporter
    return tell(work, asked, HelpRequested, item_code=item, person=person)


async def answer_help(command: AnswerHelp, work: Work) -> Incident | None:
    """Record the outcome of the case behind a request for help."""
    if command.incident is None:
        return None
    incident = await work.incidents.get(command.incident)
    answered = incident.help_answered(command.case, command.outcome)
    return tell(work, answered, HelpAnswered, case=command.case, outcome=command.outcome)
