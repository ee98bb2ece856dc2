import pytest

from services.intake.domain.case.states import State
from services.intake.domain.history.progress import STANDS


@pytest.mark.parametrize("state", State)
def test_every_state_is_told_in_plain_words_and_says_what_is_awaited(state: State) -> None:
    (zh, en), (awaited_zh, awaited_en) = STANDS[state.value]
    assert all((zh, en, awaited_zh, awaited_en))
    assert state.value not in zh
