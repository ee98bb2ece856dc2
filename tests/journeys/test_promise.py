"""容缺: a paper follows under a signed promise; the result waits for it, or the promise breaks."""

from datetime import timedelta
from typing import Any

from tests.journeys.counter import Somebody, clerk, leader, neighbour, papers, reviewer, told
from tests.journeys.passing import advance_to
from tests.journeys.town import Town

CARD, CARE = "veterans-priority-card", "disability-care-subsidy"
WITHHELD = {"outcome": "approved-deficient", "reasons": "符合条件，照片待补。"}


def promise(town: Town, paper: str, days: int) -> dict[str, Any]:
    """Return what is signed: this paper, as the original, within so many working days."""
    signed = {"code": paper, "form": "original", "amount": days}
    letter = {"signature": f"CN-{town.run}-{paper}", "papers": [signed]}
    return {"promised_papers": [paper], "promise": letter}


async def handed_in(who: Somebody, item: str, *codes: str, **more: Any) -> Any:
    body = {"item_code": item, "papers": papers(*codes), "person": neighbour("巴特尔"), **more}
    return await who.does("/cases", body)


async def test_the_result_waits_for_the_promised_paper_and_is_released_when_it_is_good(
    week: Town,
) -> None:
    assert week.clock is not None
    window, colleague, review = clerk(week), clerk(week, 2), reviewer(week)
    bare = await handed_in(window, CARD, "id-card")
    refused = await window.sees(f"/cases/{bare['id']}/deficiency-offer")
    assert [o["code"] for o in refused["obstacles"]] == ["main-missing"]
    await window.does(f"/cases/{bare['id']}/withdrawal", {"reasons": "改日再来。"})

    case = await handed_in(window, CARD, "id-card", "discharge-certificate")
    key = case["id"]
    offer = await window.sees(f"/cases/{key}/deficiency-offer")
    assert offer["offered"]
    assert [paper["code"] for paper in offer["papers"]] == ["photo"]
    case = await window.does(f"/cases/{key}/acceptance", promise(week, "photo", 5))
    assert (case["state"], case["deficient"]) == ("accepted", ["photo"])
    assert case["promise"]["papers"][0]["due_at"] == due_in_five_days(week)

    await review.steps(key, ("review", None), ("decision", WITHHELD))
    await told(window, "result-withheld", key)
    await window.may_not(f"/cases/{key}/delivery", why="result-withheld")

    await advance_to(week, week.clock.now() + timedelta(days=4))
    assert "promise-near-due" in await window.heard(key)
    await window.does(f"/cases/{key}/papers", {"papers": papers("photo"), "checked": False})
    await told(colleague, "papers-to-check", key)
    good = {"paper": "photo", "good": True, "reasons": "清晰，与本人一致。"}
    case = await colleague.does(f"/cases/{key}/promise/checks", good)
    assert (case["deficient"], case["decision"]["outcome"]) == ([], "approved")
    delivered = await window.does(f"/cases/{key}/delivery")
    assert delivered["state"] == "delivered"


async def test_a_promise_that_is_not_kept_has_the_consequence_that_was_signed(week: Town) -> None:
    assert week.clock is not None
    window, review = clerk(week), reviewer(week)
    case = await handed_in(
        window, CARE, "id-card", "disability-certificate", **promise(week, "bank-card-copy", 2)
    )
    key = case["id"]
    assert (case["state"], case["promise"]["consequence"]) == ("accepted", "acceptance-revoked")
    await review.steps(key, ("review", None))

    await advance_to(week, week.clock.now() + timedelta(days=3))
    lapsed = await window.sees(f"/cases/{key}")
    assert (lapsed["state"], lapsed["receipts"][-1]["kind"]) == (
        "acceptance-revoked",
        "acceptance-revoked",
    )
    assert lapsed["promise"]["papers"][0]["state"] == "lapsed"
    heard = await window.heard(key)
    assert heard.index("promise-near-due") < heard.index("promise-lapsed")
    assert "promise-near-due-red" in await leader(week).heard(key)
    assert "promise-lapsed-reviewer" in await review.heard(key)
    await review.may_not(
        f"/cases/{key}/decision",
        {"outcome": "approved", "reasons": "同意。"},
        why="not-in-this-state",
    )


def due_in_five_days(town: Town) -> str:
    """Monday signed, so the fifth working day is the next Monday, when the office closes."""
    assert town.clock is not None
    monday = town.clock.now() + timedelta(days=7)
    return f"{monday:%Y-%m-%d}T17:30:00+08:00"
