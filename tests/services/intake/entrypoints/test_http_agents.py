"""代办 over HTTP: from the signed letter to the decision that the agent may not take."""

from typing import Any

from shared.identity.roles import Role
from tests.services.intake.desk import ZHANG
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import COMPLETE, OTHER

LETTER: dict[str, Any] = {
    "applicant": ZHANG,
    "agent_ref": "stf_c0002",
    "items": ["elder-allowance"],
    "acts": ["hand-in", "correct"],
    "until": "2026-12-31",
    "signature": "SQ-2026-0017",
}
CASE = {"item_code": "elder-allowance", "papers": COMPLETE}


async def authorised(edge: Edge, **changes: Any) -> Any:
    async with edge.client(Role.CLERK, "stf_c0001") as clerk:
        answer = await clerk.post("/authorisations", json={**LETTER, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_agent_takes_a_matter_as_far_as_the_decision(edge: Edge) -> None:
    letter = await authorised(edge)
    assert (letter["until"], letter["state"]) == ("2026-12-31T23:59:59+08:00", "given")
    assert "张三" not in str(letter)
    async with edge.client(Role.CLERK, "stf_c0002") as agent:
        case = (await agent.post("/cases", json={**CASE, "authorisation": letter["id"]})).json()
    assert (case["agent"], case["applicant"]["name"]) == ("stf_c0002", "张*")
    # The same person, with the role of a reviewer as well: kept apart from this one matter.
    async with edge.client(Role.REVIEWER, "stf_c0002") as agent:
        review = await agent.post(f"/cases/{case['id']}/review")
    async with edge.client(Role.REVIEWER, "stf_r0001") as reviewer:
        taken = await reviewer.post(f"/cases/{case['id']}/review")
    body = {"outcome": "approved", "reasons": "符合条件。"}
    async with edge.client(Role.REVIEWER, "stf_c0002") as agent:
        own = await agent.post(f"/cases/{case['id']}/decision", json=body)
    assert (review.status_code, taken.status_code, own.status_code) == (403, 200, 403)
    assert own.json()["detail"] == "您是此件的代办人，不能审查或决定此件，请转其他人员。"


async def test_a_letter_is_filed_under_a_number_of_its_own_and_nobody_s(edge: Edge) -> None:
    async with edge.client(Role.CLERK, "stf_c0001") as clerk:
        body = {**LETTER, "signature": "11010519491231002X"}
        answer = await clerk.post("/authorisations", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "signature")


async def test_a_letter_is_withdrawn_once_and_no_longer_holds(edge: Edge) -> None:
    letter = await authorised(edge)
    at = f"/authorisations/{letter['id']}"
    async with edge.client(Role.CLERK, "stf_c0002") as clerk:
        stale = await clerk.post(f"{at}/withdrawal", headers={"If-Match": '"7"'})
        gone = await clerk.post(f"{at}/withdrawal", headers={"If-Match": '"1"'})
        again = await clerk.post(f"{at}/withdrawal")
        shown = await clerk.get(at)
        used = await clerk.post("/cases", json={**CASE, "authorisation": letter["id"]})
    assert (stale.status_code, gone.json()["state"], again.status_code) == (412, "withdrawn", 409)
    assert shown.json() == gone.json()
    assert (used.status_code, used.json()["errors"][0]["field"]) == (403, "authorisation")


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"items": []}, 422, "items"),
    ({"items": ["moon-permit"]}, 422, "moon-permit"),
    ({"acts": ["decide"]}, 422, "acts"),
    ({"until": "2026-09-01"}, 409, "授权期限已过"),
    ({"agent_ref": None}, 422, "agent 和 agent_ref 必须且只能填写一个"),
    ({"agent": {"name": "李四"}}, 422, "agent 和 agent_ref 必须且只能填写一个"),
    ({"agent_ref": "王五"}, 422, "agent_ref"),
    ({"agent_ref": None, "agent": ZHANG}, 409, "代办人不能是申请人本人"),
    ({"signature": ""}, 422, "signature"),
    ({"applicant": {**ZHANG, "minzu": "x"}}, 422, "minzu"),
]


async def test_a_letter_that_cannot_be_is_refused_with_what_to_mend(edge: Edge) -> None:
    async with edge.client(Role.CLERK) as clerk:
        for changes, status, said in WRONG:
            answer = await clerk.post("/authorisations", json={**LETTER, **changes})
            assert answer.status_code == status, answer.text
            assert said in answer.text


async def test_a_relative_at_the_counter_acts_under_the_letter_that_the_clerk_names(
    edge: Edge,
) -> None:
    relative = {"agent_ref": None, "agent": {"name": "李四"}, "acts": ["hand-in"]}
    letter = await authorised(edge, **relative)
    body = {**CASE, "papers": COMPLETE[:1], "authorisation": letter["id"]}
    named = {"authorisation": letter["id"]}
    reasons = {"reasons": "不办了。"}
    async with edge.client(Role.CLERK, "stf_c0001") as clerk:
        at = f"/cases/{(await clerk.post('/cases', json=body)).json()['id']}"
        steps: dict[str, Any] = {
            "correction": {"papers": COMPLETE},
            "papers": {"papers": COMPLETE},
            "withdrawal": reasons,
            "recall": reasons,
            "delivery": {},
        }
        answers = [await clerk.post(f"{at}/{s}", json={**b, **named}) for s, b in steps.items()]
        in_person = await clerk.post(f"{at}/withdrawal", json=reasons)
    told = {(a.status_code, a.json()["type"].rpartition(":")[2]) for a in answers}
    assert told == {(403, "not-authorised")}
    assert in_person.json()["state"] == "withdrawn"


async def test_letters_are_listed_within_the_organisation(edge: Edge) -> None:
    letter = await authorised(edge)
    async with edge.client(Role.REVIEWER) as reviewer:
        listed = (await reviewer.get("/authorisations")).json()["items"]
    async with edge.client(Role.CLERK, org=OTHER) as other:
        none = (await other.get("/authorisations")).json()["items"]
        closed = await other.get(f"/authorisations/{letter['id']}")
        shut = await other.post(f"/authorisations/{letter['id']}/withdrawal")
    assert (listed, none, closed.status_code, shut.status_code) == ([letter], [], 403, 403)


async def test_an_agent_or_applicant_of_a_letter_can_be_reached_and_erased(edge: Edge) -> None:
    letter = await authorised(edge, agent_ref=None, agent={"name": "李四", "phone": "13900000000"})
    async with edge.client(Role.CLERK, **{"X-Purpose": "contact"}) as clerk:
        contact = await clerk.post(f"/people/{letter['agent']}/disclosures")
    async with edge.client(Role.OPERATOR) as operator:
        body = {"ground": "consent-withdrawn", "reason": "本人申请。"}
        erased = await operator.post(f"/people/{letter['applicant']}/erasure", json=body)
    assert contact.json()["phone"] == "13900000000"
    assert erased.status_code == 200
