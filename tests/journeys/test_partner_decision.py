"""A partner's decision → the case is decided → the clerk is told, also by mail."""

from shared.events.partners import AgencyDecisionMade, ServiceApplicationSubmitted
from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import Town


async def test_an_agencys_decision_decides_the_case_and_the_clerk_is_told(here: Town) -> None:
    reference = f"BDC-{here.run}"
    application = {
        "reference": reference,
        "item_code": "real-estate-registration",
        "sealed": await here.seal("intake", {"name": "王建国", "phone": "13804770003"}),
        "papers": [{"code": "id-card"}, {"code": "household-register"}],
    }
    await here.publish("portal", ServiceApplicationSubmitted.type, reference, application)
    state = "/cases?item_code=real-estate-registration&state="

    async def in_review() -> bool:
        return bool(await here.pages("intake", f"{state}in-review", Role.CLERK))

    await until(in_review)
    case = (await here.pages("intake", f"{state}in-review", Role.CLERK))[0]["id"]
    await here.told("stf_c0001", "review-handed-over", case)
    decision = {"reference": reference, "outcome": "approved", "reasons": "材料齐全。"}
    await here.publish("real-estate", AgencyDecisionMade.type, reference, decision)
    await here.told("stf_c0001", "application-decided-by-partner", case)
    shown = await here.call("GET", "intake", f"/cases/{case}", role=Role.CLERK)
    assert shown["state"] == "decided"
    assert "王建国" not in str(shown)

    async def mailed() -> bool:
        return any(to == "c0001@street.invalid" for to, _ in here.mail.mails)

    await until(mailed)
