"""A bad rating (差评) becomes a task: contact, verify, revisit (安阳条例 52)."""

from dataclasses import dataclass, replace

from services.grid.application.close_incident import tell_end
from services.grid.application.deadlines import calendar_of, watch
from services.grid.application.dispatch import SIGN_OVERDUE, register_and_dispatch
from services.grid.application.filing import ReportIncident, file_first, open_incident
from services.grid.application.ports import Work
from services.grid.application.report_incident import new_incident
from services.grid.application.telling import tell, tell_in_state
from services.grid.domain import clocks
from services.grid.domain.category import BAD_RATING
from services.grid.domain.incident import Incident
from services.grid.domain.record import Channel
from shared.events.grid import IncidentReported, RevisitRecorded
from shared.ids import derive

UNTRUE = "经窗口核实，差评不属实或系误评，任务结束。"
MENDED = "窗口已整改、回访并办结该差评，任务结束。"


@dataclass(frozen=True)
class FollowUpRating:
    """Somebody rated a case; the number and item are for those who follow it up."""

    rating: str
    bad: bool
    case: str
    project_no: str
    item_name: str


@dataclass(frozen=True)
class RecordRevisit:
    """The person behind a bad rating was visited again."""

    incident: str
    satisfied: bool


@dataclass(frozen=True)
class SettleRating:
    """The counter is done with a rating; `answer` says in what way."""

    rating: str
    answer: str


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
    await file_first(report, saved, [_matter_id(command.rating)], work)
    return register_and_dispatch(work, saved)


async def record_revisit(command: RecordRevisit, work: Work) -> Incident:
    """Record what the revisit found."""
    incident = await work.incidents.get(command.incident)
    visited = incident.revisited()
    return tell_in_state(
        work, visited, RevisitRecorded, case=incident.case, satisfied=command.satisfied
    )


async def settle_rating(command: SettleRating, work: Work) -> Incident | None:
    """End the task of a rating that the counter closed or found untrue, if it is still open."""
    incident = await open_incident([_matter_id(command.rating)], None, work)
    if incident is None:
        return None
    settled = incident.settled(command.answer, work.now)
    over = clocks.all_done(settled, work.now, calendar_of(settled, work))
    work.cancel_timer(SIGN_OVERDUE, incident.id)
    return watch(await tell_end(over, command.answer, work), work)


def _matter_id(rating: str) -> str:
    return derive("rating", rating)
