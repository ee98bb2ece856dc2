"""What is wrong with a limit, an instant, a pause or a calendar: typed, in words, for a person."""

from datetime import date

from shared.values import Invalid


class AmountInvalid(Invalid):
    """An amount is nought, negative or absurd."""

    def __init__(self, amount: int, most: int) -> None:
        super().__init__(
            "limit-amount-invalid",
            f"期限数量应为 1 至 {most} 的整数，收到 {amount}。",
            f"The amount of a limit must be a whole number from 1 to {most}, not {amount}.",
            "amount",
        )


class UnitUnknown(Invalid):
    """A unit is none of the four."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            "limit-unit-unknown",
            f"期限单位应为 G（工作日）、Z（自然日）、H（工作时）或 U（紧急工作时），收到“{unit}”。",
            "The unit must be G (working days), Z (calendar days), H (working hours) or "
            f"U (urgent hours, round the clock), not '{unit}'.",
            "unit",
        )


class OffsetMissing(Invalid):
    """A time does not say in which zone it is."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "offset-missing",
            f"时间（{field}）没有时区，请写明，例如 2025-09-30T16:00+08:00。",
            f"The time '{field}' has no offset; write it, as in 2025-09-30T16:00+08:00.",
            field,
        )


class YearUnknown(Invalid):
    """A day lies outside the years in which limits can be computed."""

    def __init__(self, day: date, first: int, last: int) -> None:
        super().__init__(
            "year-unknown",
            f"{day.isoformat()} 不在可计算的年份（{first} 至 {last} 年）内。",
            f"{day.isoformat()} is outside the years {first} to {last} that can be computed.",
            "start",
        )


class BeyondCalendar(Invalid):
    """A limit would end after the last year of the calendar."""

    def __init__(self, last: int) -> None:
        super().__init__(
            "beyond-calendar",
            f"期限将超过 {last} 年，无法计算。",
            f"The limit would end after the year {last}, which cannot be computed.",
            "amount",
        )


class PauseReversed(Invalid):
    """A pause ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            "pause-reversed",
            "暂停的结束时间早于开始时间。",
            "A pause ends before it begins.",
            "pauses",
        )


class PauseTooEarly(Invalid):
    """A pause begins before the clock."""

    def __init__(self) -> None:
        super().__init__(
            "pause-before-start",
            "暂停早于期限起算时间。",
            "A pause begins before the clock itself.",
            "pauses",
        )


class PausesOverlap(Invalid):
    """Two pauses overlap."""

    def __init__(self) -> None:
        super().__init__(
            "pauses-overlap",
            "两次暂停的时间重叠。",
            "Two pauses overlap.",
            "pauses",
        )


class EndTooEarly(Invalid):
    """A clock ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            "end-before-start",
            "期限的办结时间早于起算时间。",
            "The clock is ended before it begins.",
            "ended_at",
        )


class ThresholdInvalid(Invalid):
    """A threshold names neither a share nor what is left, or both, or nonsense."""

    def __init__(self) -> None:
        super().__init__(
            "threshold-invalid",
            "预警阈值应写明已用比例（0 至 1 之间）或剩余数量（不小于 0）之一。",
            "A threshold is either a share between 0 and 1 or an amount left of 0 or more.",
            "threshold",
        )


class NoOfficeHours(Invalid):
    """Working hours are to be counted where no office hours are known."""

    def __init__(self) -> None:
        super().__init__(
            "no-office-hours",
            "按工作时计算需要上班时间，请指定机构及其日历。",
            "Working hours need office hours: name an organisation whose calendar has them.",
            "unit",
        )


class CalendarFault(Invalid):
    """A calendar file cannot be used."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            "calendar-file-invalid",
            f"日历文件不可用：{zh}",
            f"The calendar file cannot be used: {en}",
            "calendar",
        )
