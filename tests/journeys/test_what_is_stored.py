"""Nothing personal stands in the clear, and nothing refused stands anywhere, in any store."""

import json

from shared.events.partners import ServiceApplicationSubmitted
from shared.identity.roles import Role
from shared.privacy.forbidden import find_forbidden, find_personal
from shared.testing.waiting import until
from tests.journeys.dump import stored
from tests.journeys.town import Town

SOMEBODY = {
    "name": "呼斯楞图雅",
    "phone": "13947790005",
    "id_number": "15060219851224002X",
    "address": "鄂尔多斯市东胜区民族街道某小区3号楼2单元501",
}
# The one place where a field of a person may stand, as ciphertext: the sealed store of its owner.
SEALED = {("persons", field) for field in SOMEBODY}


async def test_a_person_is_sealed_wherever_the_application_went(here: Town, mongo_url: str) -> None:
    reference = f"MM-{here.run}"
    application = {
        "reference": reference,
        "item_code": "elder-allowance",
        "sealed": await here.seal("intake", SOMEBODY),
        "papers": [{"code": "id-card"}, {"code": "household-register"}],
    }
    await here.publish("portal", ServiceApplicationSubmitted.type, reference, application)
    report = {"category": "noise", "text": "夜间施工。", "place": "民族街道办事处对面"}
    reporter = {"name": SOMEBODY["name"], "phone": SOMEBODY["phone"]}
    body = {**report, "reporter": reporter}
    await here.call("POST", "grid", "/reports", role=Role.RESIDENT, subject="res-9", body=body)

    async def accepted() -> bool:
        cases = await here.pages("intake", "/cases?item_code=elder-allowance", Role.CLERK)
        return any(case["state"] == "accepted" for case in cases)

    await until(accepted)
    for place, document in stored(mongo_url, here):
        text = json.dumps(document, default=str, ensure_ascii=False)
        for name, value in SOMEBODY.items():
            assert value not in text, (place, name)
        assert find_forbidden(document) == [], place
        collection = place.rpartition(".")[2]
        found = {(collection, finding.path) for finding in find_personal(document)}
        assert found - SEALED == set(), place
