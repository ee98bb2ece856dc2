"""Every use case in every state: taken or refused, as the law has it (domain.md 2.1)."""

import pytest

from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.states import PROMISING, Command, State
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from shared.values import Refusal
from tests.services.intake.application.steps import STEPS
from tests.services.intake.application.ways import YEARS_LATER, counter_at, standing
from tests.services.intake.law import LAW

OF_TIME = {
    LapsePolicy.DEEMED_WITHDRAWN: Command.DEEM_WITHDRAWN,
    LapsePolicy.ACCEPTANCE_REVOKED: Command.REVOKE_ACCEPTANCE,
    LapsePolicy.REJECTED: Command.REJECT_LAPSED,
    LapsePolicy.TERMINATED: Command.TERMINATE,
}


def test_every_command_is_a_use_case_or_follows_by_itself() -> None:
    assert set(Command) - set(STEPS) == {
        # Within one matter (一件事): what asking for a correction is before the one notice.
        Command.PREPARE_CORRECTION,
        Command.RELEASE,
        Command.RETURN,
        *OF_TIME.values(),
    }


@pytest.mark.parametrize("state", State)
async def test_a_step_that_the_law_has_is_taken_and_leads_where_it_says(state: State) -> None:
    allowed = [command for command in STEPS if command in LAW[state]]
    led = {}
    for command in allowed:
        counter = await standing(state, command)
        led[command] = (await counter.take(command)).state
    assert led == {command: LAW[state][command] for command in allowed}


@pytest.mark.parametrize("state", State)
async def test_any_other_step_is_refused_and_changes_nothing(state: State) -> None:
    counter = await standing(state)
    before, told = await counter.desk.only(), await counter.desk.announced()
    for command in STEPS.keys() - LAW[state].keys():
        with pytest.raises(Refusal) as refused:
            await counter.take(command)
        assert (refused.value.status, refused.value.code) == (409, "not-in-this-state"), command
    assert (await counter.desk.only(), await counter.desk.announced()) == (before, told)


@pytest.mark.parametrize("state", State)
async def test_time_alone_accepts_by_silence_sends_back_and_moves_nothing_else(
    state: State,
) -> None:
    counter = await standing(state)
    await counter.desk.pass_to(YEARS_LATER)
    by_time = {
        State.SUBMITTED: State.ACCEPTED,
        State.RECEIVED: State.ACCEPTED,
        State.CORRECTION: State.RETURNED,
    }
    assert (await counter.desk.only()).state is by_time.get(state, state)


async def test_what_is_not_corrected_counts_as_withdrawn_where_the_item_says_so() -> None:
    lapse = CorrectionLapse.DEEMED_WITHDRAWN
    counter = await counter_at(State.CORRECTION, uncorrected=lapse)
    await counter.desk.pass_to(YEARS_LATER)
    assert (await counter.desk.only()).state == LAW["correction"]["deem-withdrawn"]


@pytest.mark.parametrize("policy", LapsePolicy)
@pytest.mark.parametrize("state", PROMISING)
async def test_a_promise_that_time_breaks_ends_it_as_was_signed(
    state: State, policy: LapsePolicy
) -> None:
    counter = await counter_at(state, promised=True, broken=policy)
    await counter.desk.pass_to(YEARS_LATER)
    assert (await counter.desk.only()).state == LAW[state][OF_TIME[policy]]


async def test_the_last_promised_paper_releases_the_result() -> None:
    counter = await counter_at(State.DECIDED, promised=True)
    outcomes = []
    for command in (Command.SUPPLEMENT, Command.CHECK_PAPER):
        case = await counter.take(command)
        assert case.decision is not None
        outcomes.append((case.state, case.decision.outcome))
    assert outcomes == [
        (State.DECIDED, Outcome.APPROVED_DEFICIENT),
        (LAW["decided"]["release-result"], Outcome.APPROVED),
    ]
