"""Work: queues in order of dates, claims, a stale screen, leave, the story and the figures."""

from typing import Any

import httpx2

from shared.calendar import CST
from shared.identity.roles import Role
from tests.journeys.counter import WORK, Somebody, neighbour, papers, told
from tests.journeys.town import Town

STATION = "150602013005"
"""A community of its own, so that counts are exact whatever else happens in the street."""
ITEMS = {
    "public-rental-housing": (
        "housing-application",
        "id-card",
        "household-register",
        "housing-situation",
    ),
    "elder-allowance": ("id-card", "household-register"),
    "temporary-relief": ("relief-application", "id-card", "hardship-proof"),
}
BY_DATE = ["temporary-relief", "elder-allowance", "public-rental-housing"]


async def test_work_is_found_in_order_taken_passed_on_told_and_counted(week: Town) -> None:
    assert week.clock is not None
    window = Somebody(week, Role.CLERK, "stf_c0003", STATION)
    first, second = (Somebody(week, Role.REVIEWER, f"stf_r000{n}", STATION) for n in (1, 2))
    person = neighbour("苏日娜")
    cases = {item: await window.does("/cases", applying(item, person)) for item in ITEMS}

    assert (await counted(first))["to-review"] == len(ITEMS)
    queue = (await first.sees(f"{WORK}/queues/to-review"))["items"]
    assert [row["item_code"] for row in queue] == BY_DATE
    relief, allowance = (cases[item] for item in BY_DATE[:2])
    key = relief["id"]

    seen = await first.asks("GET", f"/cases/{key}")
    await first.does(f"/cases/{key}/claim")
    await second.may_not(f"/cases/{key}/claim", why="claimed-by-another")
    stale = {"if-match": seen.headers["etag"]}
    problem = await second.may_not(f"/cases/{key}/review", why="stale", **stale)
    assert set(problem["changed"]) == {"claimed_by", "claimed_in"}

    leave = {"from_staff": first.subject, "to_staff": second.subject, "reason": "休假。"}
    operator = Somebody(week, Role.OPERATOR, "stf_o0001", STATION)
    done = await operator.does(f"{WORK}/reassignments", leave)
    assert [row["id"] for row in done["moved"]] == [key]
    await told(second, "case-reassigned", key)
    assert [row["id"] for row in (await second.sees(f"{WORK}/queues/mine"))["items"]] == [key]
    assert (await counted(first))["mine"] == 0

    approval = {"outcome": "approved", "reasons": "符合条件。"}
    twofold = Somebody(week, Role.REVIEWER, window.subject, STATION)
    await second.steps(key, ("review", None))
    await twofold.may_not(f"/cases/{key}/decision", approval, why="separation-of-duties")
    await second.steps(key, ("decision", approval))
    assert (await counted(first))["to-review"] == len(ITEMS) - 1
    assert [row["id"] for row in (await window.sees(f"{WORK}/queues/to-deliver"))["items"]] == [key]

    story = (await first.sees(f"/cases/{key}/history"))["items"]
    assert [step["event"] for step in story] == [
        "application.received",
        "application.accepted",
        "case.claimed",
        "case.reassigned",
        "review.started",
        "application.decided",
    ]
    assert "窗口人员收件" in story[0]["zh"]
    assert person["name"] not in str(story)
    await the_figures_say_so(week)
    await whoever_applied_may_ask(week, allowance["receipt_code"], person["phone"][-4:])
    for item in BY_DATE[1:]:
        await window.does(f"/cases/{cases[item]['id']}/withdrawal", {"reasons": "改日再办。"})


def applying(item: str, person: dict[str, str]) -> dict[str, Any]:
    return {"item_code": item, "papers": papers(*ITEMS[item]), "person": person}


async def counted(who: Somebody) -> dict[str, int]:
    return {queue["name"]: queue["count"] for queue in await who.sees(f"{WORK}/queues")}


async def the_figures_say_so(town: Town) -> None:
    """One of three ended, on its first day, with no correction asked for."""
    assert town.clock is not None
    today = town.clock.now().astimezone(CST).date()
    leader = Somebody(town, Role.SHIFT_LEADER, "stf_g0001", STATION)
    kpis = (await leader.sees(f"/kpis?from={today}&to={today}"))["items"]
    figures = {k["code"]: (k["numerator"]["count"], k["denominator"]["count"]) for k in kpis}
    assert figures["on-time-rate"] == figures["early-rate"] == (1, 1)
    assert figures["one-visit-rate"] == (1, 1)
    assert figures["overdue-rate"] == figures["instant-rate"] == (0, 1)


async def whoever_applied_may_ask(town: Town, code: str, last_four: str) -> None:
    """With the receipt and four digits; who guesses learns nothing, and is soon held up."""

    async def ask(said: str, digits: str) -> httpx2.Response:
        body = {"receipt_code": said, "last_four": digits}
        return await town.client.post(f"{town.urls['intake']}/progress", json=body)

    assert (await ask(code, last_four)).json()["state"]["zh"] == "已受理"
    wrong_digits, wrong_code = await ask(code, "0000"), await ask("0000000000", last_four)
    assert wrong_digits.status_code == wrong_code.status_code == 404
    assert wrong_digits.json() == wrong_code.json()
    for _ in range(4):
        await ask(code, "0000")
    held_up = await ask(code, last_four)
    assert held_up.status_code == 429
    assert int(held_up.headers["retry-after"]) > 0
