from enum import StrEnum

import pytest

from shared.values import Final, Refusal, StateTable


class State(StrEnum):
    NEW = "new"
    OPEN = "open"
    DONE = "done"


class Command(StrEnum):
    OPEN = "open"
    CLOSE = "close"


TABLE = StateTable({(State.NEW, Command.OPEN): State.OPEN, (State.OPEN, Command.CLOSE): State.DONE})


def test_what_may_be_possible_later_is_refused_for_now() -> None:
    with pytest.raises(Refusal, match="not possible") as refused:
        TABLE.next(State.NEW, Command.CLOSE)
    assert not refused.value.final


@pytest.mark.parametrize("command", list(Command))
def test_what_no_later_state_allows_is_refused_for_good(command: Command) -> None:
    with pytest.raises(Final):
        TABLE.next(State.DONE, command)
