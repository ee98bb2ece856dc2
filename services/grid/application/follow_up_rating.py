"""A bad rating (差评) becomes a task: contact, verify, revisit (安阳条例 52)."""

from dataclasses import dataclass, replace

from services.grid.application.dispatch import register_and_dispatch
from services.grid.application.filing import ReportIncident, file_first
from services.grid.application.ports import Work
from services.grid.application.report_incident import new_incident
from services.grid.application.telling import tell, tell_in_state
from services.grid.domain.category import BAD_RATING
from services.grid.domain.incident import Incident
from services.grid.domain.record import Channel
from shared.events.grid import IncidentReported, RevisitRecorded


@dataclass(frozen=True)
class FollowUpRating:
    """Somebody rated a case; the number and item are for those who follow it up."""

    bad: bool
    case: str
    project_no: str
    item_name: str


@dataclass(frozen=True)
class RecordRevisit:
    """The person behind a bad rating was visited again."""

    incident: str
    satisfied: bool


async def follow_up_rating(command: FollowUpRating, work: Work) -> Incident | None:
    """Open a task with the shift leader for a bad rating; a good one needs none."""
    if not command.bad:
        return None
    report = ReportIncident(
        channel=Channel.RATING,
        category=BAD_RATING,
        text=f"办件 {command.project_no}（{command.item_name}）收到差评，请核实、整改并回访。",
        reference=command.project_no,
    )
    category = work.house.categories.named(BAD_RATING)
    incident = await new_incident(report, category, None, work)
    # It happened at a counter, not on the block: nobody needs to locate it.
    task = replace(incident, case=command.case, revisit_owed=True, unlocated=None)
    saved = tell(work, task, IncidentReported, channel=task.channel.value, located=False)
    await file_first(report, saved, [], work)
    return register_and_dispatch(work, saved)


async def record_revisit(command: RecordRevisit, work: Work) -> Incident:
    """Record what the revisit found."""
    incident = await work.incidents.get(command.incident)
    visited = incident.revisited()
    return tell_in_state(
        work, visited, RevisitRecorded, case=incident.case, satisfied=command.satisfied
    )
