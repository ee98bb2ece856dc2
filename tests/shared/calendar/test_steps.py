from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.calendar import DeadlineClock, Extension, Limit, Pause, Threshold, Unit, errors
from shared.calendar import alert_of as state
from shared.values import Invalid, Refusal
from tests.shared.calendar.clocks import NATION, OFFICE, begun, china, told_due

G, Z, H, U = Unit
START = "2026-09-07 10:00"  # a Monday
NAIVE = datetime(2026, 9, 8, 9)  # noqa: DTZ001 - what is to be refused


def clock(**options: Any) -> DeadlineClock:
    return begun(5, G, START, **options)


def more(amount: int, asked: str = "2026-09-08 09:00") -> Extension:
    return Extension(amount, "科长", "案情复杂", china(asked))


def pause(since: str, until: str) -> Pause:
    return Pause(china(since), china(until), "听证")


def test_a_clock_that_stands_has_no_due_time_until_it_runs_again() -> None:
    assert told_due(clock()) == "2026-09-14 17:30:00"
    stands = clock().paused(china("2026-09-09 09:00"), "听证", OFFICE)
    assert (stands.due_at, stands.provisional) == (None, False)
    runs = stands.resumed(china("2026-09-11 09:00"), OFFICE)
    assert told_due(runs) == "2026-09-16 17:30:00"
    assert runs.calendar == OFFICE.version


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        ("2026-09-09 08:00", "2026-09-09 17:00", "2026-09-14 17:30:00"),  # it runs at the end
        ("2026-09-09 17:30", "2026-09-09 17:31", "2026-09-15 17:30:00"),  # it stands at the end
        ("2026-09-09 17:31", "2026-09-10 08:00", "2026-09-14 17:30:00"),  # only at night
        ("2026-09-12 00:00", "2026-09-14 00:00", "2026-09-14 17:30:00"),  # only on a weekend
    ],
)
def test_a_day_at_whose_end_the_clock_stands_does_not_count(
    since: str, until: str, due: str
) -> None:
    assert told_due(clock(pauses=(pause(since, until),))) == due


def test_hours_are_cut_exactly_by_a_pause() -> None:
    stood = (pause("2026-09-07 11:59:59", "2026-09-07 15:00:01"),)
    assert told_due(begun(4, H, START, pauses=stood)) == "2026-09-07 17:00:02"
    assert told_due(begun(4, U, START, pauses=stood)) == "2026-09-07 17:00:02"
    lunch = (pause("2026-09-07 12:00:00", "2026-09-07 14:30:00"),)
    assert told_due(begun(4, H, START, pauses=lunch)) == told_due(begun(4, H, START))


def test_what_has_run_out_cannot_be_stopped_any_more() -> None:
    assert clock().paused(china("2026-09-14 17:31"), "听证", OFFICE) == clock()
    assert clock().paused(china("2026-09-14 17:30"), "听证", OFFICE).due_at is None


def test_an_extension_adds_to_the_limit_as_often_as_is_allowed() -> None:
    extended = clock(extendable=1).extended(more(2), OFFICE)
    assert (told_due(extended), extended.total) == ("2026-09-16 17:30:00", 7)
    with pytest.raises(Refusal) as refused:
        extended.extended(more(1), OFFICE)
    assert refused.value.code == "extension-used-up"


def test_an_extension_must_be_asked_for_before_the_end() -> None:
    on_time, late = more(2, "2026-09-14 17:30"), more(2, "2026-09-14 17:31")
    assert told_due(clock(extendable=1).extended(on_time, OFFICE)) == "2026-09-16 17:30:00"
    with pytest.raises(Refusal) as refused:
        clock(extendable=1).extended(late, OFFICE)
    assert refused.value.code == "extension-too-late"
    assert "2026-09-14 17:30" in refused.value.zh


def test_a_clock_that_has_ended_keeps_its_due_time_and_refuses_every_step() -> None:
    ended = clock(extendable=1).ended(china("2026-09-10 11:00"))
    assert (told_due(ended), ended.ended_at) == ("2026-09-14 17:30:00", china("2026-09-10 11:00"))
    assert state(ended, OFFICE, china("2026-10-10 11:00")).code == 4
    at = china("2026-09-11 11:00")
    steps: list[Callable[[], object]] = [
        lambda: ended.paused(at, "听证", OFFICE),
        lambda: ended.resumed(at, OFFICE),
        lambda: ended.extended(more(1), OFFICE),
        lambda: ended.ended(at),
    ]
    for step in steps:
        with pytest.raises(Refusal) as refused:
            step()
        assert refused.value.code == "clock-ended"


def test_what_stands_cannot_be_stopped_again_and_what_runs_cannot_be_resumed() -> None:
    at = china("2026-09-08 09:00")
    with pytest.raises(Refusal) as refused:
        clock().resumed(at, OFFICE)
    assert refused.value.code == "clock-runs"
    with pytest.raises(Refusal) as refused:
        clock().paused(at, "听证", OFFICE).paused(at, "听证", OFFICE)
    assert refused.value.code == "clock-stands"


NOON = "2026-09-09 12:00"
WRONG: dict[type[Invalid], list[Callable[[], object]]] = {
    errors.AmountInvalid: [
        lambda: Limit(0, G),
        lambda: Limit(-3, Z),
        lambda: Limit(2501, G),
        lambda: clock(extendable=1).extended(more(0), OFFICE),
        lambda: clock(extensions=(more(-5),)),
    ],
    errors.UnitUnknown: [lambda: Limit(5, "W")],  # type: ignore[arg-type]
    errors.OffsetMissing: [
        lambda: DeadlineClock("statutory", Limit(5, G), NAIVE),
        lambda: Pause(NAIVE, None, "听证"),
        lambda: Extension(1, "科长", "案情复杂", NAIVE),
        lambda: clock().paused(NAIVE, "听证", OFFICE),
        lambda: clock().ended(NAIVE),
        lambda: state(clock(), OFFICE, NAIVE),
    ],
    errors.YearUnknown: [
        lambda: begun(5, G, "2003-12-31 23:59:59"),
        lambda: begun(5, G, "2101-01-01 00:00"),
        lambda: begun(5, G, "0001-01-01 00:00"),
        lambda: DeadlineClock("statutory", Limit(5, G), datetime.max.replace(tzinfo=UTC)),
    ],
    errors.BeyondCalendar: [
        lambda: begun(2500, G, "2100-12-31 00:00", extensions=(more(2500),) * 3),
        lambda: begun(3660, Z, "2100-12-31 00:00", extensions=(more(3660),) * 3),
        lambda: begun(20_000, H, "2100-12-31 00:00", extensions=(more(20_000),) * 3),
        lambda: begun(87_840, U, "2100-12-31 00:00", extensions=(more(87_840),) * 3),
    ],
    errors.PauseReversed: [
        lambda: pause(NOON, "2026-09-09 11:59:59"),
        lambda: clock().paused(china(NOON), "听证", OFFICE).resumed(china(START), OFFICE),
    ],
    errors.PauseTooEarly: [
        lambda: clock(pauses=(pause("2026-09-07 09:59:59", NOON),)),
        lambda: clock().paused(china("2026-09-07 09:59:59"), "听证", OFFICE),
    ],
    errors.PausesOverlap: [
        lambda: clock(
            pauses=(pause(START, NOON), pause("2026-09-09 11:59:59", "2026-09-10 09:00"))
        ),
        lambda: clock(pauses=(Pause(china(START), None, "听证"), pause(NOON, NOON))),
        lambda: clock(pauses=(pause(START, NOON),)).paused(china(START), "听证", OFFICE),
    ],
    errors.EndTooEarly: [lambda: clock().ended(china("2026-09-07 09:59:59"))],
    errors.ThresholdInvalid: [
        Threshold,
        lambda: Threshold(share=0.5, left=1),
        lambda: Threshold(share=0.0),
        lambda: Threshold(share=1.0),
        lambda: Threshold(left=-1),
    ],
    errors.NoOfficeHours: [lambda: begun(4, H, START, NATION)],
}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [(wrong, error) for error, cases in WRONG.items() for wrong in cases],
)
def test_what_cannot_be_gets_an_error_that_says_which(
    wrong: Callable[[], object], error: type[Invalid]
) -> None:
    with pytest.raises(error) as refused:
        wrong()
    assert type(refused.value) is error
    assert refused.value.zh
    assert refused.value.field


def test_every_error_is_shown_by_a_test() -> None:
    names = {name for name, one in vars(errors).items() if isinstance(one, type)}
    shown = {error.__name__ for error in WRONG}
    # A file's faults are in test_files.py; the other two are what the module imports.
    assert names - shown == {"CalendarFault", "Invalid", "date"}
