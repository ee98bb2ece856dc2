import asyncio

from services.grid.adapters.mongo import INDEXES
from services.grid.application.close_incident import CloseIncident, close_incident
from services.grid.application.ports import Wanted
from services.grid.domain.incident import Incident
from services.grid.domain.states import State
from shared.privacy.people import PersonalDetails
from shared.storage.mongo import MongoStore, ensure_indexes
from tests.services.grid.block import SPOT, STREET, Block, opened, order
from tests.services.grid.steps import closed, verified


async def test_a_whole_life_goes_through_the_real_store(real_store: MongoStore) -> None:
    async with opened(real_store) as block:
        await ensure_indexes(real_store, INDEXES)
        who = PersonalDetails(name="巴雅尔", phone="13800001234")
        first = await block.report(reporter=who)
        results = await block.hear(order("1", category="street-rubbish"), order("2"))
        assert [r.outcome for r in results] == ["handled", "handled"]
        assert first.incident.state is State.DISPATCHED
        await closed(block, first.incident)
        end = await block.incident(first.incident.id)
        assert (end.state, end.reported_at) == (State.CLOSED, first.incident.reported_at)
        assert all(report.public_answer for report in await block.reports())
        assert len(await block.reports()) == 3
        assert await real_store.count("open_matters", {}) == 0


async def test_lists_show_what_the_caller_covers(real_store: MongoStore) -> None:
    async with opened(real_store) as block:
        await _three_reports(block)
        reading = block.reading
        assert len(await reading.incidents(Wanted(STREET), None, 10)) == 3
        assert await reading.incidents(Wanted("150602014000"), None, 10) == []
        waiting = await reading.incidents(Wanted(STREET, state="reported"), None, 10)
        assert [i.state for i in waiting] == [State.REPORTED]
        first, *rest = await reading.incidents(Wanted(STREET), None, 10)
        assert await reading.incidents(Wanted(STREET), first.id, 10) == rest
        community = "150602013004"
        own = await reading.incidents(Wanted(community), None, 1)
        assert [i.orgunit for i in own] == [community]
        assert len(await reading.incidents(Wanted(community), None, 10)) == 2


async def test_a_report_that_comes_while_its_incident_closes_is_answered_or_begins_anew(
    real_store: MongoStore,
) -> None:
    async with (
        opened(real_store) as block,
        opened(real_store, "replica") as replica,
    ):
        await ensure_indexes(real_store, INDEXES)
        for n in range(2):
            first = await block.report(place=f"{n} 号楼", point=SPOT)
            await asyncio.gather(_ended(block, first.incident), _keeps_reporting(replica, n))
            for incident in await block.incidents():
                if incident.state is not State.CLOSED:
                    await closed(block, incident)
        assert len(await block.reports()) == 2 * 9
        assert all(report.public_answer for report in await block.reports())


async def _ended(block: Block, incident: Incident) -> None:
    await verified(block, incident)
    await block.run(lambda w: close_incident(CloseIncident(incident.id, "已清运。"), w))


async def _keeps_reporting(replica: Block, n: int) -> None:
    for _ in range(8):
        await replica.report(place=f"{n} 号楼", point=SPOT)


async def _three_reports(block: Block) -> None:
    await block.report()
    await block.report("noise")
    await block.report("heating", point=None)
