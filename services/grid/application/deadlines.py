"""What time brings: a clock warns or runs out, and a new calendar moves due times."""

from typing import Any

from services.grid.application.ports import Work
from services.grid.application.telling import tell_in_state
from services.grid.domain.incident import Incident
from shared.calendar import Alert, Calendar, DeadlineClock
from shared.deadlines import ClockMove
from shared.events.grid_deadlines import StageMoved, StageNearDue, StageOverdue

DEADLINE = "deadline"
"""The kind of timer that looks at an incident's clocks; its subject is the incident."""


def calendar_of(incident: Incident, work: Work) -> Calendar:
    """Return the calendar by which an incident's clocks run."""
    return work.house.calendars.of(incident.orgunit)


def watch(incident: Incident, work: Work) -> Incident:
    """Set the one timer of a saved incident to when its clocks must be looked at next."""
    at = incident.next_look(work.now, calendar_of(incident, work))
    if at is None:
        work.cancel_timer(DEADLINE, incident.id)
    else:
        work.set_timer(DEADLINE, incident.id, at)
    return incident


async def look_at_clocks(incident_id: str, work: Work) -> Incident | None:
    """Announce each clock that stands worse than was announced, and set the next look.

    A timer that was overtaken, as by an extension, announces nothing.
    """
    incident = await work.incidents.find(incident_id)
    if incident is None:
        return None
    for clock, alert in incident.unwarned(work.now, calendar_of(incident, work)):
        incident = _warned(incident, clock, alert, work)
    return watch(incident, work)


async def apply_calendar(keys: tuple[str, ...], work: Work) -> list[tuple[Incident, ClockMove]]:
    """Move the due times of these incidents to the calendar that is loaded now.

    What stands as this calendar says already is left alone: applying again changes nothing.
    """
    applied = []
    for key in keys:
        incident = await work.incidents.get(key)
        for move in incident.moves(calendar_of(incident, work)):
            incident = _moved(incident, move, work)
            applied.append((incident, move))
        watch(incident, work)
    return applied


def _warned(incident: Incident, clock: DeadlineClock, alert: Alert, work: Work) -> Incident:
    event = StageOverdue if alert is Alert.OVERDUE else StageNearDue
    warned = incident.warning(clock.name, alert)
    told = {"due_at": clock.due_at, "alert": alert.value}
    return tell_in_state(work, warned, event, **_about(incident, clock), **told)


def _moved(incident: Incident, move: ClockMove, work: Work) -> Incident:
    calendar = calendar_of(incident, work)
    moved = incident.moved(move, work.now, calendar)
    told = {**move.told, **_about(incident, move.clock)}
    return tell_in_state(work, moved, StageMoved, **told)


def _about(incident: Incident, clock: DeadlineClock) -> dict[str, Any]:
    return {
        "clock": clock.name,
        "worker": incident.worker,
        "provisional": clock.provisional,
    }
