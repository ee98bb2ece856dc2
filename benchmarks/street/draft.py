"""What is drawn of an application before it is led: item, place, day and fate, from a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from services.intake.domain.case.parts import Channel, ProcedureKind
from services.intake.domain.catalogue.determinants import Value
from services.intake.domain.catalogue.forms import FieldType, FormField
from services.intake.domain.catalogue.guide import HandlingForm
from services.intake.domain.catalogue.item import NOBODY, Item, ItemKind
from shared.calendar import CST, Calendar
from shared.values import Invalid

T = TypeVar("T")
STREET = "150602013000"
MONTHS = 36
PROCEDURE = ProcedureKind.EXPERT_REVIEW
_HUB = 0.55
_STATIONS = tuple((f"station-{n}", f"15060201300{n}") for n in range(1, 8))
_CHANNELS = {Channel.WINDOW: 60, Channel.ONLINE: 25, Channel.MOBILE: 10, Channel.POST: 5}
_FATES = {"plain": 84, "corrected": 8, "rejected": 4, "withdrawn": 4}
_OPEN_FATES = {
    "undelivered": 25,
    "suspended": 15,
    "recalled": 5,
    "unreviewed": 25,
    "plain": 15,
    "corrected": 5,
    "untouched": 10,
}
_OPEN = 0.05
"""So many are drawn open; of the last weeks' others, some are not at their end either."""
_OPEN_DAYS, _NEW_DAYS = 45, 4
_OPENED = (time(8, 55), time(14, 55))
_MINUTES = (144, 140)
_TO_TEN, _PAST_TEN = 64, 21
"""Acts stand clear of the opening and the closing, when timers fire, and of ten o'clock, at which
the hour on a receipt becomes longer."""


@dataclass(frozen=True)
class Draft:
    """How an application comes; `fate` is how it goes on, `until` the present.

    `shift` moves every step that people take, and nothing that falls due.
    """

    item: Item
    channel: Channel
    orgunit: str
    point: str
    begins: datetime
    fate: str
    until: datetime
    shift: timedelta = timedelta()


def drafts(
    items: Sequence[Item], calendar: Calendar, until: datetime, count: int, dice: Random
) -> list[Draft]:
    """Return so many, the first received first.

    A few items make most of the work, the hub has half of it, and every month of three years its
    part. Some are open: of those that came in the last weeks.
    """
    weights = [1 / (rank + 3) for rank in range(len(items))]
    known = dice.sample(items, len(items))
    found = []
    for _ in range(count):
        open_ = dice.random() < _OPEN
        (item,) = dice.choices(known, weights)
        fate = _one(_OPEN_FATES if open_ and item.kind is ItemKind.PROMISED else _FATES, dice)
        if fate == "suspended" and item.procedures is not None:
            fate = "plain" if PROCEDURE not in item.procedures else fate
        days = _NEW_DAYS if fate == "untouched" else _OPEN_DAYS if open_ else MONTHS * 30
        point, orgunit = dice.choice(_STATIONS)
        if item.guide.points or dice.random() < _HUB:
            point, orgunit = "hub", STREET
        found.append(
            Draft(
                item,
                _channel(item, dice),
                orgunit,
                point,
                _arrival(until, days, calendar, dice),
                fate,
                until,
            )
        )
    return sorted(found, key=lambda draft: draft.begins)


def _channel(item: Item, dice: Random) -> Channel:
    """Return a way in which the item's guide has it; letters and windows always are."""
    open_ = dict(_CHANNELS)
    if HandlingForm.COMPUTER not in item.guide.forms:
        del open_[Channel.ONLINE]
    if HandlingForm.MOBILE not in item.guide.forms:
        del open_[Channel.MOBILE]
    return _one(open_, dice)


def plain_items(items: Sequence[Item]) -> list[Item]:
    """Return those that our own reviewers decide, at the hub too, with a form that fills itself."""
    return [item for item in items if item.partner is None and _suits(item)]


def answers_of(item: Item) -> Mapping[str, Value]:
    """Return the first answer that each needed question takes; raise `Invalid` where none does."""
    given: dict[str, Value] = {}
    while unanswered := item.form.unanswered(given):
        fields = {field.code: field for field in item.fields}
        given |= {code: _answer(fields[code]) for code in unanswered}
    return item.form.filled(given)


def office_time(day: date, half: int, dice: Random) -> datetime:
    """Return an instant of a day's morning (0) or afternoon (1), to the millisecond."""
    passed = timedelta(milliseconds=dice.randint(1, _MINUTES[half] * 60_000))
    if half == 0 and passed >= timedelta(minutes=_TO_TEN):
        passed += timedelta(minutes=_PAST_TEN)
    return (datetime.combine(day, _OPENED[half], CST) + passed).astimezone(UTC)


def _arrival(until: datetime, days: int, calendar: Calendar, dice: Random) -> datetime:
    while True:
        day = (until - timedelta(days=dice.uniform(0, days))).astimezone(CST).date()
        at = office_time(day, dice.randint(0, 1), dice)
        if calendar.table.works(day.toordinal()) and at < until:
            return at


def _suits(item: Item) -> bool:
    if item.decided_by == NOBODY or item.takes_wish or item.review_steps or item.onsite_review:
        return False
    if item.guide.points and "hub" not in item.guide.points:
        return False
    try:
        answers_of(item)
    except Invalid:
        return False
    return True


def _answer(field: FormField) -> Value:
    match field.type:
        case FieldType.CHOICE:
            return field.choices[0].code
        case FieldType.NUMBER:
            return field.least if field.least is not None else 1
        case FieldType.DATE:
            return "2026-01-05"
        case FieldType.BOOLEAN:
            return False


def _one(weighted: Mapping[T, int], dice: Random) -> T:
    return dice.choices([*weighted], [*weighted.values()])[0]
