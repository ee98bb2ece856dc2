"""The end: the incident closes and every reporter is answered, in one transaction."""

from dataclasses import dataclass

from services.grid.application.filing import dossier_of
from services.grid.application.ports import Work
from services.grid.application.telling import tell, tell_report
from services.grid.application.words import public
from services.grid.domain.incident import Incident
from services.grid.domain.matter import MOST_REPORTS, Dossier
from shared.events.grid import IncidentClosed, ReportAnswered


@dataclass(frozen=True)
class CloseIncident:
    """Close it with these public words."""

    incident: str
    public_answer: str


async def close_incident(command: CloseIncident, work: Work) -> Incident:
    """Close it and answer each report."""
    incident = await work.incidents.get(command.incident)
    answer = public(command.public_answer, "public_answer")
    closed = incident.closed(answer, work.now)
    return await tell_end(closed, answer, work)


async def tell_end(closed: Incident, answer: str, work: Work) -> Incident:
    """Save an incident that ended, say so and answer each report."""
    dossier = await dossier_of(closed, work)
    saved = tell(work, closed, IncidentClosed, reports=len(dossier.reports), public_answer=answer)
    await answer_all(saved, answer, work)
    return saved


async def answer_all(incident: Incident, answer: str, work: Work) -> None:
    """Answer each report of an ended incident and let new reports begin another."""
    dossier = await dossier_of(incident, work)
    # One query fetches them all; the dossier says which they are.
    await work.reports.where(incident=incident.id, limit=MOST_REPORTS)
    for key in dossier.reports:
        report = (await work.reports.get(key)).answered(answer, work.now)
        tell_report(work, report, incident, ReportAnswered, public_answer=answer)
    await _forget(dossier, work)


async def _forget(dossier: Dossier, work: Work) -> None:
    # Removing what a joining report reads and writes makes it try again, and find no open matter.
    for key in dossier.matters:
        matter = await work.matters.find(key)
        if matter is not None:
            work.matters.remove(matter)
    work.dossiers.remove(dossier)
