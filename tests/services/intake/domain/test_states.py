import pytest

from services.intake.domain.case.states import PROMISING, TABLE, Command, State
from services.intake.domain.promise.promise import PROMISE_TABLE, PaperCommand, PaperState
from services.intake.domain.rating.rating_states import RATING_TABLE, RatingCommand, RatingState
from shared.values import Refusal
from tests.services.intake.law import LAW

BEGINNINGS = {State.SUBMITTED, State.RECEIVED}
ENDS = {
    State.PRE_REJECTED,
    State.REVOKED,
    State.WITHDRAWN,
    State.RETURNED,
    State.DEEMED_WITHDRAWN,
    State.ACCEPTANCE_REVOKED,
    State.TERMINATED,
    State.NOT_REQUIRED,
    State.OUT_OF_COMPETENCE,
}


def test_the_table_says_what_the_law_says_row_by_row() -> None:
    rows: dict[str, dict[str, str]] = {state: {} for state in State}
    for (state, command), following in TABLE.rows.items():
        rows[state][command] = following
    assert rows == LAW


@pytest.mark.parametrize("state", State)
def test_every_command_in_every_state_is_allowed_or_refused_with_what_is_possible(
    state: State,
) -> None:
    possible = [command.value for command in Command if TABLE.allows(state, command)]
    for command in Command:
        if TABLE.allows(state, command):
            assert TABLE.next(state, command) in State
            continue
        with pytest.raises(Refusal) as refused:
            TABLE.next(state, command)
        assert state.value in refused.value.zh
        assert command.value in refused.value.en
        assert [name for name in possible if name not in refused.value.zh] == []


def test_every_state_can_be_reached_and_only_ends_have_no_way_on() -> None:
    assert set(TABLE.rows.values()) | BEGINNINGS == set(State)
    assert {s for s in State if not any(TABLE.allows(s, c) for c in Command)} == ENDS


def test_nothing_is_withdrawn_after_the_decision() -> None:
    assert not TABLE.allows(State.DECIDED, Command.WITHDRAW)
    assert not TABLE.allows(State.DELIVERED, Command.WITHDRAW)


def test_during_the_review_it_is_asked_back_and_not_simply_withdrawn() -> None:
    for state in (State.IN_REVIEW, State.SUSPENDED):
        assert not TABLE.allows(state, Command.WITHDRAW)
        assert TABLE.next(state, Command.REQUEST_RECALL) is State.RECALL_PENDING


@pytest.mark.parametrize("state", PROMISING)
def test_a_broken_promise_has_each_of_its_four_outcomes_wherever_papers_follow(
    state: State,
) -> None:
    outcomes = {
        Command.DEEM_WITHDRAWN: State.DEEMED_WITHDRAWN,
        Command.REVOKE_ACCEPTANCE: State.ACCEPTANCE_REVOKED,
        Command.REJECT_LAPSED: State.DECIDED,
        Command.TERMINATE: State.TERMINATED,
    }
    assert {command: TABLE.next(state, command) for command in outcomes} == outcomes


@pytest.mark.parametrize("state", PaperState)
@pytest.mark.parametrize("command", PaperCommand)
def test_a_promised_paper_takes_every_step_or_refuses_it(
    state: PaperState, command: PaperCommand
) -> None:
    if PROMISE_TABLE.allows(state, command):
        assert PROMISE_TABLE.next(state, command) in PaperState
        return
    with pytest.raises(Refusal, match=command.value):
        PROMISE_TABLE.next(state, command)


@pytest.mark.parametrize("state", [RatingState.RATED, RatingState.DEFAULTED, RatingState.CLOSED])
def test_no_visit_is_recorded_for_what_calls_for_none(state: RatingState) -> None:
    assert not RATING_TABLE.allows(state, RatingCommand.RECORD_REVISIT)
    assert not RATING_TABLE.allows(state, RatingCommand.RECORD_GRID_VISIT)


def test_the_counter_visits_only_after_a_bad_rating_was_mended() -> None:
    visited = {s for s in RatingState if RATING_TABLE.allows(s, RatingCommand.RECORD_REVISIT)}
    assert visited == {RatingState.RECTIFIED, RatingState.REVISITED}


def test_every_state_of_a_rating_can_be_reached() -> None:
    assert set(RATING_TABLE.rows.values()) | {RatingState.OPEN} == set(RatingState)
