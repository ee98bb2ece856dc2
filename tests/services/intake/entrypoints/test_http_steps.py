from typing import Any

import pytest

from shared.identity.roles import Role
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import COMPLETE, handed_in

REASONS = {"reasons": "符合条件。"}
REJECTED = {"outcome": "rejected", "ground": "conditions-not-met", "reasons": "未满八十周岁。"}


async def step(edge: Edge, role: Role, path: str, body: Any = None, **headers: str) -> Any:
    async with edge.client(role, f"stf_{role.value[0]}0001", **headers) as staff:
        answer = await staff.post(path, json=body)
    return answer.json() | {"status": answer.status_code}


async def test_a_matter_goes_from_correction_to_delivery(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge, papers=[]))['id']}"
    corrected = await step(edge, Role.CLERK, f"{at}/correction", {"papers": COMPLETE})
    reviewed = await step(edge, Role.REVIEWER, f"{at}/review")
    decided = await step(edge, Role.REVIEWER, f"{at}/decision", REJECTED)
    delivered = await step(edge, Role.CLERK, f"{at}/delivery")
    states = [answer["state"] for answer in (corrected, reviewed, decided, delivered)]
    assert states == ["accepted", "in-review", "decided", "delivered"]
    assert decided["decision"]["by"] == "stf_r0001"
    assert decided["decision"]["ground"] == "conditions-not-met"
    assert "行政复议" in decided["decision"]["remedy"]


CHOICE = (
    "conditions-not-met、papers-incomplete、papers-untrue、below-standard、rights-of-others、"
    "quota-used-up、barred、other-by-law"
)


@pytest.mark.parametrize(
    ("body", "zh"),
    [
        ({"outcome": "rejected"}, f"不予许可须写明法定情形，请在 ground 填写其一：{CHOICE}。"),
        (
            {"outcome": "approved", "ground": "barred"},
            "法定情形只用于不予许可；准予时请不要填写 ground。",
        ),
        (
            {"outcome": "rejected", "ground": "promise-broken"},
            f"“未履行容缺承诺”由承诺期限或核对得出，不能自行选择；可填：{CHOICE}。",
        ),
    ],
)
async def test_a_rejection_states_a_ground_of_the_law_and_an_approval_none(
    edge: Edge, body: dict[str, str], zh: str
) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    await step(edge, Role.REVIEWER, f"{at}/review")
    problem = await step(edge, Role.REVIEWER, f"{at}/decision", {**body, **REASONS})
    assert (problem["status"], problem["detail"]) == (422, zh)
    assert problem["errors"][0]["field"] == "ground"


async def test_promised_papers_are_supplemented(edge: Edge) -> None:
    main = ["allowance-application", "id-card", "household-register", "property-statement"]
    case = await handed_in(
        edge,
        item="minimum-living-allowance",
        papers=[{"code": code} for code in main],
        promised_papers=["income-proof"],
        promise={"signature": "CN-7", "papers": [{"code": "income-proof"}]},
    )
    assert case["deficient"] == ["income-proof"]
    body = {"papers": [{"code": "income-proof"}]}
    assert (await step(edge, Role.CLERK, f"/cases/{case['id']}/papers", body))["deficient"] == []


@pytest.mark.parametrize("ground", ["not-required", "out-of-competence"])
async def test_a_clerk_refuses_with_a_ground(edge: Edge, ground: str) -> None:
    at = f"/cases/{(await handed_in(edge, papers=[]))['id']}"
    body = {"ground": ground, **REASONS}
    assert (await step(edge, Role.CLERK, f"{at}/refusal", body))["state"] == ground


async def test_a_clerk_asks_again_and_accepts(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge, papers=[]))['id']}"
    await step(edge, Role.CLERK, f"{at}/correction", {"papers": COMPLETE[:1]})
    notice = {"missing": ["household-register"]}
    asked = await step(edge, Role.CLERK, f"{at}/correction-notice", notice)
    early = await step(edge, Role.CLERK, f"{at}/acceptance", {})
    assert (asked["state"], early["status"]) == ("correction", 409)


async def test_an_older_version_is_refused(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    stale = await step(edge, Role.CLERK, f"{at}/withdrawal", REASONS, **{"If-Match": '"1"'})
    fresh = await step(edge, Role.CLERK, f"{at}/withdrawal", REASONS, **{"If-Match": '"2"'})
    assert (stale["status"], fresh["state"]) == (412, "withdrawn")


async def test_a_step_out_of_turn_says_what_is_possible(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    problem = await step(edge, Role.CLERK, f"{at}/delivery")
    assert problem["status"] == 409
    assert "start-review" in problem["detail"]


@pytest.mark.parametrize("words", ["证件 11010519491231002X", "政治面貌：群众"])
async def test_reasons_hold_nothing_personal(edge: Edge, words: str) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    problem = await step(edge, Role.CLERK, f"{at}/withdrawal", {"reasons": words})
    assert problem["status"] == 422
    assert words not in str(problem)


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("review", Role.CLERK),
        ("acceptance", Role.REVIEWER),
        ("decision", Role.GRID_WORKER),
        ("withdrawal", Role.RESIDENT),
    ],
)
async def test_another_role_is_refused(edge: Edge, path: str, role: Role) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    body = {"outcome": "approved", **REASONS} if path == "decision" else {}
    body = REASONS if path == "withdrawal" else body
    assert (await step(edge, role, f"{at}/{path}", body))["status"] == 403
