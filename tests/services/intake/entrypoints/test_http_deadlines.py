from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.identity.roles import Role
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER, handed_in
from tests.services.intake.entrypoints.test_http_steps import step

INSPECTION = {
    "kind": "inspection",
    "reason": "需现场检验。",
    "basis": "行政许可法第四十五条",
    "approver": "stf_r0002",
    "limit": {"amount": 5, "unit": "G"},
}


async def deadline(edge: Edge, key: str, role: Role = Role.CLERK) -> Any:
    async with edge.client(role) as staff:
        answer = await staff.get(f"/cases/{key}/deadline")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_deadline_is_shown_with_its_offset_and_explained_in_both_languages(
    edge: Edge,
) -> None:
    case = await handed_in(edge)
    shown = await deadline(edge, case["id"])
    clocks = {clock["name"]: clock for clock in shown["clocks"]}
    assert set(clocks) == {"correction-notice", "statutory", "promised"}
    promised = clocks["promised"]
    assert (shown["due_at"], shown["alert"]) == ("2026-09-20T17:30:00+08:00", "normal")
    assert promised["due_at"] == shown["due_at"]
    assert (promised["remaining"]["unit"], promised["remaining"]["overdue"]) == ("G", False)
    assert promised["steps"]
    assert all(one["zh"] and one["en"] and one["source"] for one in promised["steps"])
    counted = [one["day"] for one in promised["steps"] if one["counted"]]
    assert len(counted) == 10
    assert clocks["correction-notice"]["remaining"] is None


async def test_a_case_and_its_row_show_when_they_fall_due(edge: Edge) -> None:
    case = await handed_in(edge)
    async with edge.client(Role.CLERK) as clerk:
        rows = (await clerk.get("/cases")).json()["items"]
    due = datetime.fromisoformat("2026-09-20T17:30:00+08:00")
    assert datetime.fromisoformat(case["due_at"]) == due
    assert case["alert"] == "normal"
    assert rows[0]["due_at"] == case["due_at"]


async def test_a_neighbour_does_not_see_a_deadline(edge: Edge) -> None:
    case = await handed_in(edge)
    async with edge.client(Role.CLERK, org=OTHER) as other:
        assert (await other.get(f"/cases/{case['id']}/deadline")).status_code == 403


async def test_a_special_procedure_is_started_and_ended_at_the_desk(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    await step(edge, Role.REVIEWER, f"{at}/review")
    stopped = await step(edge, Role.REVIEWER, f"{at}/special-procedures", INSPECTION)
    assert (stopped["state"], stopped["procedures"][0]["limit"]["amount"]) == ("suspended", 5)
    again = await step(edge, Role.REVIEWER, f"{at}/special-procedures", INSPECTION)
    assert again["status"] == 409
    result = {"result": "检验合格。"}
    over = await step(edge, Role.CLERK, f"{at}/special-procedures/end", result)
    assert (over["state"], over["procedures"][0]["result"]) == ("in-review", "检验合格。")


async def test_a_hearing_tells_when_and_where_seven_working_days_before(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    await step(edge, Role.REVIEWER, f"{at}/review")
    held = {"held_at": "2026-09-16T09:00:00+08:00", "place": "街道便民服务中心三楼"}
    body = {**INSPECTION, "kind": "hearing", "hearing": held}
    soon = await step(edge, Role.REVIEWER, f"{at}/special-procedures", body)
    assert (soon["status"], soon["errors"][0]["field"]) == (422, "hearing")
    assert soon["detail"].startswith("听证应当于举行的七个工作日前通知申请人")
    held["held_at"] = "2026-09-17T09:00:00+08:00"
    stopped = await step(edge, Role.REVIEWER, f"{at}/special-procedures", body)
    assert stopped["procedures"][0]["hearing"]["place"] == "街道便民服务中心三楼"
    said = (await edge.desk.announced())[-1][2]
    assert said["held_at"] == held["held_at"]


async def test_an_extension_is_the_leader_s_who_approves_it_and_nobody_else_s(edge: Edge) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    await step(edge, Role.REVIEWER, f"{at}/review")
    more = {**INSPECTION, "kind": "extension", "limit": {"amount": 3}}
    for role in (Role.CLERK, Role.REVIEWER):
        problem = await step(edge, role, f"{at}/special-procedures", more)
        assert problem["status"] == 403
        assert problem["detail"].startswith("延长审批须经负责人批准，请由值班长登记。")
    wrong = await step(edge, Role.SHIFT_LEADER, f"{at}/special-procedures", more)
    assert (wrong["status"], wrong["errors"][0]["field"]) == (422, "approver")
    del more["approver"]
    longer = await step(edge, Role.SHIFT_LEADER, f"{at}/special-procedures", more)
    assert longer["procedures"][0]["approver"] == "stf_s0001"
    own = await step(
        edge, Role.REVIEWER, f"{at}/special-procedures", {**INSPECTION, "approver": "stf_r0001"}
    )
    assert (own["status"], own["errors"][0]["field"]) == (422, "approver")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"limit": {"amount": 0, "unit": "G"}}, "limit.amount"),
        ({"limit": {"amount": 99_999, "unit": "G"}}, "amount"),
        ({"limit": {"amount": 5, "unit": "W"}}, "limit.unit"),
        ({"approver": "张三"}, "approver"),
        ({"kind": "holiday"}, "kind"),
    ],
)
async def test_a_wrong_procedure_names_its_field(
    edge: Edge, changes: dict[str, Any], field: str
) -> None:
    at = f"/cases/{(await handed_in(edge))['id']}"
    await step(edge, Role.REVIEWER, f"{at}/review")
    body = {**INSPECTION, **changes}
    problem = await step(edge, Role.REVIEWER, f"{at}/special-procedures", body)
    assert problem["status"] == 422
    assert field in problem["errors"][0]["field"]


async def test_a_warning_is_seen_in_the_case(edge: Edge) -> None:
    case = await handed_in(edge)
    await edge.desk.pass_to(edge.desk.clock.now() + timedelta(days=30))
    shown = await deadline(edge, case["id"], Role.REVIEWER)
    assert shown["alert"] == "overdue"
    assert shown["version"] > case["version"]
