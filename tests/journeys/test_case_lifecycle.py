"""An application (办件) from the portal to the archive, and taken back afterwards."""

from datetime import datetime, timedelta
from typing import Any

from shared.testing.waiting import until
from tests.journeys.counter import (
    Somebody,
    clerk,
    leader,
    neighbour,
    papers,
    reviewer,
    submitted_online,
    told,
    words,
)
from tests.journeys.passing import advance_to
from tests.journeys.town import Town

SUBSIDY, HOUSING = "flexible-employment-subsidy", "public-rental-housing"
SETTLED = {"outcome": "approved", "reasons": "材料齐全，符合条件。"}
EXPERTS = {
    "kind": "expert-review",
    "reason": "房屋结构须由专家评审。",
    "basis": "行政许可法第四十五条",
    "approver": "stf_r0002",
    "limit": {"amount": 10, "unit": "G"},
}
REVOKED = {
    "authority": "东胜区住房和城乡建设局",
    "ground": "deception",
    "basis": "行政许可法第六十九条第二款",
    "reasons": "申请材料系伪造。",
}


async def test_what_comes_online_is_looked_at_corrected_and_accepted(week: Town) -> None:
    window, review = clerk(week), reviewer(week)
    person = neighbour("萨仁高娃")
    case = await submitted_online(week, SUBSIDY, "id-card", person=person)
    key = case["id"]
    assert (case["state"], case["official_state"]) == ("submitted", None)
    await told(window, "application-submitted", key)

    await window.does(f"/cases/{key}/pre-acceptance")
    case = await window.sees(f"/cases/{key}")
    assert case["state"] == "correction"
    assert case["missing"] == ["hardship-certificate", "contribution-record"]
    await told(window, "correction-requested", key)

    brought = papers("hardship-certificate", "contribution-record")
    case = await window.does(f"/cases/{key}/correction", {"papers": brought})
    assert (case["state"], case["missing"]) == ("accepted", [])
    await told(review, "application-accepted", key)
    await review.steps(key, ("review", None), ("decision", SETTLED))
    case = await window.does(f"/cases/{key}/delivery")
    assert [receipt["kind"] for receipt in case["receipts"]] == [
        "submitted",
        "received",
        "correction",
        "accepted",
        "decided",
        "delivered",
    ]
    assert person["name"] not in words(case)


async def test_a_review_goes_through_many_hands_and_an_approval_can_be_revoked(week: Town) -> None:
    window, handler, examiner, approver = (
        clerk(week),
        reviewer(week),
        reviewer(week, 2),
        reviewer(week, 3),
    )
    all_papers = ("housing-application", "id-card", "household-register", "housing-situation")
    case = await submitted_online(week, HOUSING, *all_papers, person=neighbour("乌云其其格"))
    key, promised = case["id"], datetime.fromisoformat(case["due_at"])
    assert case["state"] == "accepted"

    await handler.steps(key, ("review", None), ("review-steps", {"opinion": "拟同意。"}))
    twice = {"opinion": "同意。"}
    await handler.may_not(f"/cases/{key}/review-steps", twice, why="another-person-needed")
    await told(examiner, "review-step-taken", key)

    await stands_still_for_experts(week, handler, key, promised)
    await examiner.steps(key, ("review-steps", {"opinion": "同意承办意见。"}))
    await approver.may_not(f"/cases/{key}/decision", SETTLED, why="onsite-review-needed")
    visit = {"by": ["stf_r0001", "stf_r0002"], "findings": "住房情况与申请一致。"}
    await handler.does(f"/cases/{key}/onsite-review", visit)
    decided = await approver.does(f"/cases/{key}/decision", SETTLED)
    assert decided["decision"]["by"] == "stf_r0003"
    assert [step["by"] for step in decided["steps"]] == ["stf_r0001", "stf_r0002"]

    await window.steps(key, ("delivery", None), ("archive", None))
    revoked = await approver.does(f"/cases/{key}/revocation", REVOKED)
    assert (revoked["state"], revoked["official_state"]["name"]) == ("revoked", "撤销")
    await told(window, "approval-revoked", key)
    await told(leader(week), "approval-revoked-leader", key)
    await is_mailed(week, "c0001@street.invalid")
    await every_receipt_is_a_document(window, revoked)


async def stands_still_for_experts(town: Town, who: Somebody, key: str, promised: datetime) -> None:
    """Three working days of experts: the promised date moves by three working days."""
    assert town.clock is not None
    await advance_to(town, town.clock.now() + timedelta(days=1))
    halted = await who.does(f"/cases/{key}/special-procedures", EXPERTS)
    assert halted["state"] == "suspended"
    await advance_to(town, town.clock.now() + timedelta(days=3))
    body = {"result": "评审完毕，意见已记录。"}
    resumed = await who.does(f"/cases/{key}/special-procedures/end", body)
    assert (resumed["state"], resumed["official_state"]["code"]) == ("in-review", 10)
    shown = await who.sees(f"/cases/{key}/deadline")
    clock = next(clock for clock in shown["clocks"] if clock["name"] == "promised")
    later = datetime.fromisoformat(clock["due_at"])
    assert later - promised == timedelta(days=5), "three working days, and a weekend between"


async def every_receipt_is_a_document(who: Somebody, case: Any) -> None:
    """Each has its number, its date and a place for the seal; the last one is printed."""
    for receipt in case["receipts"]:
        at = f"/cases/{case['id']}/receipts/{receipt['number']}"
        document = await who.sees(at)
        assert (document["number"], document["kind"]) == (receipt["number"], receipt["kind"])
        assert document["seal"]
    printed = await who.asks("GET", f"{at}.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")


async def is_mailed(town: Town, address: str) -> None:
    async def mailed() -> bool:
        return any(to == address and "撤销" in subject for to, subject in town.mail.mails)

    await until(mailed)
