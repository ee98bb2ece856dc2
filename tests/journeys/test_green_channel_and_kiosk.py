"""绿色通道, kiosks and service points: a rest day, a need of this visit, a machine and its twin."""

from datetime import datetime, timedelta
from typing import Any

from shared.calendar import CST
from tests.journeys.counter import WORK, clerk, kiosk, neighbour, papers, reviewer, told
from tests.journeys.passing import advance_to
from tests.journeys.town import Town

ALLOWANCE = "elder-allowance"
LATER = {"reasons": "申请人改日再办。"}


def application(name: str, **more: Any) -> dict[str, Any]:
    codes = papers("id-card", "household-register")
    return {"item_code": ALLOWANCE, "papers": codes, "person": neighbour(name), **more}


async def test_what_a_machine_takes_on_a_rest_day_counts_and_its_clock_starts_by_law(
    week: Town,
) -> None:
    assert week.clock is not None
    monday = week.clock.now().astimezone(CST)
    saturday = monday + timedelta(days=5, hours=1)
    await advance_to(week, saturday)
    machine, window = kiosk(week), clerk(week)
    here = await machine.sees("/points/kiosk-hub")
    assert here["around_the_clock"]
    twin = await machine.sees(f"/points/{here['twin']}")
    assert (twin["kind"], twin["open_now"]) == ("hub", True)

    mine = await machine.does("/cases", application("敖登格日乐", point="kiosk-hub"))
    theirs = await window.does("/cases", application("阿木尔", point=twin["code"]))
    for case in (mine, theirs):
        assert case["state"] == "accepted"
        assert datetime.fromisoformat(case["received_at"]) == saturday
        # The next workday, a Monday, is the first of ten: it falls due on the second Friday.
        due = datetime.fromisoformat(case["due_at"]).astimezone(CST)
        assert due == monday + timedelta(days=18, hours=8, minutes=30)
    assert (mine["channel"], theirs["channel"]) == ("kiosk", "window")
    await told(window, "application-received", mine["id"])

    for case in (mine, theirs):
        await window.does(f"/cases/{case['id']}/withdrawal", LATER)

    sunday_night = monday + timedelta(days=6, hours=12)
    await advance_to(week, sunday_night)
    route = await machine.sees(f"/items/{ALLOWANCE}/point")
    assert route["point"] == "hub"
    closed = await machine.sees("/points/hub")
    assert not closed["open_now"]
    assert closed["next_opening"] == f"{monday + timedelta(days=7):%Y-%m-%d}T08:30:00+08:00"
    assert (await machine.sees("/points/kiosk-hub"))["open_now"]


async def test_a_need_of_this_visit_goes_first_and_is_forgotten_with_the_visit(week: Town) -> None:
    assert week.clock is not None
    window, review = clerk(week), reviewer(week)
    before = await window.does("/cases", application("哈斯"))
    helped = await window.does("/cases", application("宝音", need="disability"))
    assert helped["green_channel"]
    queue = await review.sees(f"{WORK}/queues/to-review?limit=200")
    order = [row["id"] for row in queue["items"]]
    assert order.index(helped["id"]) < order.index(before["id"])
    assert (await window.sees(f"/cases/{helped['id']}"))["need"] == "disability"

    await advance_to(week, week.clock.now() + timedelta(days=1))
    tomorrow = await window.sees(f"/cases/{helped['id']}")
    assert (tomorrow["need"], tomorrow["green_channel"]) == (None, True)
    for case in (before, helped):
        await window.does(f"/cases/{case['id']}/withdrawal", LATER)


async def test_a_half_hour_is_booked_at_the_machine_and_kept_at_the_window(week: Town) -> None:
    assert week.clock is not None
    machine, window = kiosk(week), clerk(week)
    tuesday = (week.clock.now() + timedelta(days=1)).astimezone(CST).date()
    slot = (await machine.sees(f"/points/hub/slots?day={tuesday}"))["items"][0]
    wanted = {
        "point": "hub",
        "starts_at": slot["starts_at"],
        "person": neighbour("其其格"),
        "item_code": ALLOWANCE,
    }
    made = await machine.does("/appointments", wanted)
    left = (await machine.sees(f"/points/hub/slots?day={tuesday}"))["items"][0]
    assert left["free"] == slot["free"] - 1
    await advance_to(week, datetime.fromisoformat(slot["starts_at"]))
    coming = await window.sees(f"/points/hub/appointments?day={tuesday}")
    assert made["id"] in [row["id"] for row in coming["items"]]
    kept = await window.does(f"/appointments/{made['id']}/attendance")
    assert kept["state"] == "attended"
