"""A promise over HTTP: offered with reasons, signed, kept."""

from typing import Any

import pytest

from shared.identity.roles import Role
from tests.services.intake.desk import COMMUNITY
from tests.services.intake.entrypoints.desks import WORK, counts, get
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import handed_in
from tests.services.intake.entrypoints.test_http_lifecycle import post
from tests.services.intake.entrypoints.test_http_steps import REASONS

RELIEF = "temporary-relief"
MAIN = [{"code": "relief-application"}, {"code": "id-card"}]
LETTER = {
    "signature": "CN-2026-0007",
    "papers": [{"code": "hardship-proof", "form": "copy", "amount": 3}],
}

WHOLE = {"signature": "CN-2026-0008", "papers": [{"code": "hardship-proof"}]}


async def offer(edge: Edge, key: str, org: str = "150602013000") -> Any:
    async with edge.client(Role.CLERK, org=org) as clerk:
        answer = await clerk.get(f"/cases/{key}/deficiency-offer")
    return answer.json() | {"status": answer.status_code}


async def test_an_offer_says_what_may_follow_by_when_and_what_if_not(edge: Edge) -> None:
    case = await handed_in(edge, item=RELIEF, papers=MAIN)
    told = await offer(edge, case["id"])
    assert (case["state"], told["offered"], told["obstacles"]) == ("correction", True, [])
    assert [paper["code"] for paper in told["papers"]] == ["hardship-proof"]
    assert told["longest"] == {"amount": 7, "unit": "G"}
    assert told["consequence"] == "deemed-withdrawn"


async def test_an_offer_that_cannot_be_made_says_why_in_both_languages(edge: Edge) -> None:
    case = await handed_in(edge, item=RELIEF, papers=MAIN[:1])
    told = await offer(edge, case["id"])
    assert not told["offered"]
    assert told["obstacles"] == [
        {
            "code": "main-missing",
            "zh": "主要材料未齐：居民身份证。",
            "en": "Main papers are missing: 居民身份证.",
        }
    ]


async def test_an_offer_is_shown_within_the_organisation_only(edge: Edge) -> None:
    case = await handed_in(edge, item=RELIEF, papers=MAIN)
    assert (await offer(edge, case["id"], COMMUNITY))["status"] == 403
    assert (await offer(edge, "case_nobody"))["status"] == 404


async def test_a_letter_that_was_signed_is_kept_with_paper_form_and_date(edge: Edge) -> None:
    case = await handed_in(edge, item=RELIEF, papers=MAIN, promise=LETTER)
    assert (case["state"], case["deficient"]) == ("accepted", ["hardship-proof"])
    promise = case["promise"]
    assert (promise["signature"], promise["consequence"]) == ("CN-2026-0007", "deemed-withdrawn")
    (term,) = promise["papers"]
    assert (term["title"], term["form"], term["state"]) == ("困难情形证明", "copy", "promised")
    assert term["due_at"] == "2026-09-10T17:30:00+08:00"


async def test_a_correction_may_bring_the_letter_too(edge: Edge) -> None:
    case = await handed_in(edge, item=RELIEF, papers=[])
    body = {"papers": MAIN, "promise": LETTER}
    accepted = await post(edge, "c0001", f"/cases/{case['id']}/correction", body)
    assert accepted["promise"]["signature"] == "CN-2026-0007"


@pytest.mark.parametrize("role", [Role.CLERK, Role.KIOSK])
async def test_nothing_follows_that_no_signed_letter_names_neither_at_a_window_nor_at_a_kiosk(
    edge: Edge, role: Role
) -> None:
    body = {"item_code": RELIEF, "papers": MAIN, "promised_papers": ["hardship-proof"]}
    async with edge.client(role) as counter:
        answer = await counter.post("/cases", json=body)
    problem = answer.json()
    assert (answer.status_code, problem["errors"][0]["field"]) == (422, "promise")
    assert problem["detail"].startswith("“hardship-proof”没有签署容缺承诺书，不能后补；")
    case = await handed_in(edge, item=RELIEF, papers=MAIN)
    for way in ("correction", "acceptance"):
        bare = {"promised_papers": ["hardship-proof"]}
        problem = await post(edge, "c0001", f"/cases/{case['id']}/{way}", bare)
        assert (problem["status"], problem["errors"][0]["field"]) == (422, "promise")


async def test_approved_with_deficiency_is_withheld_until_the_paper_is_found_good(
    edge: Edge,
) -> None:
    at = f"/cases/{(await handed_in(edge, item=RELIEF, papers=MAIN, promise=LETTER))['id']}"
    await post(edge, "r0001", f"{at}/review")
    body = {"outcome": "approved-deficient", **REASONS}
    decided = await post(edge, "r0001", f"{at}/decision", body)
    assert decided["official_state"] == {"code": 12, "name": "容缺通过"}
    withheld = await post(edge, "c0001", f"{at}/delivery")
    assert withheld["status"] == 409
    assert withheld["detail"].startswith("容缺材料核对合格前不得发放结果；待补：hardship-proof。")
    longer = {"paper": "hardship-proof", "amount": 2, "reasons": "暴雪致道路中断。"}
    await post(edge, "r0001", f"{at}/promise/extension", longer)
    paper = {"papers": [{"code": "hardship-proof", "form": "copy"}], "checked": False}
    in_hand = await post(edge, "c0001", f"{at}/papers", paper)
    assert in_hand["promise"]["papers"][0]["state"] == "supplemented"
    found = {"paper": "hardship-proof", "good": True, **REASONS}
    good = await post(edge, "c0001", f"{at}/promise/checks", found)
    assert (good["deficient"], good["decision"]["outcome"]) == ([], "approved")
    assert (await post(edge, "c0001", f"{at}/delivery"))["state"] == "delivered"


async def test_a_letter_beyond_the_list_or_the_limit_is_refused(edge: Edge) -> None:
    case = await handed_in(edge, item=RELIEF, papers=MAIN)
    told: list[tuple[dict[str, Any], str]] = [
        ({"code": "hardship-proof", "amount": 8}, "补交期限应在 1 至 7 之间"),
        ({"code": "diploma"}, "“临时救助”的材料清单中没有“diploma”"),
    ]
    for pledge, zh in told:
        body = {"papers": [], "promise": {"signature": "CN-7", "papers": [pledge]}}
        problem = await post(edge, "c0001", f"/cases/{case['id']}/correction", body)
        assert (problem["status"], problem["errors"][0]["field"]) == (422, "promise")
        assert zh in problem["detail"]
    bare = {"papers": [], "promised_papers": ["diploma"]}
    problem = await post(edge, "c0001", f"/cases/{case['id']}/correction", bare)
    assert (problem["status"], problem["errors"][0]["field"]) == (422, "promised_papers")


async def handed_in_unchecked(edge: Edge, **letter: Any) -> str:
    """Return an application under review whose promised paper is in, and not looked at."""
    case = await handed_in(edge, item=RELIEF, papers=MAIN, **letter)
    at = f"/cases/{case['id']}"
    await post(edge, "r0001", f"{at}/review")
    paper = {"papers": [{"code": "hardship-proof", "form": "copy"}], "checked": False}
    await post(edge, "c0001", f"{at}/papers", paper)
    return at


async def test_a_paper_that_waits_for_its_check_stands_in_the_clerks_queue_until_then(
    edge: Edge,
) -> None:
    at = await handed_in_unchecked(edge, promise=LETTER)
    assert await counts(edge) == {"papers-to-check": 1}
    assert await counts(edge, Role.REVIEWER) == {"to-review": 1}
    found = {"paper": "hardship-proof", "good": True, **REASONS}
    await post(edge, "c0001", f"{at}/promise/checks", found)
    assert await counts(edge) == {}


async def test_papers_to_check_come_in_the_order_of_their_own_dates(edge: Edge) -> None:
    # Signed for seven days, and for three: the second one's paper is due first.
    await handed_in_unchecked(edge, promise=WHOLE)
    await handed_in_unchecked(edge, promise=LETTER)
    first = await get(edge, f"{WORK}/queues/papers-to-check?limit=1")
    rest = await get(edge, f"{WORK}/queues/papers-to-check?limit=1&cursor={first['next']}")
    rows = [*first["items"], *rest["items"]]
    assert [(row["project_no"][-2:], row["check_by"][:10]) for row in rows] == [
        ("02", "2026-09-10"),
        ("01", "2026-09-16"),
    ]
    assert rest["next"] is None


async def test_an_application_that_ended_waits_for_no_check(edge: Edge) -> None:
    at = await handed_in_unchecked(edge, promise=LETTER)
    await post(edge, "c0001", f"{at}/recall", REASONS)
    await post(edge, "r0001", f"{at}/recall/grant")
    assert await counts(edge) == {}
