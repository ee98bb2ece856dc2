"""What is exchanged of an application, whatever became of it."""

import pytest

from services.intake.domain.exchange import Result, Table, rows_of
from services.intake.domain.parts import Decision, Outcome
from services.intake.domain.states import State
from tests.services.intake.domain.cases import ITEM, MONDAY, received


def result_in(state: State, outcome: Outcome | None = None) -> object:
    decision = Decision(outcome, "已审核。", "stf_r0001", MONDAY) if outcome else None
    rows = rows_of(received(state=state, decision=decision), ITEM, None)
    return next((r.values["result_type"] for r in rows if r.table is Table.RESULT), None)


@pytest.mark.parametrize("state", State)
def test_an_application_in_any_state_and_with_any_decision_can_be_exchanged(state: State) -> None:
    assert all(result_in(state, outcome) in {*Result, None} for outcome in (None, *Outcome))


def test_what_was_approved_with_deficiency_has_no_result_before_its_papers_are_in() -> None:
    assert result_in(State.DECIDED, Outcome.APPROVED_DEFICIENT) is None
    assert result_in(State.DECIDED, Outcome.APPROVED) is Result.APPROVED


def test_an_approval_that_was_revoked_is_void() -> None:
    assert result_in(State.REVOKED, Outcome.APPROVED) is Result.VOID


@pytest.mark.parametrize(
    ("state", "result"),
    [
        (State.DEEMED_WITHDRAWN, Result.WITHDRAWN),
        (State.ACCEPTANCE_REVOKED, Result.RETURNED),
        (State.TERMINATED, Result.RETURNED),
    ],
)
def test_a_broken_promise_ends_as_its_policy_says(state: State, result: Result) -> None:
    assert result_in(state) is result
