from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.catalogue.catalogue import Catalogue
from services.intake.adapters.counter.points import Points
from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.counter.appointments import SLOT
from services.intake.domain.counter.points import ServicePoint
from services.intake.domain.counter.routing import must_take, routed
from services.intake.domain.counter.slots import slots_of
from shared.calendar import Calendar, Calendars
from shared.calendar.zone import CST
from shared.values import Invalid
from tests.services.intake.desk import CATALOGUE, COMMUNITY, POINTS, STREET

ALL = Points.load(POINTS)
CALENDARS = Calendars.load(None)
CALENDAR = CALENDARS.of(STREET)
ITEMS = Catalogue.load(CATALOGUE)
PROMISED, INSTANT = ITEMS.get("elder-allowance"), ITEMS.get("residence-proof")
HUB, MARKET = ALL.known("hub"), ALL.known("market-point")


def china(text: str) -> datetime:
    """Return an instant of 2026."""
    return datetime.fromisoformat(f"2026-{text}+08:00")


def to(organisation: str, at: str, item: object = PROMISED) -> str | None:
    assert item in {PROMISED, INSTANT}
    chosen = PROMISED if item is PROMISED else INSTANT
    return routed(ALL.every(), chosen, organisation, china(at), CALENDARS).point


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("09-07T08:29:59", False),
        ("09-07T08:30:00", True),
        ("09-07T11:59:59", True),
        ("09-07T12:00:00", False),  # the break
        ("09-07T14:30:00", True),
        ("09-07T17:30:00", False),
        ("09-12T10:00:00", True),  # a plain Saturday: the weekend counter
        ("09-12T14:30:00", False),
        ("09-20T14:30:00", True),  # a make-up Sunday is kept like a Monday
        ("10-03T10:00:00", False),  # a Saturday, and National Day
        ("10-01T10:00:00", False),
    ],
)
def test_the_hub_is_open_by_its_hours_and_the_legal_calendar(at: str, *, is_open: bool) -> None:
    assert HUB.is_open(china(at), CALENDAR) is is_open


@pytest.mark.parametrize(
    ("after", "opens"),
    [
        ("09-07T07:00:00", "09-07T08:30:00"),
        ("09-07T12:10:00", "09-07T14:30:00"),
        ("09-11T17:30:00", "09-12T09:00:00"),
        ("09-30T18:00:00", "10-08T08:30:00"),
    ],
)
def test_the_next_opening_passes_over_breaks_and_holidays(after: str, opens: str) -> None:
    assert HUB.next_opening(china(after), CALENDAR) == china(opens)


def test_a_kiosk_around_the_clock_is_open_on_a_holiday_night() -> None:
    kiosk = ALL.known("kiosk-hub")
    assert kiosk.is_open(china("10-01T03:00:00"), CALENDAR)
    assert kiosk.next_opening(china("10-01T03:00:00"), CALENDAR) is None


def test_a_weekday_without_hours_is_closed() -> None:
    assert not MARKET.is_open(china("09-08T10:30:00"), CALENDAR)
    assert MARKET.next_opening(china("09-08T10:30:00"), CALENDAR) == china("09-09T10:00:00")


def test_an_open_station_of_ones_own_goes_before_the_hub() -> None:
    assert to(COMMUNITY, "09-07T09:00:00") == "station-3"
    assert to(STREET, "09-07T09:00:00") == "hub"


def test_where_the_own_station_is_closed_the_open_hub_takes_it() -> None:
    assert to(COMMUNITY, "09-12T09:30:00") == "hub"


def test_a_point_that_does_not_take_the_item_is_passed_over() -> None:
    assert to(COMMUNITY, "09-12T13:00:00") == "hub"  # closed, and opens first: on Sunday
    assert to(COMMUNITY, "09-12T13:00:00", INSTANT) == "market-point"


def test_where_all_are_closed_the_first_to_open_is_named_with_its_time() -> None:
    route = routed(ALL.every(), PROMISED, COMMUNITY, china("09-11T20:00:00"), CALENDARS)
    assert route.point == "hub"
    assert "2026-09-12 09:00" in route.zh
    assert "2026-09-12 09:00" in route.en


def test_nobody_is_sent_to_a_kiosk_or_to_another_sub_district() -> None:
    assert to("150602012000", "09-07T09:00:00") is None
    assert ALL.known(to(STREET, "10-01T03:00:00") or "").staffed


@pytest.mark.parametrize(
    ("point", "organisation"), [(MARKET, STREET), (HUB, "150602012000")], ids=["item", "office"]
)
def test_a_point_that_cannot_take_it_is_refused_by_name(
    point: ServicePoint, organisation: str
) -> None:
    with pytest.raises(Invalid) as refused:
        must_take(point, PROMISED, organisation)
    assert refused.value.field == "point"
    assert point.name in refused.value.zh


def test_a_point_may_take_listed_items_only() -> None:
    only = replace(HUB, items=("residence-proof",), kinds=(ItemKind.INSTANT,))
    assert only.competent_for(INSTANT)
    assert not only.competent_for(PROMISED)


def test_what_the_guide_says_is_done_at_one_point_is_taken_and_sent_nowhere_else() -> None:
    item = ITEMS.get("real-estate-registration")
    assert item.guide.points == ("hub",)
    assert routed(ALL.every(), item, COMMUNITY, china("09-07T09:00:00"), CALENDARS).point == "hub"
    assert ALL.known("kiosk-hub").competent_for(item)  # for the hub, its twin
    with pytest.raises(Invalid) as refused:
        must_take(ALL.known("station-3"), item, COMMUNITY)
    assert refused.value.code == "point-not-competent"


@settings(max_examples=60)
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(ALL.every()))
def test_every_slot_lies_within_opening_hours_and_meets_no_other(
    day: date, point: ServicePoint
) -> None:
    slots = slots_of(point, day, CALENDAR)
    assert all(later - earlier >= SLOT for earlier, later in pairwise(slots))
    for slot in slots:
        assert slot.astimezone(CST).date() == day
        assert point.is_open(slot, CALENDAR)
        assert point.is_open(slot + SLOT - timedelta(seconds=1), CALENDAR)


@settings(max_examples=60)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001 - given China's zone
    st.sampled_from(ALL.every()),
)
def test_the_next_opening_is_open_and_lies_ahead(at: datetime, point: ServicePoint) -> None:
    now = at.replace(tzinfo=CST)
    opens = point.next_opening(now, CALENDAR)
    assert opens is not None or point.around_the_clock
    if opens is not None:
        assert opens > now
        assert point.is_open(opens, CALENDAR)


def test_the_bare_national_calendar_does_for_hours_of_ones_own() -> None:
    assert HUB.is_open(china("09-07T09:00:00"), Calendar())
