from services.grid.domain.states import State
from shared.privacy.people import PersonalDetails
from shared.values import Point
from tests.services.grid.block import SPOT, Block


async def test_a_located_report_reaches_the_worker_of_its_cell(block: Block) -> None:
    incident = (await block.report()).incident
    cell = block.house.map.cell_at(SPOT)
    assert cell is not None
    assert incident.state is State.DISPATCHED
    assert (incident.cell, incident.orgunit) == (cell.code, cell.community)
    assert incident.worker == block.house.roster.workers[cell.code]
    assert incident.number == "G20260907000001"
    assert await block.types(incident.id) == [
        "incident.reported",
        "incident.registered",
        "incident.dispatched",
    ]
    assert {told.orgunit for told in await block.told()} == {cell.community}


async def test_another_category_or_cell_is_another_matter(block: Block) -> None:
    first = await block.report()
    assert not (await block.report("noise")).report.joined
    elsewhere = await block.report(point=Point(109.96, 39.845))
    assert not elsewhere.report.joined
    assert elsewhere.incident.cell != first.incident.cell


async def test_no_telephone_leaves_the_sealed_store(block: Block) -> None:
    who = PersonalDetails(name="巴雅尔", phone="13800001234")
    filed = await block.report(text="请回电 13800001234，谢谢。", reporter=who)
    assert filed.incident.text == "请回电 138****1234，谢谢。"
    person = filed.report.reporter
    assert person is not None
    rows = [row for rows in block.store.rows.values() for row in rows.values()]  # type: ignore[attr-defined]
    assert not any(b"13800001234" in row or "巴雅尔".encode() in row for row in rows)
    masked = await block.run(lambda w: w.people.masked(person))
    assert (masked.name, masked.phone) == ("巴*", "138****1234")


async def test_a_category_nobody_knows_is_kept_under_its_own_code(block: Block) -> None:
    incident = (await block.report("noise-helicopter")).incident
    assert incident.category_name == "noise-helicopter"
