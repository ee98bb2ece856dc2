"""What the checker finds about timers, on topics and stores that were doctored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.events.grid import IncidentDispatched
from shared.testing.clock import MONDAY_MORNING
from tests.faults.chaos.test_checker import INCIDENT, Scene, well, wrong

FIRED = f"timer|sign-overdue:{INCIDENT}|{MONDAY_MORNING.isoformat()}|7"


def a_timer_that_is_due_and_stands(scene: Scene) -> None:
    well(scene)
    scene.timers["sign-overdue:inc_one"] = True


def a_timer_that_vanished(scene: Scene) -> None:
    well(scene)
    (last,) = (e for e in scene.topics.announced.values() if e.sequence == 2)
    scene.topics.announced["urn:jiedao:grid|inc_one.2"] = replace(
        last, type=IncidentDispatched.type
    )


def a_timer_that_fired_twice(scene: Scene) -> None:
    scene.announce(1)
    scene.announce(2, cause=FIRED)
    scene.announce(3, cause=FIRED, late=timedelta(seconds=2))
    scene.versions[INCIDENT] = 3


def a_timer_that_fired_early(scene: Scene) -> None:
    scene.announce(1)
    scene.announce(2, cause=FIRED, late=timedelta(milliseconds=-1))


@pytest.mark.parametrize(
    ("doctored", "named"),
    [
        (a_timer_that_is_due_and_stands, {"lost"}),
        (a_timer_that_vanished, {"lost"}),
        (a_timer_that_fired_twice, {"doubled"}),
        (a_timer_that_fired_early, {"early"}),
    ],
)
def test_a_defect_of_timers_raises_its_own_number(
    doctored: Callable[[Scene], None], named: set[str]
) -> None:
    scene = Scene()
    doctored(scene)
    assert wrong(scene.verdict()) == named


def test_a_timer_that_fired_once_in_time_is_well_whatever_it_announced() -> None:
    scene = Scene()
    scene.announce(1)
    scene.announce(2, cause=FIRED)
    scene.announce(3, cause=FIRED)
    scene.versions[INCIDENT] = 3
    scene.timers["sign-overdue:inc_one"] = False
    assert scene.verdict().clean
