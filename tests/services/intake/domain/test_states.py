import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.rating_states import RATING_TABLE, RatingCommand, RatingState
from services.intake.domain.states import TABLE, Command, State
from shared.values import Refusal

ENDS = {
    State.DELIVERED,
    State.WITHDRAWN,
    State.RETURNED,
    State.NOT_REQUIRED,
    State.OUT_OF_COMPETENCE,
}


@settings(max_examples=50)
@given(st.sampled_from(State), st.sampled_from(Command))
def test_every_command_in_every_state_is_allowed_or_refused_with_a_reason(
    state: State, command: Command
) -> None:
    if TABLE.allows(state, command):
        assert TABLE.next(state, command) in State
        return
    with pytest.raises(Refusal) as refused:
        TABLE.next(state, command)
    assert state.value in refused.value.zh
    assert command.value in refused.value.en


def test_every_state_can_be_reached_and_only_ends_have_no_way_on() -> None:
    assert set(TABLE.rows.values()) | {State.RECEIVED} == set(State)
    assert {s for s in State if not any(TABLE.allows(s, c) for c in Command)} == ENDS


def test_nothing_is_withdrawn_after_the_decision() -> None:
    assert not TABLE.allows(State.DECIDED, Command.WITHDRAW)
    assert not TABLE.allows(State.DELIVERED, Command.WITHDRAW)


@pytest.mark.parametrize("state", [RatingState.RATED, RatingState.DEFAULTED, RatingState.CLOSED])
def test_no_visit_is_recorded_for_what_calls_for_none(state: RatingState) -> None:
    assert not RATING_TABLE.allows(state, RatingCommand.RECORD_REVISIT)


def test_every_state_of_a_rating_can_be_reached() -> None:
    assert set(RATING_TABLE.rows.values()) | {RatingState.OPEN} == set(RatingState)
