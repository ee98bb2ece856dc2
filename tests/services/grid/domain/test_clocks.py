"""Whatever is done with an incident, in whatever order, its clocks stay in order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.grid.domain import clocks
from services.grid.domain.category import Category, Stage
from services.grid.domain.incident import Incident
from services.grid.domain.states import State
from shared.calendar import Alert, Calendars, Extension, Limit, Unit
from shared.testing.clock import MONDAY_MORNING
from shared.values import Refusal
from tests.services.grid.domain.test_incident import NEW

CALENDAR = Calendars.load(None).of(NEW.orgunit)
STAGES = (
    Stage("stop-work", "停工", Limit(4, Unit.WORKING_HOURS)),
    Stage("handling", "处置", Limit(5, Unit.WORKING_DAYS), extension=5),
)
CATEGORY = Category("noise", "噪声扰民", stages=STAGES)
WORKER, LEADER = "stf_g0101", "stf_g0001"

Step = Callable[[Incident, timedelta], Incident]


def dispatch(incident: Incident, since: timedelta) -> Incident:
    now = MONDAY_MORNING + since
    handed = incident.dispatched(WORKER, now, now + clocks.RETURN_WITHIN)
    return clocks.begun(handed, CATEGORY, now, CALENDAR)


def feed_back(incident: Incident, since: timedelta) -> Incident:
    now = MONDAY_MORNING + since
    return clocks.all_done(incident.fed_back(WORKER, "已办", now, solved=True), now, CALENDAR)


def rework(incident: Incident, since: timedelta) -> Incident:
    failed = incident.verified(LEADER, passed=False)
    return clocks.resumed(failed, CATEGORY, MONDAY_MORNING + since, CALENDAR)


def extend(incident: Incident, since: timedelta) -> Incident:
    more = Extension(5, LEADER, "需协调", MONDAY_MORNING + since)
    return clocks.extended(incident, "handling", more, CALENDAR)


STEPS: dict[str, Step] = {
    "dispatch": dispatch,
    "sign": lambda incident, _: incident.signed(WORKER),
    "return": lambda incident, since: incident.returned(WORKER, LEADER, MONDAY_MORNING + since),
    "start": lambda incident, _: incident.started(WORKER),
    "stage": lambda i, since: clocks.stage_done(i, "stop-work", MONDAY_MORNING + since, CALENDAR),
    "extend": extend,
    "feed-back": feed_back,
    "rework": rework,
    "pass": lambda incident, _: incident.verified(LEADER, passed=True),
    "close": lambda incident, since: incident.closed("已清运。", MONDAY_MORNING + since),
}
WITHOUT_CLOCKS = (State.FEEDBACK, State.VERIFIED, State.CLOSED)


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 200)), max_size=40))
@settings(max_examples=50)
def test_no_clock_runs_once_the_worker_is_done_and_none_gains_time(
    steps: list[tuple[str, int]],
) -> None:
    incident = replace(NEW, state=State.REGISTERED)
    since = timedelta()
    for name, hours in steps:
        since += timedelta(hours=hours)
        try:
            incident = STEPS[name](incident, since)
        except Refusal:
            continue
        assert incident.running == bool(incident.open_clocks)
        assert len({clock.name for clock in incident.clocks}) == len(incident.clocks)
        assert {clock.started_at for clock in incident.clocks} <= {incident.clocks[0].started_at}
        if incident.state in WITHOUT_CLOCKS:
            assert not incident.running
            assert incident.announced is Alert.NONE
