from datetime import timedelta

import pytest

from services.grid.application.dispatch import (
    SIGN_OVERDUE,
    DispatchIncident,
    ReturnIncident,
    SignIncident,
    dispatch_incident,
    return_incident,
    sign_incident,
)
from services.grid.domain.states import State
from shared.values import Invalid, NotAllowed, Refusal
from tests.services.grid.block import LEADER, Block


async def test_a_hand_off_nobody_signs_is_told_once(block: Block) -> None:
    incident = (await block.report("noise")).incident
    await block.fire()
    assert (await block.types(incident.id))[-1] == "incident.dispatched"
    block.clock.advance(timedelta(hours=2))
    await block.fire()
    await block.fire()
    lapse = (await block.told(about=incident.id))[-1]
    assert (lapse.short, lapse.sequence) == ("handoff.lapsed", 4)
    assert (lapse.data["worker"], lapse.data["leader"]) == (incident.worker, LEADER)
    late = await block.incident(incident.id)
    assert (late.state, late.lapses) == (State.DISPATCHED, 1)


async def test_what_was_signed_does_not_lapse(block: Block) -> None:
    incident = (await block.report("noise")).incident
    await block.run(lambda w: sign_incident(SignIncident(incident.id, incident.worker or ""), w))
    block.clock.advance(timedelta(hours=3))
    await block.fire()
    assert (await block.types(incident.id))[-1] == "incident.signed"
    assert await block.store.count("timers", {"kind": SIGN_OVERDUE}) == 0


async def test_what_is_returned_goes_to_the_leader(block: Block) -> None:
    incident = (await block.report()).incident
    back = ReturnIncident(incident.id, incident.worker or "", "不在本网格，请问 13800001234。")
    returned = await block.run(lambda w: return_incident(back, w))
    assert (returned.state, returned.worker) == (State.DISPATCHED, LEADER)
    told = await block.told(about=incident.id)
    assert [t.short for t in told[-2:]] == ["incident.returned", "incident.dispatched"]
    assert told[-2].data["reasons"] == "不在本网格，请问 138****1234。"
    again = ReturnIncident(incident.id, LEADER, "还是不行")
    with pytest.raises(Refusal, match="cannot be returned again"):
        await block.run(lambda w: return_incident(again, w))


async def test_the_leader_hands_on_to_somebody_on_the_roster_only(block: Block) -> None:
    incident = (await block.report()).incident
    block.clock.advance(timedelta(hours=1))
    other = DispatchIncident(incident.id, "stf_g0701")
    moved = await block.run(lambda w: dispatch_incident(other, w))
    assert moved.worker == "stf_g0701"
    stranger = DispatchIncident(incident.id, "stf_x0001")
    with pytest.raises(Invalid, match="roster"):
        await block.run(lambda w: dispatch_incident(stranger, w))
    block.clock.advance(timedelta(hours=1))
    await block.fire()
    assert (await block.incident(incident.id)).lapses == 0


async def test_a_stranger_cannot_sign(block: Block) -> None:
    incident = (await block.report()).incident
    with pytest.raises(NotAllowed):
        await block.run(lambda w: sign_incident(SignIncident(incident.id, "stf_g0702"), w))
    assert (await block.incident(incident.id)).version == incident.version
