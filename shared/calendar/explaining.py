"""Why a clock falls due when it does: step by step, day by day, in Chinese and English."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from shared.calendar.calendar import Calendar
from shared.calendar.counting import Standstill, first_day, hours, standstills, time_used
from shared.calendar.due import due_of
from shared.calendar.limits import Pause, Unit
from shared.calendar.zone import DAY, DAY_END, join, shown, split

if TYPE_CHECKING:
    from shared.calendar.clock import DeadlineClock

NEXT_DAY = "民法典 第二百零一条 / Civil Code 201"
LAST_DAY = "民法典 第二百零三条 / Civil Code 203"
WORKING_DAYS = "行政许可法 第八十二条 / Administrative Licensing Law 82"
STANDSTILL = "行政许可法 第四十五条 / Administrative Licensing Law 45"
GRANTED = "行政许可法 第四十二条 / Administrative Licensing Law 42"
HOUSE = "本单位计时规则 / rule of this office"

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Step:
    """One step of an explanation: a rule, or a day and whether it counts, and its source."""

    zh: str
    en: str
    day: date | None = None
    counted: bool | None = None
    source: str = ""


def explain(clock: "DeadlineClock", calendar: Calendar) -> tuple[Step, ...]:
    """Return why it falls due when it does: the start, what was granted, each day, the end.

    Raises:
        BeyondCalendar: after the last year that can be computed.
        NoOfficeHours: working hours are to be counted, and the calendar knows none.
    """
    due = due_of(clock, calendar)
    last = _last_day(clock, calendar, due.at)
    days = _days if clock.limit.unit.in_days else _hours
    return (
        _start(clock, calendar),
        *_granted(clock),
        *days(clock, calendar, last),
        _end(clock, due.at),
        *(_unsure(calendar) if due.provisional else ()),
    )


def _start(clock: "DeadlineClock", calendar: Calendar) -> Step:
    at, unit = shown(clock.started_at), clock.limit.unit
    zh, en = f"{clock.limit.amount}{unit.zh}", unit.en(clock.limit.amount)
    if not unit.in_days:
        return Step(
            f"自 {at} 起计 {zh}。", f"{en} run from {at}.", split_day(clock.started_at), None, HOUSE
        )
    day = date.fromordinal(split(clock.started_at)[0])
    first = date.fromordinal(first_day(clock, calendar.table) + 1)
    if first.toordinal() != day.toordinal() + 1:
        return Step(
            f"{at} 收件，当日为休息日，自下一工作日 {first} 起计第 1 日，期限 {zh}。",
            f"Received {at}, a day off: day 1 is the next workday, {first}; the limit is {en}.",
            day,
            False,
            f"{NEXT_DAY}；{HOUSE}",
        )
    return Step(
        f"{at} 起算，当日不计，次日起计，期限 {zh}。",
        f"It begins {at}; that day is not counted, the next one is; the limit is {en}.",
        day,
        False,
        NEXT_DAY,
    )


def _granted(clock: "DeadlineClock") -> Iterator[Step]:
    unit = clock.limit.unit
    for one in clock.extensions:
        yield Step(
            f"经 {one.by} 批准延长 {one.amount}{unit.zh}：{one.reason}。",
            f"{one.by} granted {unit.en(one.amount)} more: {one.reason}.",
            split_day(one.asked_at),
            None,
            GRANTED,
        )


def _days(clock: "DeadlineClock", calendar: Calendar, last: int) -> Iterator[Step]:
    before, number = first_day(clock, calendar.table), 0
    stills = standstills(clock, calendar.table, before)
    for ordinal in range(before + 1, last + 1):
        still = _stands(stills, ordinal)
        counts = not still and _counts(clock, calendar, ordinal) and number < clock.total
        number += counts
        yield _day(clock, calendar, ordinal, number if counts else None, still)


def _counts(clock: "DeadlineClock", calendar: Calendar, ordinal: int) -> bool:
    return clock.limit.unit is Unit.CALENDAR_DAYS or calendar.table.works(ordinal)


def _day(
    clock: "DeadlineClock", calendar: Calendar, ordinal: int, number: int | None, still: bool
) -> Step:
    day = calendar.day(date.fromordinal(ordinal))
    name_zh, name_en = _named(day.on)
    if still:
        reason = _reason(clock, calendar, ordinal)
        return Step(
            f"{name_zh}：暂停（{reason}），不计。",
            f"{name_en}: the clock stands still ({reason}), not counted.",
            day.on,
            False,
            STANDSTILL,
        )
    if number is not None:
        source = day.source if clock.limit.unit is Unit.WORKING_DAYS else NEXT_DAY
        return Step(
            f"{name_zh}：{day.zh}，第 {number} 日。",
            f"{name_en}: {day.en}, day {number}.",
            day.on,
            True,
            source,
        )
    if clock.limit.unit is Unit.WORKING_DAYS:
        zh, en, source = "不计", "not counted", f"{WORKING_DAYS}；{day.source}"
    elif day.working:
        zh, en, source = "期限顺延至当日", "the end moves to it", LAST_DAY
    else:
        zh, en, source = "期限顺延", "the end moves on", LAST_DAY
    return Step(
        f"{name_zh}：{day.zh}，{zh}。", f"{name_en}: {day.en}, {en}.", day.on, False, source
    )


def _hours(clock: "DeadlineClock", calendar: Calendar, last: int) -> Iterator[Step]:
    table, unit = calendar.table, clock.limit.unit
    used = 0
    for ordinal in range(split(clock.started_at)[0], last + 1):
        until = min(time_used(clock, table, (ordinal, DAY)), clock.total * DAY // 24)
        today, used = until - used, until
        day = calendar.day(date.fromordinal(ordinal))
        why_zh, why_en = (day.zh, day.en) if unit is Unit.WORKING_HOURS else ("昼夜连续", "no rest")
        zh, en = _named(day.on)
        yield Step(
            f"{zh}：{why_zh}，计 {hours(today):g}{unit.zh}。",
            f"{en}: {why_en}, {unit.en(hours(today))}.",
            day.on,
            today > 0,
            day.source if unit is Unit.WORKING_HOURS else HOUSE,
        )


def _end(clock: "DeadlineClock", due: datetime | None) -> Step:
    if due is None:
        reason = clock.pauses[-1].reason
        return Step(
            f"期限暂停中（{reason}），恢复后继续计算。",
            f"The clock stands still ({reason}); it runs on when that ends.",
            split_day(clock.pauses[-1].since),
            None,
            STANDSTILL,
        )
    ordinal, microseconds = split(due)
    at = shown(due)
    if clock.limit.unit.in_days and microseconds == DAY_END:
        at_zh, at_en = f"{date.fromordinal(ordinal)} 24时", f"at 24:00 of {at[:10]}"
        zh, en = f"{at_zh}届满。", f"It falls due {at_en}."
    elif clock.limit.unit.in_days:
        zh = f"{at} 停止办公时届满。"
        en = f"It falls due {at}, when the office closes."
    else:
        return Step(f"{at} 届满。", f"It falls due {at}.", split_day(due), None, HOUSE)
    return Step(zh, en, split_day(due), None, LAST_DAY)


def _unsure(calendar: Calendar) -> tuple[Step, ...]:
    year = calendar.known_to + 1
    return (
        Step(
            f"{year} 年放假安排尚未公布，暂按周一至周五计算，公布后重新计算。",
            f"The holidays of {year} are not published: Monday to Friday count for the time being,"
            " and it is computed again when they are.",
            None,
            None,
            HOUSE,
        ),
    )


def _last_day(clock: "DeadlineClock", calendar: Calendar, due: datetime | None) -> int:
    if due is not None:
        return split(due)[0]
    standing: Pause = clock.pauses[-1]
    day, since = split(standing.since)
    if not clock.limit.unit.in_days:
        return day
    return day if since > calendar.table.cutoff(day) else day - 1


def _stands(stills: list[Standstill], ordinal: int) -> bool:
    return any(first <= ordinal and (last is None or ordinal <= last) for first, last in stills)


def _reason(clock: "DeadlineClock", calendar: Calendar, ordinal: int) -> str:
    end = join(ordinal, calendar.table.cutoff(ordinal))
    return next(one.reason for one in reversed(clock.pauses) if one.since <= end)


def _named(day: date) -> tuple[str, str]:
    weekday = day.weekday()
    return f"{day}（周{_WEEKDAYS_ZH[weekday]}）", f"{day} ({_WEEKDAYS_EN[weekday]})"


def split_day(at: datetime) -> date:
    """Return the day in China of an instant."""
    return date.fromordinal(split(at)[0])
