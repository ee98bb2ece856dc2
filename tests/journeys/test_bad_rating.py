"""A bad rating → a follow-up task → the revisit."""

from typing import Any

from shared.events.partners import ServiceApplicationSubmitted, ServiceRatingGiven
from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.town import Town


async def test_a_bad_rating_is_followed_up_and_revisited(here: Town) -> None:
    reference = f"LJ-{here.run}"
    application = {
        "reference": reference,
        "item_code": "elder-allowance",
        "sealed": await here.seal("intake", {"name": "李桂兰", "phone": "13804770002"}),
        "papers": [{"code": "id-card"}, {"code": "household-register"}],
    }
    await here.publish("portal", ServiceApplicationSubmitted.type, reference, application)
    rating = {"reference": reference, "grade": "dissatisfied", "details": ["waited-too-long"]}
    await here.publish("portal", ServiceRatingGiven.type, reference, rating)

    async def tasks() -> list[str]:
        incidents = await here.pages("grid", "/incidents", Role.SHIFT_LEADER)
        return [i["id"] for i in incidents if i["category"] == "bad-rating" and i["worker"]]

    async def opened() -> bool:
        return bool(await tasks())

    await until(opened)
    incident = (await tasks())[0]
    await here.told("stf_g0001", "incident-dispatched", incident)
    leader: dict[str, Any] = {"role": Role.SHIFT_LEADER, "subject": "stf_g0001"}
    for step in ("signature", "handling"):
        await here.call("POST", "grid", f"/incidents/{incident}/{step}", **leader)
    revisit = {"satisfied": True}
    seen = await here.call("POST", "grid", f"/incidents/{incident}/revisit", body=revisit, **leader)
    assert seen["revisit_owed"] is False
