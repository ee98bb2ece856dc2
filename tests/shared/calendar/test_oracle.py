from random import Random

import pytest

from shared.calendar import Calendar, Unit, due_of
from tests.shared.calendar.clocks import NATION, OFFICE, random_clock
from tests.shared.calendar.oracle import Oracle

IN_DAYS_OR_URGENT = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.URGENT_HOURS)


@pytest.mark.parametrize(
    ("calendar", "hours", "units", "number"),
    [(OFFICE, True, tuple(Unit), 8000), (NATION, False, IN_DAYS_OR_URGENT, 2000)],
    ids=["with office hours", "the bare nation"],
)
def test_ten_thousand_random_clocks_fall_due_when_the_oracle_says(
    calendar: Calendar, hours: bool, units: tuple[Unit, ...], number: int
) -> None:
    rng = Random(20261124)  # noqa: S311 - the same clocks each time
    oracle = Oracle(hours=hours)
    drawn = [random_clock(rng, units) for _ in range(number)]
    differ = [one for one in drawn if due_of(one, calendar).at != oracle.due(one)]
    assert differ[:3] == []
