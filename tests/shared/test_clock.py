from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from shared.clock import ScaledClock, SystemClock, pace_of
from shared.service.settings import ServiceSettings
from shared.testing.clock import MONDAY_MORNING, SetClock

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
SIMULATED = "2025-09-28T08:00+08:00x20000@2026-01-01T00:00:00Z"


def test_a_scaled_clock_shows_its_origin_when_it_began_and_runs_so_much_faster() -> None:
    clock = ScaledClock.parse(SIMULATED)
    eight = datetime(2025, 9, 28, 0, tzinfo=UTC)
    assert clock.of(BEGAN) == eight
    assert clock.of(BEGAN + timedelta(seconds=4.32)) == eight + timedelta(days=1)
    assert pace_of(clock, BEGAN) == 20_000


def test_two_processes_with_one_setting_agree() -> None:
    one, other = ScaledClock.parse(SIMULATED), ScaledClock.parse(SIMULATED)
    assert one.of(BEGAN + timedelta(hours=1)) == other.of(BEGAN + timedelta(hours=1))


def test_the_machines_clock_believes_the_server_and_a_set_clock_nobody() -> None:
    assert SystemClock().of(BEGAN) == BEGAN
    assert SetClock().of(BEGAN) == MONDAY_MORNING
    assert (pace_of(SystemClock(), BEGAN), pace_of(SetClock(), BEGAN)) == (1, 0)


@pytest.mark.parametrize(
    "odd",
    [
        "soon",
        "2025-09-28T08:00x20000@2026-01-01T00:00:00Z",
        "2025-09-28T08:00+08:00x20000",
        "2025-09-28T08:00+08:00x0@2026-01-01T00:00:00Z",
        "2025-09-28T08:00+08:00xnan@2026-01-01T00:00:00Z",
        "2025-09-28T08:00+08:00x9999999@2026-01-01T00:00:00Z",
    ],
)
def test_an_odd_simulated_clock_is_refused_in_both_languages(odd: str) -> None:
    with pytest.raises(ValidationError, match=r"模拟时钟.*A simulated clock"):
        ServiceSettings(clock=odd)


def test_a_service_that_others_can_reach_lives_by_real_time() -> None:
    with pytest.raises(ValidationError, match="CLOCK"):
        ServiceSettings(clock=SIMULATED, http_host="0.0.0.0")  # noqa: S104 - that is refused
    assert isinstance(ServiceSettings(http_host="0.0.0.0").present(), SystemClock)  # noqa: S104
    assert isinstance(ServiceSettings(clock=SIMULATED).present(), ScaledClock)
