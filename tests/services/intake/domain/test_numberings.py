from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.rating.numberings import (
    RatingChannel,
    channel_number,
    channel_of,
    grade_of_live,
    grade_of_standard,
    live_number,
    standard_number,
)
from services.intake.domain.rating.rating_states import Grade
from shared.values import Invalid


@given(st.sampled_from(Grade))
def test_a_grade_comes_back_from_either_numbering(grade: Grade) -> None:
    assert grade_of_standard(standard_number(grade)) is grade
    assert grade_of_live(live_number(grade)) is grade
    assert standard_number(grade) + live_number(grade) == 6


@given(st.sampled_from(RatingChannel))
def test_a_channel_comes_back_from_its_number(channel: RatingChannel) -> None:
    assert channel_of(channel_number(channel)) is channel


def test_one_is_the_best_in_the_standard_and_the_worst_in_live_interfaces() -> None:
    assert grade_of_standard(1) is Grade.VERY_SATISFIED
    assert grade_of_live(1) is Grade.VERY_DISSATISFIED
    assert channel_number(RatingChannel.SYSTEM_DEFAULT) == 7


@pytest.mark.parametrize("read", [grade_of_standard, grade_of_live, channel_of])
@pytest.mark.parametrize("number", [0, 8, -1])
def test_a_number_that_names_nothing_is_refused(read: Callable[[int], object], number: int) -> None:
    with pytest.raises(Invalid) as refused:
        read(number)
    assert refused.value.code == "unknown-number"
