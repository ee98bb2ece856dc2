"""The national layer: holidays and make-up workdays as the State Council publishes them."""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from chinese_calendar import constants

from shared.calendar.zone import FIRST_YEAR

VERSION = f"cn-{version('chinesecalendar')}"
PUBLISHED = frozenset(range(FIRST_YEAR, max(constants.holidays).year + 1))
"""The years whose arrangement is known."""

WEEKDAYS_ZH = "一二三四五六日"
WEEKEND = 5
_ZH = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
_HOURS_ACT = "国务院关于职工工作时间的规定 第七条"


@dataclass(frozen=True)
class Day:
    """A day of a calendar: whether it is worked, whether that is certain, and why.

    `source` is the rule or notice that says so.
    """

    on: date
    working: bool
    known: bool
    zh: str
    en: str
    source: str

    @property
    def weekend(self) -> bool:
        """Whether it is off as every weekend is, and not for a holiday."""
        return not self.working and self.source == _HOURS_ACT


def is_workday(day: date) -> bool:
    """Tell whether the nation works; in a year not yet published, from Monday to Friday."""
    if day in constants.holidays:
        return False
    return day.weekday() < WEEKEND or day in constants.workdays


def day_of(day: date, *, known: bool) -> Day:
    """Return the day as the national layer has it."""
    arranged = f"国务院办公厅关于{day.year}年部分节假日安排的通知"
    if day in constants.holidays:
        name = constants.holidays[day]
        return Day(day, False, known, f"{_ZH[name]}放假", f"{name} holiday", arranged)
    if day in constants.workdays:
        name = constants.workdays[day]
        return Day(
            day, True, known, f"{_ZH[name]}调休上班", f"make-up workday for {name}", arranged
        )
    if day.weekday() < WEEKEND:
        return Day(day, True, known, "工作日", "workday", _HOURS_ACT)
    return Day(day, False, known, "周末", "weekend", _HOURS_ACT)
