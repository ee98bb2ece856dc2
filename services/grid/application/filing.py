"""Reports, and the keys under which later ones find the same matter."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.grid.application.ports import Work
from services.grid.application.telling import tell_report
from services.grid.domain.incident import Incident
from services.grid.domain.matter import Dossier, OpenMatter, matter_keys
from services.grid.domain.record import Channel
from services.grid.domain.report import Report
from shared.events.grid import ReportFiled, ReportJoined
from shared.ids import derive
from shared.privacy.people import PersonalDetails
from shared.storage.ports import Conflict
from shared.values import Point


@dataclass(frozen=True)
class ReportIncident:
    """What was seen. `asks_help` is the hotline's 求助; `reporter` goes straight to the seal."""

    channel: Channel
    category: str
    text: str
    place: str | None = None
    point: Point | None = None
    asks_help: bool = False
    reference: str | None = None
    reporter: PersonalDetails | None = field(default=None, repr=False)
    submitted_by: str | None = None


@dataclass(frozen=True)
class Filed:
    """A report and the incident behind it, as saved."""

    incident: Incident
    report: Report


def matter_ids(category: str, point: Point | None, place: str | None) -> list[str]:
    """Return the ids under which the open incident of a matter is found."""
    return [derive(*key) for key in matter_keys(category, point, place)]


async def open_incident(ids: Sequence[str], cell: str | None, work: Work) -> Incident | None:
    """Return the open incident that a report from this cell is about."""
    for id_ in ids:
        matter = await work.matters.find(id_)
        if matter is not None and matter.holds(cell):
            return await work.incidents.get(matter.incident)
    return None


async def dossier_of(incident: Incident, work: Work) -> Dossier:
    """Return the dossier of an open incident; raise `Conflict` when it just ended.

    Reads are no snapshot: the closure may have committed between the look-up of the incident and
    this one. Deciding again finds what is true now.
    """
    dossier = await work.dossiers.find(incident.id)
    if dossier is None:
        raise Conflict(f"dossiers/{incident.id}")
    return dossier


async def enter(dossier: Dossier, ids: Sequence[str], cell: str | None, work: Work) -> Dossier:
    """Make the incident findable under these ids, where no other incident is; save the dossier."""
    for id_ in ids:
        if await work.matters.find(id_) is None:
            work.matters.save(OpenMatter(id_, 0, dossier.id, cell))
            dossier = dossier.found_by(id_)
    return work.dossiers.save(dossier)


async def file_first(
    command: ReportIncident, incident: Incident, ids: Sequence[str], work: Work
) -> Report:
    """File the report that began an incident."""
    report = await _report(command, incident, work, joined=False)
    await enter(Dossier(incident.id, 0, (report.id,)), ids, incident.cell, work)
    return tell_report(work, report, incident, ReportFiled, channel=report.channel.value)


async def join(
    command: ReportIncident, incident: Incident, ids: Sequence[str], work: Work
) -> Filed:
    """File a report that joins an incident in progress."""
    report = await _report(command, incident, work, joined=True)
    dossier = await dossier_of(incident, work)
    await enter(dossier.joined(report.id), ids, incident.cell, work)
    saved = tell_report(work, report, incident, ReportJoined, channel=report.channel.value)
    return Filed(incident, saved)


async def _report(
    command: ReportIncident, incident: Incident, work: Work, *, joined: bool
) -> Report:
    reporter = await work.people.register(command.reporter) if command.reporter else None
    return Report(
        id=work.new_id("rep"),
        version=0,
        incident=incident.id,
        orgunit=incident.orgunit,
        channel=command.channel,
        text=command.text,
        reported_at=work.now,
        joined=joined,
        reference=command.reference,
        reporter=reporter,
        submitted_by=command.submitted_by,
    )
