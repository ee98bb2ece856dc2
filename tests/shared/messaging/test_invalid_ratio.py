import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.messaging.invalid_ratio import Limits, Window
from shared.service.settings import ServiceSettings

LIMITS = st.builds(
    Limits,
    window=st.integers(1, 30),
    ratio=st.floats(0, 1),
    least=st.integers(1, 20),
)
FLOWS = st.lists(st.booleans(), max_size=80)


def window(limits: Limits, invalid: list[bool]) -> Window:
    made = Window(limits)
    for number, is_invalid in enumerate(invalid):
        made.add(f"t:0:{number}" if is_invalid else None)
    return made


@given(LIMITS, FLOWS)
@settings(max_examples=200)
def test_the_verdict_is_that_of_the_last_records_and_of_nothing_else(
    limits: Limits, flow: list[bool]
) -> None:
    last = flow[-limits.window :]
    bad = sum(last)
    made = window(limits, flow)
    assert len(made) == len(last)
    assert made.ratio == (bad / len(last) if last else 0.0)
    assert made.too_bad == (bad >= limits.least and bad / len(last) > limits.ratio)
    first = len(flow) - len(last)
    assert made.places == tuple(f"t:0:{first + n}" for n, one in enumerate(last) if one)


@given(st.integers(1, 30), FLOWS)
@settings(max_examples=50)
def test_a_ratio_of_one_never_pauses(size: int, flow: list[bool]) -> None:
    assert not window(Limits(size, 1.0, 1), flow).too_bad


def test_few_records_decide_nothing() -> None:
    assert not window(Limits(), [True] * 49).too_bad
    assert window(Limits(), [True] * 50).too_bad


def test_half_of_the_records_is_not_yet_too_much() -> None:
    assert not window(Limits(), [True, False] * 100).too_bad
    assert window(Limits(), [*[True, False] * 99, True, True]).too_bad


def test_a_setting_that_would_never_pause_anybody_is_refused() -> None:
    with pytest.raises(ValueError, match="PAUSE_LEAST"):
        ServiceSettings(pause_window=20, pause_least=50)
