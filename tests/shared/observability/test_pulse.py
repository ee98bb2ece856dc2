import asyncio

import pytest

from shared.observability.pulse import Pulse


class Seconds:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_loop_that_rests_has_no_pulse_however_long() -> None:
    clock = Seconds()
    pulse = Pulse(clock)
    with pulse.beat():
        clock.now += 5
        assert pulse.seconds == 5
    clock.now += 3600
    assert pulse.seconds == 0


def test_of_several_pieces_of_work_the_oldest_counts() -> None:
    clock = Seconds()
    pulse = Pulse(clock)
    with pulse.beat():
        clock.now += 5
        with pulse.beat():
            clock.now += 2
        assert pulse.seconds == 7


def test_work_that_breaks_ends_its_beat() -> None:
    pulse = Pulse(Seconds())
    with pytest.raises(ValueError, match="x"), pulse.beat():
        raise ValueError("x")
    assert pulse.seconds == 0


async def test_the_loops_own_clock_is_used_by_default() -> None:
    pulse = Pulse()
    with pulse.beat():
        began = asyncio.get_running_loop().time()
        assert pulse.seconds <= asyncio.get_running_loop().time() - began + 1
