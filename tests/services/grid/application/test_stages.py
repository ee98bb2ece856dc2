from datetime import timedelta

import pytest

from services.grid.application.stages import EndStage, ExtendStage, end_stage, extend_stage
from services.grid.domain.incident import Incident
from shared.values import Invalid, NotAllowed, Refusal
from tests.services.grid.block import LEADER, Block, at
from tests.services.grid.steps import handling


async def building(block: Block) -> Incident:
    """An illegal building whose worker has begun."""
    incident = (await block.report("illegal-building")).incident
    await handling(block, incident)
    return incident


async def ended(block: Block, incident: Incident, stage: str, by: str | None = None) -> Incident:
    command = EndStage(incident.id, stage, by or incident.worker or "")
    saved = await block.run(lambda w: end_stage(command, w))
    assert isinstance(saved, Incident)
    return saved


async def extended(block: Block, incident: Incident, stage: str | None = None) -> Incident:
    command = ExtendStage(incident.id, stage, LEADER, "需协调供热公司，请问 13800001234。")
    saved = await block.run(lambda w: extend_stage(command, w))
    assert isinstance(saved, Incident)
    return saved


async def test_an_illegal_building_is_stopped_punished_and_demolished_in_time(
    block: Block,
) -> None:
    incident = (await block.report("illegal-building")).incident
    assert {clock.name: clock.due_at for clock in incident.clocks} == {
        "stop-work": at("2026-09-07T15:30"),
        "penalty": at("2026-09-16T17:30"),
        # 09-20 and 10-10 are make-up workdays; 09-25 and 10-01 to 10-07 are holidays.
        "demolition": at("2026-10-10T17:30"),
    }


async def test_a_stage_that_is_done_ends_alone(block: Block) -> None:
    incident = await building(block)
    done = await ended(block, incident, "stop-work")
    assert [clock.name for clock in done.open_clocks] == ["penalty", "demolition"]
    last = (await block.told(about=incident.id))[-1]
    assert (last.short, last.data["clock"]) == ("stage.done", "stop-work")
    block.clock.move(at("2026-09-08T09:00"))
    await block.fire()
    assert (await block.types(incident.id))[-1] == "stage.done"


async def test_a_stage_ends_once_by_its_worker_while_it_is_handled(block: Block) -> None:
    waiting = (await block.report("illegal-building", place="别处", point=None)).incident
    with pytest.raises(NotAllowed):
        await ended(block, waiting, "stop-work", "stf_g0702")
    incident = await building(block)
    with pytest.raises(NotAllowed):
        await ended(block, incident, "stop-work", "stf_g0702")
    with pytest.raises(Refusal, match="No such stage") as told:
        await ended(block, incident, "fence")
    assert "stop-work、penalty、demolition" in told.value.zh
    await ended(block, incident, "stop-work")
    with pytest.raises(Refusal, match="has ended"):
        await ended(block, incident, "stop-work")


async def test_the_leader_extends_once_before_the_end_and_says_why(block: Block) -> None:
    incident = (await block.report("noise")).incident
    assert incident.due_at == at("2026-09-14T17:30")
    longer = await extended(block, incident)
    assert longer.due_at == at("2026-09-20T17:30")
    told = (await block.told(about=incident.id))[-1]
    assert (told.short, told.data["approver"]) == ("deadline.extended", LEADER)
    assert told.data["reasons"] == "需协调供热公司，请问 138****1234。"
    with pytest.raises(Refusal):
        await extended(block, incident)


async def test_a_timer_that_an_extension_overtook_announces_nothing(block: Block) -> None:
    incident = (await block.report("noise")).incident
    block.clock.move(at("2026-09-10T08:00"))
    await extended(block, incident)
    before = await block.incident(incident.id)
    block.clock.move(at("2026-09-11T08:00"))
    await block.fire()
    after = await block.incident(incident.id)
    assert after.warned == before.warned == ()


async def test_a_warning_that_an_extension_took_back_may_come_again(block: Block) -> None:
    incident = (await block.report("noise")).incident
    block.clock.move(at("2026-09-11T08:00"))
    await block.fire()
    assert (await block.types(incident.id))[-1] == "deadline.near-due"
    assert (await extended(block, incident)).warned == ()
    block.clock.move(at("2026-09-16T08:00"))
    await block.fire()
    assert (await block.types(incident.id))[-1] == "deadline.near-due"


async def test_what_is_overdue_is_not_extended(block: Block) -> None:
    incident = (await block.report("noise")).incident
    block.clock.advance(timedelta(days=30))
    with pytest.raises(Refusal):
        await extended(block, incident)


async def test_only_what_the_category_allows_is_extended(block: Block) -> None:
    rubbish = (await block.report()).incident
    with pytest.raises(Refusal, match="may not be extended"):
        await extended(block, rubbish)
    incident = await building(block)
    with pytest.raises(Invalid, match="Say which stage"):
        await extended(block, incident)
