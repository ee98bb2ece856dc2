"""Service points (服务点): where the office takes papers, when it is open, what for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from services.intake.domain.catalogue.item import Item, ItemKind
from shared.calendar import CST, Calendar, Span

Spans = tuple[Span, ...]
Week = Mapping[int, Spans]
"""Opening hours by weekday, 0 is Monday; a gap between two spans is a break."""

_LOOKS_AHEAD = 31


class PointKind(StrEnum):
    """The "1+7+N" of the sub-district, and the machines that stand in them."""

    HUB = "hub"  # 便民服务中心
    STATION = "station"  # 社区便民服务站
    POINT = "point"  # 便民服务点
    KIOSK = "kiosk"  # 自助机


@dataclass(frozen=True)
class ServicePoint:
    """One place; a kiosk has a staffed `twin` (无障碍环境建设法 39, 40).

    `hours` hold on workdays, `weekend` on days off that are a plain weekend, never on a holiday;
    `items` and `kinds` are what it is competent for, all where empty; `slots` is how many
    appointments each half hour takes, none where 0.
    """

    code: str
    name: str
    kind: PointKind
    orgunit: str
    hours: Week = field(default_factory=dict)
    weekend: Week = field(default_factory=dict)
    around_the_clock: bool = False
    items: tuple[str, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    slots: int = 0
    twin: str | None = None

    @property
    def staffed(self) -> bool:
        """Whether a person serves there."""
        return self.kind is not PointKind.KIOSK

    def competent_for(self, item: Item) -> bool:
        """Tell whether this item is taken there, as the point says and as the item's guide says.

        Where the guide names the staffed twin of a kiosk, the kiosk takes it for the twin.
        """
        named = item.guide.points
        here = not named or self.code in named or self.twin in named
        listed = not self.items or item.code in self.items
        return here and listed and (not self.kinds or item.kind in self.kinds)

    def stands_in_for(self, other: "ServicePoint") -> bool:
        """Tell whether all that another point takes is taken here too."""
        return _within(other.items, self.items) and _within(other.kinds, self.kinds)

    def spans(self, day: date, calendar: Calendar) -> Spans:
        """Return when it is open on a day.

        A make-up workday (调休上班) on a weekday without hours is kept like the first that has
        some. Days are those that a calendar's table knows.
        """
        # The table, and not the day with its reasons: this is asked at every arrival.
        if calendar.table.works(day.toordinal()):
            own = self.hours.get(day.weekday())
            return own or (self.hours[min(self.hours)] if _late(day) and self.hours else ())
        spans = self.weekend.get(day.weekday(), ())
        return spans if spans and calendar.day(day).weekend else ()

    def is_open(self, at: datetime, calendar: Calendar) -> bool:
        """Tell whether it is open at an instant; when it closes, it no longer is."""
        if self.around_the_clock:
            return True
        local = at.astimezone(CST)
        spans = self.spans(local.date(), calendar)
        return any(span.opens <= local.time() < span.closes for span in spans)

    def next_opening(self, after: datetime, calendar: Calendar) -> datetime | None:
        """Return when it opens next; None for one that never closes, or not within a month."""
        if self.around_the_clock:
            return None
        today = after.astimezone(CST).date()
        days = (today + timedelta(days=n) for n in range(_LOOKS_AHEAD))
        openings = (at_of(day, span.opens) for day in days for span in self.spans(day, calendar))
        return next((at for at in openings if at > after), None)


def at_of(day: date, clock: time) -> datetime:
    """Return the instant of a time of day in China."""
    return datetime.combine(day, clock, CST)


def day_of(now: datetime) -> date:
    """Return the day in China of an instant."""
    return now.astimezone(CST).date()


def _within(listed: tuple[str, ...], among: tuple[str, ...]) -> bool:
    # No list is all there is.
    return not among or (bool(listed) and {*listed} <= {*among})


def _late(day: date) -> bool:
    return day.weekday() >= 5  # noqa: PLR2004 - Saturday and Sunday
