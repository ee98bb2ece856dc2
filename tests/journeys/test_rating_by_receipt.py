"""A receipt in the hand: asking how it stands, rating it badly, and what becomes of that."""

from typing import Any

import httpx2

from shared.identity.roles import Role
from tests.journeys.town import Town

CLERK, MENDER, LEADER = "stf_c0001", "stf_c0002", "stf_g0001"


async def public(here: Town, code: str, last_four: str) -> httpx2.Response:
    """Ask without a token, as from a telephone."""
    body = {"receipt_code": code, "last_four": last_four}
    return await here.client.post(f"{here.urls['intake']}/progress", json=body)


async def test_whoever_holds_the_receipt_asks_rates_and_is_heard(here: Town) -> None:
    body = {
        "item_code": "elder-allowance",
        "papers": [{"code": "id-card"}, {"code": "household-register"}],
        "person": {"name": "李桂兰", "phone": "13804770002"},
    }
    case = await here.call("POST", "intake", "/cases", role=Role.CLERK, subject=CLERK, body=body)
    code = case["receipt_code"]
    assert (await public(here, code, "0002")).json()["state"]["zh"] == "已受理"
    wrong = [await public(here, *guess) for guess in ((code, "0003"), ("0000000000", "0002"))]
    assert [answer.status_code for answer in wrong] == [404, 404]
    assert wrong[0].json() == wrong[1].json()

    given = {"receipt_code": code, "grade": "dissatisfied", "words": "排了两个小时的队。"}
    await here.call("POST", "intake", "/ratings", role=Role.RESIDENT, body=given)
    leader: dict[str, Any] = {"role": Role.SHIFT_LEADER, "subject": LEADER}
    page = await here.call("GET", "intake", "/ratings?state=verifying&limit=200", **leader)
    at = next(f"/ratings/{row['id']}" for row in page["items"] if row["case"] == case["id"])
    for step, said in (
        ("verification", {"finding": "confirmed", "reasons": "当日等候两小时，属实。"}),
        ("rectification", {"rectifier": MENDER, "measures": "增开一个窗口。"}),
        ("rectification/end", {"result": "已增开。"}),
        ("revisit", {"satisfied": True}),
        ("closure", None),
    ):
        shown = await here.call("POST", "intake", f"{at}/{step}", body=said, **leader)
    assert shown["state"] == "closed"
    await here.told(LEADER, "service-rated-bad", shown["id"])
    await here.told(MENDER, "rectification-started", shown["id"])

    told = await here.pages("intake", f"/cases/{case['id']}/history", Role.REVIEWER)
    assert "窗口人员收件" in told[0]["zh"]
    assert not any("评价" in step["zh"] for step in told)
