"""A life of an application over HTTP, and what is answered to steps that cannot be."""

from typing import Any

from shared.identity.roles import Role
from tests.services.intake.application.test_lifecycle import ALL, ONLINE
from tests.services.intake.application.test_receive import apply
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import handed_in
from tests.services.intake.entrypoints.test_http_steps import REASONS

HOUSING = ["housing-application", "id-card", "household-register", "housing-situation"]
REVOCATION = {
    "authority": "东胜区民政局",
    "ground": "deception",
    "basis": "行政许可法第六十九条第二款",
    "reasons": "申请材料系伪造。",
}


async def post(edge: Edge, who: str, path: str, body: Any = None) -> Any:
    """Take a step as a clerk (c…) or a reviewer (r…); return the answer and its status."""
    role = Role.CLERK if who.startswith("c") else Role.REVIEWER
    async with edge.client(role, f"stf_{who}") as staff:
        answer = await staff.post(path, json=body)
    return answer.json() | {"status": answer.status_code}


async def housing(edge: Edge) -> str:
    papers = [{"code": code} for code in HOUSING]
    return f"/cases/{(await handed_in(edge, item='public-rental-housing', papers=papers))['id']}"


async def test_a_review_of_three_steps_from_the_window_to_the_archive(edge: Edge) -> None:
    at = await housing(edge)
    begun = await post(edge, "r0001", f"{at}/review", {"onsite": True})
    assert begun["review_steps"] == ["handle", "examine", "approve"]
    opinion = {"opinion": "建议准予。"}
    await post(edge, "r0001", f"{at}/review-steps", opinion)
    back = await post(edge, "r0002", f"{at}/review-steps", {**opinion, "passed": False})
    assert [step["passed"] for step in back["steps"]] == [True, False]
    for who in ("r0001", "r0002"):
        await post(edge, who, f"{at}/review-steps", opinion)
    visit = {"by": ["stf_r0001", "stf_r0002"], "findings": "属实。"}
    seen = await post(edge, "r0001", f"{at}/onsite-review", visit)
    assert seen["onsite"]["by"] == visit["by"]
    decided = await post(edge, "r0003", f"{at}/decision", {"outcome": "approved", **REASONS})
    assert decided["official_state"] == {"code": 11, "name": "准予"}
    await post(edge, "c0001", f"{at}/delivery")
    assert (await post(edge, "c0001", f"{at}/archive"))["state"] == "archived"
    revoked = await post(edge, "r0001", f"{at}/revocation", REVOCATION)
    assert (revoked["state"], revoked["revocation"]["ground"]) == ("revoked", "deception")
    assert revoked["official_state"]["code"] == 15


async def test_who_accepted_it_takes_no_step_of_its_review(edge: Edge) -> None:
    at = await housing(edge)
    await post(edge, "r0001", f"{at}/review")
    async with edge.client(Role.REVIEWER, "stf_c0001") as both:
        refused = await both.post(f"{at}/review-steps", json={"opinion": "建议准予。"})
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:jiedao:problem:separation-of-duties"


async def test_what_came_online_is_taken_in_or_not(edge: Edge) -> None:
    for _ in range(2):
        await apply(edge.desk, ONLINE, *ALL)
    first, second = await edge.desk.cases()
    taken = await post(edge, "c0001", f"/cases/{first.id}/pre-acceptance")
    not_taken = await post(edge, "c0001", f"/cases/{second.id}/pre-rejection", REASONS)
    assert (taken["state"], not_taken["state"]) == ("accepted", "pre-rejected")
    assert (not_taken["because"], not_taken["official_state"]) == (REASONS["reasons"], None)


async def test_it_is_asked_back_and_a_reviewer_answers(edge: Edge) -> None:
    at = await housing(edge)
    await post(edge, "r0001", f"{at}/review")
    asked = await post(edge, "c0001", f"{at}/recall", REASONS)
    assert asked["official_state"] == {"code": 16, "name": "申请撤件"}
    back = await post(edge, "r0001", f"{at}/recall/refusal", REASONS)
    await post(edge, "c0001", f"{at}/recall", REASONS)
    given = await post(edge, "r0001", f"{at}/recall/grant")
    assert (back["state"], given["state"]) == ("in-review", "withdrawn")


async def test_an_instant_item_is_decided_and_handed_over_in_one_call(edge: Edge) -> None:
    papers = [{"code": "id-card"}, {"code": "photo"}]
    at = f"/cases/{(await handed_in(edge, item='elder-card', papers=papers))['id']}"
    body = {"outcome": "approved", **REASONS, "hand_over": True}
    assert (await post(edge, "c0001", f"{at}/decision", body))["state"] == "delivered"


STATE = "当前状态为“in-review”，不能执行“{}”；可以执行："


IMPOSSIBLE: list[tuple[str, str, Any, int, str]] = [
    ("c0001", "pre-acceptance", None, 409, STATE.format("pre-accept")),
    ("c0001", "archive", None, 409, STATE.format("archive")),
    ("r0001", "recall/grant", None, 409, STATE.format("grant-recall")),
    ("r0001", "revocation", REVOCATION, 409, STATE.format("revoke")),
    ("c0001", "withdrawal", REASONS, 409, STATE.format("withdraw")),
    (
        "r0001",
        "review-steps",
        {"opinion": "退回。", "passed": False},
        409,
        "之前没有已完成的步骤，无法退回。",
    ),
    (
        "r0001",
        "onsite-review",
        {"by": ["stf_r0001"], "findings": "属实。"},
        422,
        "现场核查应由两名以上工作人员进行，请填写两个不同的工号。",
    ),
    (
        "r0001",
        "decision",
        {"outcome": "approved", **REASONS},
        409,
        "审查步骤尚未完成，不能作出决定；待完成：承办、审核。",
    ),
    (
        "r0001",
        "decision",
        {"outcome": "approved", **REASONS, "hand_over": True},
        422,
        "只有即办件可以当场送达；承诺件请在送达时登记。",
    ),
    ("c0001", "promise/checks", {"paper": "x", "good": True, **REASONS}, 409, "没有容缺承诺"),
    (
        "r0001",
        "promise/extension",
        {"paper": "x", "amount": 1, **REASONS},
        409,
        "此件没有容缺承诺。",
    ),
    ("r0001", "promise/repair", REASONS, 404, "申请人没有未修复的失信记录。"),
]


async def test_a_step_that_cannot_be_is_refused_in_plain_words(edge: Edge) -> None:
    at = await housing(edge)
    await post(edge, "r0001", f"{at}/review")
    for who, path, body, status, zh in IMPOSSIBLE:
        problem = await post(edge, who, f"{at}/{path}", body)
        assert (path, problem["status"]) == (path, status)
        assert zh in problem["detail"]


WRONG: list[tuple[str, Any, str]] = [
    ("pre-rejection", {}, "reasons"),
    ("recall", {"reasons": ""}, "reasons"),
    ("recall", {"reasons": " \u3000 "}, "reasons"),
    ("review-steps", {"opinion": " "}, "opinion"),
    ("recall", {"reasons": "身份证 11010519491231002X"}, "reasons"),
    ("review", {"onsite": "perhaps"}, "onsite"),
    ("review", {"onsight": True}, "onsight"),
    ("review-steps", {"passed": True}, "opinion"),
    ("onsite-review", {"by": ["张三", "李四"], "findings": "属实。"}, "by"),
    ("revocation", {**REVOCATION, "ground": "mood"}, "ground"),
    ("revocation", {**REVOCATION, "authority": ""}, "authority"),
    ("promise/checks", {"paper": "income proof", "good": True, **REASONS}, "paper"),
    ("promise/extension", {"paper": "income-proof", "amount": 0, **REASONS}, "amount"),
    ("promise/repair", {}, "reasons"),
    ("acceptance", {"promise": {"signature": "CN-7", "papers": []}}, "promise.papers"),
    (
        "acceptance",
        {"promise": {"signature": "张三 签", "papers": [{"code": "a"}]}},
        "promise.signature",
    ),
    (
        "acceptance",
        {"promise": {"signature": "11010519491231002X", "papers": [{"code": "a"}]}},
        "signature",
    ),
    ("revocation", {**REVOCATION, "authority": "李四 11010519491231002X"}, "authority"),
    ("revocation", {**REVOCATION, "basis": "身份证 11010519491231002X"}, "basis"),
    ("decision", {"outcome": "perhaps", **REASONS}, "outcome"),
    ("decision", {"outcome": "rejected", "ground": "mood", **REASONS}, "ground"),
]


async def test_a_body_that_is_wrong_names_its_field(edge: Edge) -> None:
    clerks = {"pre-rejection", "recall", "promise/checks", "acceptance"}
    at = await housing(edge)
    for path, body, field in WRONG:
        problem = await post(edge, "c0001" if path in clerks else "r0001", f"{at}/{path}", body)
        assert (path, problem["status"]) == (path, 422)
        assert problem["errors"][0]["field"].startswith(field)
        assert not any(told in str(problem) for told in ("张三", "李四", "11010519"))


NOT_THEIRS: list[tuple[str, str, Any]] = [
    ("r0001", "pre-acceptance", None),
    ("c0001", "review-steps", {"opinion": "同意。"}),
    ("c0001", "recall/grant", None),
    ("c0001", "revocation", REVOCATION),
    ("r0001", "promise/checks", {"paper": "x", "good": True, **REASONS}),
    ("c0001", "promise/extension", {"paper": "x", "amount": 1, **REASONS}),
]


async def test_another_role_is_told_who_may(edge: Edge) -> None:
    at = await housing(edge)
    for who, path, body in NOT_THEIRS:
        problem = await post(edge, who, f"{at}/{path}", body)
        assert (path, problem["status"]) == (path, 403)
        assert "需要以下角色之一" in problem["detail"]
