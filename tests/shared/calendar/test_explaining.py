from shared.calendar import DeadlineClock, Extension, Pause, Start, Unit, explain
from tests.shared.calendar.clocks import NATION, OFFICE, begun, china

G, Z, H, U = Unit


def zh(clock: DeadlineClock) -> list[str]:
    return [step.zh for step in explain(clock, OFFICE)]


def test_working_days_are_told_one_by_one_with_what_was_granted_and_where_it_stood() -> None:
    clock = begun(
        2,
        G,
        "2026-09-24 16:00",  # before the mid-autumn holiday, 25 to 27 September
        pauses=(Pause(china("2026-09-28 09:00"), china("2026-09-29 09:00"), "专家评审"),),
        extensions=(Extension(1, "科长", "案情复杂", china("2026-09-24 17:00")),),
    )
    assert zh(clock) == [
        "2026-09-24 16:00 起算，当日不计，次日起计，期限 2 个工作日。",
        "经 科长 批准延长 1 个工作日：案情复杂。",
        "2026-09-25（周五）：中秋节放假，不计。",
        "2026-09-26（周六）：中秋节放假，不计。",
        "2026-09-27（周日）：中秋节放假，不计。",
        "2026-09-28（周一）：暂停（专家评审），不计。",
        "2026-09-29（周二）：工作日，第 1 日。",
        "2026-09-30（周三）：工作日，第 2 日。",
        *(
            f"2026-10-0{n}（周{day}）：国庆节放假，不计。"
            for n, day in enumerate("四五六日一二三", 1)
        ),
        "2026-10-08（周四）：工作日，第 3 日。",
        "2026-10-08 17:30 停止办公时届满。",
    ]
    holiday = explain(clock, OFFICE)[2]
    assert holiday.en == "2026-09-25 (Fri): Mid-autumn Festival holiday, not counted."
    assert holiday.source.endswith("国务院办公厅关于2026年部分节假日安排的通知")


def test_calendar_days_that_end_on_a_day_off_say_where_the_end_moves() -> None:
    assert zh(begun(5, Z, "2026-09-07 09:00"))[-4:] == [
        "2026-09-12（周六）：周末，第 5 日。",
        "2026-09-13（周日）：周末，期限顺延。",
        "2026-09-14（周一）：工作日，期限顺延至当日。",
        "2026-09-14 17:30 停止办公时届满。",
    ]


def test_papers_taken_on_a_day_off_say_when_day_1_is() -> None:
    clock = begun(1, G, "2026-09-12 10:00", start=Start.NEXT_WORKDAY)
    assert zh(clock)[0] == (
        "2026-09-12 10:00 收件，当日为休息日，"
        "自下一工作日 2026-09-14 起计第 1 日，期限 1 个工作日。"
    )


def test_hours_are_told_by_day() -> None:
    assert zh(begun(4, H, "2026-09-30 16:00")) == [
        "自 2026-09-30 16:00 起计 4 个工作时。",
        "2026-09-30（周三）：工作日，计 1.5 个工作时。",
        *(
            f"2026-10-0{n}（周{day}）：国庆节放假，计 0 个工作时。"
            for n, day in enumerate("四五六日一二三", 1)
        ),
        "2026-10-08（周四）：工作日，计 2.5 个工作时。",
        "2026-10-08 11:00 届满。",
    ]
    assert [step.en for step in explain(begun(3, U, "2026-09-30 23:00"), OFFICE)] == [
        "3 hours run from 2026-09-30 23:00.",
        "2026-09-30 (Wed): no rest, 1 hour.",
        "2026-10-01 (Thu): no rest, 2 hours.",
        "It falls due 2026-10-01 02:00.",
    ]


def test_a_clock_that_stands_tells_what_had_run_until_then() -> None:
    hours = begun(8, H, "2026-09-07 10:00").paused(china("2026-09-08 10:00"), "听证", OFFICE)
    assert zh(hours)[1:] == [
        "2026-09-07（周一）：工作日，计 5 个工作时。",
        "2026-09-08（周二）：工作日，计 1.5 个工作时。",
        "期限暂停中（听证），恢复后继续计算。",
    ]
    days = begun(5, G, "2026-09-07 10:00").paused(china("2026-09-09 10:00"), "听证", OFFICE)
    assert zh(days)[1:] == [
        "2026-09-08（周二）：工作日，第 1 日。",
        "期限暂停中（听证），恢复后继续计算。",
    ]


def test_without_office_hours_a_day_ends_at_24_o_clock() -> None:
    last = explain(begun(1, G, "2026-09-07 10:00", NATION), NATION)[-1]
    assert (last.zh, last.en) == ("2026-09-08 24时届满。", "It falls due at 24:00 of 2026-09-08.")


def test_a_provisional_due_time_says_so_at_the_end() -> None:
    steps = explain(begun(40, G, "2026-12-01 10:00"), OFFICE)
    assert steps[-1].zh == "2027 年放假安排尚未公布，暂按周一至周五计算，公布后重新计算。"
    assert str(steps[-2].day) == "2027-01-26"
