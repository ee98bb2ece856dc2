import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grid.domain.states import TABLE, Command, State
from shared.values import Refusal


@given(st.sampled_from(State), st.sampled_from(Command))
def test_every_command_in_every_state_is_allowed_or_refused_with_a_reason(
    state: State, command: Command
) -> None:
    if TABLE.allows(state, command):
        assert TABLE.next(state, command) in State
        return
    with pytest.raises(Refusal) as told:
        TABLE.next(state, command)
    assert told.value.code == "not-in-this-state"
    assert told.value.zh
    assert told.value.en


def test_nothing_leaves_the_two_ends() -> None:
    left = {state for state, _ in TABLE.rows}
    assert set(State) - left == {State.CLOSED, State.NOT_FILED}


def test_every_state_can_be_reached_and_every_command_used() -> None:
    reached = {State.REPORTED} | set(TABLE.rows.values())
    assert reached == set(State)
    assert {command for _, command in TABLE.rows} == set(Command)
