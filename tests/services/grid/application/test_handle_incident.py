import pytest

from services.grid.application.dispatch import SignIncident, sign_incident
from services.grid.application.handle_incident import (
    FeedBack,
    StartHandling,
    VerifyIncident,
    feed_back,
    start_handling,
    verify_incident,
)
from services.grid.domain.incident import Incident
from services.grid.domain.states import State
from shared.values import Invalid, NotAllowed
from tests.services.grid.block import LEADER, Block


async def handled(block: Block) -> Incident:
    incident = (await block.report()).incident
    key, worker = incident.id, incident.worker or ""
    await block.run(lambda w: sign_incident(SignIncident(key, worker), w))
    started = await block.run(lambda w: start_handling(StartHandling(key, worker), w))
    assert isinstance(started, Incident)
    return started


async def test_work_that_fails_its_check_is_handled_again(block: Block) -> None:
    incident = await handled(block)
    done = FeedBack(incident.id, incident.worker or "", "已清运，电话 13800001234。", solved=True)
    fed_back = await block.run(lambda w: feed_back(done, w))
    assert (fed_back.state, fed_back.result) == (State.FEEDBACK, "已清运，电话 138****1234。")
    failed = VerifyIncident(incident.id, LEADER, passed=False)
    assert (await block.run(lambda w: verify_incident(failed, w))).state is State.HANDLING


async def test_nobody_verifies_their_own_work(block: Block) -> None:
    incident = await handled(block)
    worker = incident.worker or ""
    await block.run(lambda w: feed_back(FeedBack(incident.id, worker, "已办", solved=True), w))
    own = VerifyIncident(incident.id, worker, passed=True)
    with pytest.raises(NotAllowed):
        await block.run(lambda w: verify_incident(own, w))


async def test_an_id_number_is_in_no_feedback(block: Block) -> None:
    incident = await handled(block)
    said = FeedBack(incident.id, incident.worker or "", "11010519491231002X", solved=True)
    with pytest.raises(Invalid):
        await block.run(lambda w: feed_back(said, w))
