"""Wherever an application stands: who has to act is told, and nothing of it is forgotten."""

import pytest

from services.intake.domain.case.states import State
from services.intake.domain.history.outcome import outcome_of
from services.intake.domain.history.progress import STANDS, progress_of
from services.intake.domain.people.retention import is_over
from services.intake.domain.work.queues import queue_of
from services.intake.entrypoints.views import view_of
from tests.services.intake.domain.cases import CALENDAR, MONDAY, received


@pytest.mark.parametrize("state", State)
def test_it_waits_for_staff_or_for_the_applicant_or_is_over(state: State) -> None:
    there = received(state=state)
    waits = [queue_of(there) is not None, state is State.CORRECTION, is_over(there)]
    assert waits.count(True) == 1


@pytest.mark.parametrize("state", State)
def test_it_is_told_shown_and_counted(state: State) -> None:
    there = received(state=state)
    assert all(progress_of(there, {}).state)
    assert view_of(there).state == state
    assert outcome_of(there, MONDAY, CALENDAR).id == there.id


def test_nothing_is_told_of_a_state_that_is_none() -> None:
    assert set(STANDS) == {state.value for state in State}
