import pytest

from services.grid.application.locate_incident import (
    LocateIncident,
    RefuseIncident,
    RegisterIncident,
    locate_incident,
    refuse_incident,
    register_incident,
)
from services.grid.domain.record import Unlocated
from services.grid.domain.states import State
from shared.values import Invalid, Point, Refusal
from tests.services.grid.block import LEADER, SPOT, Block

FAR = Point(120.0, 30.0)


async def test_a_report_without_a_point_waits_for_a_person(block: Block) -> None:
    incident = (await block.report(point=None)).incident
    assert incident.state is State.REPORTED
    assert incident.unlocated is Unlocated.NO_POINT
    found = await block.run(lambda w: locate_incident(LocateIncident(incident.id, SPOT), w))
    assert found.state is State.DISPATCHED
    assert found.unlocated is None
    assert (await block.report(place="别处的说法")).report.joined


async def test_a_point_outside_the_map_waits_and_says_so(block: Block) -> None:
    incident = (await block.report(point=FAR)).incident
    assert (incident.state, incident.unlocated) == (State.REPORTED, Unlocated.OUTSIDE_MAP)
    with pytest.raises(Invalid, match="outside the map"):
        await block.run(lambda w: locate_incident(LocateIncident(incident.id, FAR), w))


async def test_a_person_files_by_cell_or_leaves_it_to_the_leader(block: Block) -> None:
    one = (await block.report(place="甲处", point=None)).incident
    two = (await block.report(place="乙处", point=None)).incident
    cell = "150602013003002"
    filed = await block.run(lambda w: register_incident(RegisterIncident(one.id, cell), w))
    assert (filed.cell, filed.worker) == (cell, block.house.roster.workers[cell])
    left = await block.run(lambda w: register_incident(RegisterIncident(two.id, None), w))
    assert (left.cell, left.worker) == (None, LEADER)
    with pytest.raises(Invalid, match="no such cell"):
        await block.run(lambda w: register_incident(RegisterIncident(two.id, "1" * 15), w))


async def test_a_refused_incident_tells_every_reporter_why(block: Block) -> None:
    incident = (await block.report(point=None)).incident
    reasons = "不属于街道职责。"
    await block.run(lambda w: refuse_incident(RefuseIncident(incident.id, reasons), w))
    assert (await block.incident(incident.id)).state is State.NOT_FILED
    (report,) = await block.reports()
    assert report.public_answer == reasons
    with pytest.raises(Refusal):
        await block.run(lambda w: locate_incident(LocateIncident(incident.id, SPOT), w))
