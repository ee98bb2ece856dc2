"""The stages of an incident: one ends before the others, or is extended."""

from dataclasses import dataclass

from services.grid.application.deadlines import calendar_of, watch
from services.grid.application.ports import Work
from services.grid.application.telling import tell_in_state
from services.grid.application.words import masked
from services.grid.domain import clocks
from services.grid.domain.incident import Incident
from services.grid.domain.states import TABLE, Command
from shared.calendar import Extension
from shared.events.grid_deadlines import StageDone, StageExtended


@dataclass(frozen=True)
class EndStage:
    """The worker has done what this stage asks for."""

    incident: str
    stage: str
    by: str


@dataclass(frozen=True)
class ExtendStage:
    """The shift leader approves of more time; `stage` may be left out where one runs."""

    incident: str
    stage: str | None
    by: str
    reasons: str


async def end_stage(command: EndStage, work: Work) -> Incident:
    """Record that a stage is done; the others run on."""
    incident = await work.incidents.get(command.incident)
    incident.stage_ended_by(command.by)
    done = clocks.stage_done(incident, command.stage, work.now, calendar_of(incident, work))
    return watch(tell_in_state(work, done, StageDone, clock=command.stage, worker=command.by), work)


async def extend_stage(command: ExtendStage, work: Work) -> Incident:
    """Extend a stage, once, by what its category allows."""
    incident = await work.incidents.get(command.incident)
    TABLE.next(incident.state, Command.EXTEND)
    name = command.stage or clocks.only_stage(incident)
    amount = work.house.categories.named(incident.category).extension(name)
    reasons = masked(command.reasons, "reasons")
    extension = Extension(amount, command.by, reasons, work.now)
    extended = clocks.extended(incident, name, extension, calendar_of(incident, work))
    told = tell_in_state(
        work,
        extended,
        StageExtended,
        clock=name,
        worker=incident.worker,
        approver=command.by,
        reasons=reasons,
        due_at=clocks.running(extended, name).due_at,
        provisional=clocks.running(extended, name).provisional,
    )
    return watch(told, work)
