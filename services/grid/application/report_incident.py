"""A report comes in: it joins the open incident of its matter, or begins one."""

from dataclasses import replace

from services.grid.application.dispatch import register_and_dispatch
from services.grid.application.filing import (
    Filed,
    ReportIncident,
    file_first,
    join,
    matter_ids,
    open_incident,
)
from services.grid.application.help import request_help
from services.grid.application.ports import Work
from services.grid.application.telling import coordinates, tell
from services.grid.application.words import masked
from services.grid.domain.category import Category
from services.grid.domain.cell import Cell
from services.grid.domain.incident import Incident
from services.grid.domain.numbering import DayCounter, day_of
from services.grid.domain.record import Unlocated
from shared.events.grid import IncidentReported


async def report_incident(command: ReportIncident, work: Work) -> Filed:
    """File a report; every report has one incident behind it when this returns."""
    command = replace(command, text=masked(command.text, "text"))
    category = work.house.categories.named(command.category)
    cell = work.house.map.cell_at(command.point) if command.point else None
    if command.asks_help and category.help_item:
        # Two people who ask for help are two matters, however alike their words.
        begun = await _begin(command, category, cell, [], work)
        return replace(begun, incident=request_help(work, begun, category.help_item))
    ids = matter_ids(command.category, command.point, command.place)
    earlier = await open_incident(ids, cell.code if cell else None, work)
    if earlier is not None:
        return await join(command, earlier, ids, work)
    begun = await _begin(command, category, cell, ids, work)
    if cell is None:
        return begun
    return replace(begun, incident=register_and_dispatch(work, begun.incident))


async def _begin(
    command: ReportIncident, category: Category, cell: Cell | None, ids: list[str], work: Work
) -> Filed:
    incident = await new_incident(command, category, cell, work)
    saved = tell(
        work,
        incident,
        IncidentReported,
        channel=incident.channel.value,
        located=cell is not None,
        point=coordinates(incident.point),
    )
    return Filed(saved, await file_first(command, saved, ids, work))


async def new_incident(
    command: ReportIncident, category: Category, cell: Cell | None, work: Work
) -> Incident:
    """Return a new incident, not saved; without a cell it says why a person must locate it."""
    why = Unlocated.OUTSIDE_MAP if command.point else Unlocated.NO_POINT
    return Incident(
        id=work.new_id("inc"),
        version=0,
        number=await _next_number(work),
        orgunit=cell.community if cell else work.cause.orgunit,
        channel=command.channel,
        category=category.code,
        category_name=category.name,
        text=command.text,
        reported_at=work.now,
        place=command.place,
        point=command.point,
        cell=cell.code if cell else None,
        unlocated=None if cell else why,
    )


async def _next_number(work: Work) -> str:
    day = day_of(work.now)
    counter = await work.counters.find(day) or DayCounter(day, 0)
    return work.counters.save(counter.raised()).number
