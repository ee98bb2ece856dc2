import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.entrypoints.history.turnstile import Pace, TooMany, Turnstile, network_of


class Seconds:
    """A clock that is told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def passes(turnstile: Turnstile, key: str = "k") -> bool:
    try:
        turnstile.pass_or_refuse(key)
    except TooMany:
        return False
    return True


@settings(max_examples=50)
@given(st.integers(1, 6), st.lists(st.floats(0, 40), max_size=40))
def test_never_more_pass_than_the_pace_allows(most: int, waits: list[float]) -> None:
    clock = Seconds()
    turnstile, passed = Turnstile(Pace(most, 60), clock), 0
    for wait in waits:
        clock.at += wait
        passed += passes(turnstile)
    assert passed <= most + (clock.at - 1000) / (60 / most) + 1e-6


def test_whoever_waits_as_long_as_was_said_passes() -> None:
    clock = Seconds()
    turnstile = Turnstile(Pace(3, 60), clock)
    assert [passes(turnstile) for _ in range(4)] == [True, True, True, False]
    with pytest.raises(TooMany) as refused:
        turnstile.pass_or_refuse("k")
    clock.at += refused.value.retry_after
    assert passes(turnstile)
    assert passes(turnstile, "another")


def test_memory_is_bounded_and_the_longest_silent_is_forgotten() -> None:
    turnstile = Turnstile(Pace(1, 60), Seconds(), keys=2)
    assert [passes(turnstile, key) for key in ("a", "b", "c", "c", "a")] == [
        True,
        True,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::7", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
        (None, "unknown"),
    ],
)
def test_one_customer_is_one_address(host: str | None, network: str) -> None:
    assert network_of(host) == network
