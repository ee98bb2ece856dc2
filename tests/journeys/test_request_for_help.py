"""An incident seen as a request for help → intake opens a case → grid hears the outcome."""

from typing import Any

from shared.events.partners import HotlineOrderPlaced
from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import Town

PAPERS = [{"code": "relief-application"}, {"code": "id-card"}, {"code": "hardship-proof"}]


async def test_a_request_for_help_becomes_a_case_and_its_outcome_comes_back(here: Town) -> None:
    order = f"help-{here.run}"
    data = {
        "order_no": order,
        "kind": "help",
        "category": "living-hardship",
        "text": "家中突发变故，生活困难，请求帮助。",
        "place": "准格尔路 8 号院",
        "point": {"lng": 109.99, "lat": 39.815},
    }
    await here.publish("hotline", HotlineOrderPlaced.type, order, data)

    async def opened() -> bool:
        cases = await here.pages("intake", "/cases?item_code=temporary-relief", Role.CLERK)
        return bool(cases)

    await until(opened)
    case = (await here.pages("intake", "/cases?item_code=temporary-relief", Role.CLERK))[0]["id"]
    detail = await here.call("GET", "intake", f"/cases/{case}", role=Role.CLERK)
    incident = detail["incident"]
    await here.told("stf_c0001", "help-requested", incident)
    reviewer: dict[str, Any] = {"role": Role.REVIEWER, "subject": "stf_r0001"}
    await here.call(
        "POST", "intake", f"/cases/{case}/correction", body={"papers": PAPERS}, role=Role.CLERK
    )
    await here.call("POST", "intake", f"/cases/{case}/review", **reviewer)
    decision = {"outcome": "approved", "reasons": "情况属实，予以临时救助。"}
    await here.call("POST", "intake", f"/cases/{case}/decision", body=decision, **reviewer)
    await here.told("stf_g0001", "help-answered", incident)
    seen = await here.call("GET", "grid", f"/incidents/{incident}", role=Role.SHIFT_LEADER)
    assert (seen["case"], seen["solved"]) == (case, True)
