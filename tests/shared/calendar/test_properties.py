from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calendar import (
    Alert,
    DeadlineClock,
    Limit,
    Pause,
    Threshold,
    Unit,
    alert_of,
    due_of,
    explain,
    next_alert,
    remaining,
)
from shared.calendar.zone import split
from tests.shared.calendar.clocks import OFFICE, clocks

LEVELS = (Alert.NORMAL, Alert.YELLOW, Alert.RED, Alert.OVERDUE)
IN_DAYS = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)
property_of = settings(max_examples=50)
thresholds = st.one_of(
    st.none(),
    st.builds(Threshold, share=st.floats(0.01, 0.99)),
    st.builds(Threshold, left=st.integers(0, 9)),
)


@property_of
@given(clocks(), st.integers(1, 30))
def test_a_longer_limit_never_falls_due_earlier(clock: DeadlineClock, more: int) -> None:
    longer = replace(clock, limit=Limit(clock.limit.amount + more, clock.limit.unit))
    before, after = due_of(clock, OFFICE).at, due_of(longer, OFFICE).at
    assert after is None or (before is not None and before <= after)


@property_of
@given(clocks(), st.integers(0, 60 * 86_400))
def test_a_pause_that_ends_at_once_changes_nothing(clock: DeadlineClock, later: int) -> None:
    bare = replace(clock, pauses=()).computed(OFFICE)
    at = bare.started_at + timedelta(seconds=later)
    stood = bare.paused(at, "听证", OFFICE)
    resumed = stood.resumed(at, OFFICE) if stood.open_pause else stood
    assert (resumed.due_at, resumed.provisional) == (bare.due_at, bare.provisional)


@property_of
@given(clocks(*IN_DAYS))
def test_a_limit_in_days_never_ends_on_a_day_off(clock: DeadlineClock) -> None:
    due = due_of(clock, OFFICE).at
    assert due is None or OFFICE.table.works(split(due)[0])


@property_of
@given(clocks())
def test_nothing_falls_due_before_it_starts_or_while_it_stands(clock: DeadlineClock) -> None:
    due = due_of(clock, OFFICE).at
    if due is not None:
        assert due > clock.started_at
        assert not any(_inside(pause, due) for pause in clock.pauses)


def _inside(pause: Pause, at: datetime) -> bool:
    return pause.since < at and (pause.until is None or at < pause.until)


@property_of
@given(clocks(), thresholds, thresholds, st.lists(st.integers(0, 150 * 24), min_size=2, max_size=9))
def test_as_time_passes_what_remains_falls_and_the_alert_rises(
    clock: DeadlineClock, yellow: Threshold | None, red: Threshold | None, hours: list[int]
) -> None:
    warned = replace(clock, yellow=yellow, red=red)
    instants = [clock.started_at + timedelta(hours=number) for number in sorted(hours)]
    left = [remaining(warned, OFFICE, at) for at in instants]
    amounts = [-one.amount if one.overdue else one.amount for one in left]
    assert amounts == sorted(amounts, reverse=True)
    if due_of(warned, OFFICE).at is not None:
        levels = [LEVELS.index(alert_of(warned, OFFICE, at)) for at in instants]
        assert levels == sorted(levels)


@property_of
@given(clocks(), thresholds, thresholds)
def test_each_next_alert_is_the_alert_from_that_instant_on_and_not_before(
    clock: DeadlineClock, yellow: Threshold | None, red: Threshold | None
) -> None:
    warned = replace(clock, yellow=yellow, red=red)
    told, after = [], clock.started_at - timedelta(microseconds=1)
    while (following := next_alert([warned], OFFICE, after)) is not None:
        after, alert, name = following
        assert (alert_of(warned, OFFICE, after), name) == (alert, "statutory")
        assert alert_of(warned, OFFICE, after - timedelta(microseconds=1)) is not alert
        told.append(alert)
    assert told == sorted(set(told), key=LEVELS.index)
    assert (told[-1:] == [Alert.OVERDUE]) is (due_of(warned, OFFICE).at is not None)


@property_of
@given(clocks(*IN_DAYS))
def test_an_explanation_counts_the_whole_limit_and_ends_on_the_due_day(
    clock: DeadlineClock,
) -> None:
    due, steps = due_of(clock, OFFICE).at, explain(clock, OFFICE)
    counted = [step.day for step in steps if step.counted]
    assert all(step.zh and step.en and step.source for step in steps)
    assert len(set(counted)) == len(counted) <= clock.total
    if due is not None:
        assert len(counted) == clock.total
        days = [step.day for step in steps if step.day is not None]
        assert days[-1] is not None
        assert days[-1].toordinal() == split(due)[0]
        assert steps[-1].day == days[-1] or due_of(clock, OFFICE).provisional
