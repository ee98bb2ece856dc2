"""Wrong options are told in a sentence."""

import pytest

from tests.faults.chaos.options import Options, UsageError, read_options


def test_nothing_given_is_ten_kills_in_two_thousand_events() -> None:
    assert read_options({"KILLS": "", "SEED": "7"}) == Options(kills=10, events=2000, seed=7)


@pytest.mark.parametrize("wrong", [{"KILLS": "-1"}, {"EVENTS": "0"}, {"SEED": "x"}])
def test_a_wrong_number_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        read_options(wrong)
