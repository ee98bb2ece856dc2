import pytest

from services.grid.application.handle_incident import VerifyIncident, verify_incident
from services.grid.application.help import AnswerHelp, answer_help
from services.grid.domain.states import State
from shared.values import Refusal
from tests.services.grid.block import LEADER, Block


async def test_a_request_for_help_goes_to_intake_and_comes_back(block: Block) -> None:
    asked = await block.report("living-hardship", point=None, asks_help=True)
    assert asked.incident.state is State.HELP_REQUESTED
    request = (await block.told(about=asked.incident.id))[-1]
    assert (request.short, request.data["item_code"]) == ("help.requested", "temporary-relief")
    answer = AnswerHelp(asked.incident.id, "case_9", "approved")
    helped = await block.run(lambda w: answer_help(answer, w))
    assert (helped.state, helped.solved, helped.case) == (State.FEEDBACK, True, "case_9")
    passed = VerifyIncident(helped.id, LEADER, passed=True)
    assert (await block.run(lambda w: verify_incident(passed, w))).state is State.VERIFIED
    with pytest.raises(Refusal):
        await block.run(lambda w: answer_help(answer, w))


async def test_two_who_ask_for_help_are_two_matters(block: Block) -> None:
    first = await block.report("living-hardship", asks_help=True)
    second = await block.report("living-hardship", asks_help=True)
    assert first.incident.id != second.incident.id


async def test_a_complaint_about_hardship_is_handled_on_the_block(block: Block) -> None:
    assert (await block.report("living-hardship")).incident.state is State.DISPATCHED


async def test_a_case_that_no_incident_is_behind_changes_nothing(block: Block) -> None:
    answer = AnswerHelp(None, "case_9", "approved")
    assert await block.run(lambda w: answer_help(answer, w)) is None
    assert await block.told() == []
