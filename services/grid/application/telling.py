"""Saving an incident or a report and saying so: one event for each saved version."""

from typing import Any

from services.grid.application.ports import Work
from services.grid.domain.incident import Incident
from services.grid.domain.report import Report
from shared.events.grid import IncidentEvent
from shared.events.parts import Coordinates
from shared.values import Point


def facts(incident: Incident) -> dict[str, Any]:
    """Return what every event about an incident tells."""
    return {
        "incident_no": incident.number,
        "category": incident.category,
        "category_name": incident.category_name,
        "cell": incident.cell,
        "place": incident.place,
    }


def tell(work: Work, incident: Incident, event: type[IncidentEvent], **more: Any) -> Incident:
    """Save an incident that reached a state, announce and count it; return it as saved."""
    saved = tell_in_state(work, incident, event, **more)
    work.count("grid_incidents_total", state=saved.state.value)
    return saved


def tell_in_state(
    work: Work, incident: Incident, event: type[IncidentEvent], **more: Any
) -> Incident:
    """Save an incident whose state stays, and announce this about it; return it as saved."""
    saved = work.incidents.save(incident)
    work.announce(event(**facts(saved), **more), about=saved, orgunit=saved.orgunit)
    return saved


def tell_report(
    work: Work, report: Report, incident: Incident, event: type[IncidentEvent], **more: Any
) -> Report:
    """Save the report and announce this about it; return it as saved."""
    saved = work.reports.save(report)
    data = event(
        **facts(incident),
        incident=incident.id,
        reporter=report.reporter,
        reference=report.reference,
        **more,
    )
    work.announce(data, about=saved, orgunit=incident.orgunit)
    return saved


def coordinates(point: Point | None) -> Coordinates | None:
    """Return a point as events carry it."""
    return None if point is None else Coordinates(lng=point.lng, lat=point.lat)
