from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.jobs.domain import matches, posts
from services.jobs.domain.matches import MatchCommand, MatchState
from services.jobs.domain.posts import PostCommand, PostState
from services.jobs.domain.seats import Seats
from shared.values import Refusal, StateTable
from tests.services.jobs.builders import NOW, offer, post

MACHINES = [
    (matches.TABLE, MatchState, MatchCommand),
    (posts.TABLE, PostState, PostCommand),
]


@pytest.mark.parametrize(("table", "states", "commands"), MACHINES)
def test_every_state_and_command_is_allowed_or_refused_with_a_reason(
    table: StateTable[Any, Any], states: type[StrEnum], commands: type[StrEnum]
) -> None:
    for state in states:
        for command in commands:
            if table.allows(state, command):
                assert table.next(state, command) in states
                continue
            with pytest.raises(Refusal) as refused:
                table.next(state, command)
            assert refused.value.code == "not-in-this-state"
            assert refused.value.zh


@settings(max_examples=50)
@given(st.lists(st.sampled_from(list(MatchCommand)), max_size=8))
def test_nobody_starts_without_having_been_contacted_and_agreed(
    commands: list[MatchCommand],
) -> None:
    state, done = MatchState.SUGGESTED, list[MatchCommand]()
    for command in commands:
        if matches.TABLE.allows(state, command):
            state = matches.TABLE.next(state, command)
            done.append(command)
    if MatchCommand.START in done:
        before = done[: done.index(MatchCommand.START)]
        assert {MatchCommand.CONTACT, MatchCommand.ACCEPT} == set(before)
        assert MatchCommand.DECLINE not in done


def test_a_revision_is_checked_again_and_sameness_is_refused() -> None:
    first = post()
    revised = first.revised(offer(headcount=5), employer="emp_1", now=NOW)
    assert revised.state is PostState.CHECKING
    with pytest.raises(Refusal, match="same content"):
        first.revised(offer(), employer="emp_1", now=NOW)


def test_seats_end_and_a_revision_must_leave_one() -> None:
    full = Seats("pst_1", 1, total=1).take()
    assert full.full
    with pytest.raises(Refusal) as refused:
        full.take()
    assert refused.value.code == "no-seat-left"
    with pytest.raises(Refusal) as fewer:
        full.resized(1)
    assert fewer.value.field == "headcount"
    assert not full.resized(2).full
