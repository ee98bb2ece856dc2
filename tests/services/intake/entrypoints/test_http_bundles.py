"""One matter (一件事) over HTTP: its guide, the one form, its steps, its receipts, its refusals."""

from typing import Any

import pytest

from shared.identity.roles import Role
from tests.services.intake.bundles import ALLOWANCE_PAPERS, EVERY, STALL_PAPERS
from tests.services.intake.desk import ZHANG
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER
from tests.services.intake.matters import ALLOWANCE, STALL


def form(*codes: str, **changes: Any) -> dict[str, Any]:
    papers = [{"code": code, "form": "original"} for code in codes]
    return {"matter": "new-start", "papers": papers, "person": ZHANG, **changes}


async def handed_in(edge: Edge, *codes: str, **changes: Any) -> Any:
    async with edge.client(Role.CLERK) as clerk:
        answer = await clerk.post("/bundles", json=form(*codes, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_the_guide_shows_the_matters_and_what_the_one_form_asks(edge: Edge) -> None:
    async with edge.client(Role.RESIDENT) as resident:
        (matter,) = (await resident.get("/matters")).json()
        one = await resident.get("/matters/new-start")
        filled = await resident.post("/matters/new-start/form", json={"answers": {"members": 3}})
        unknown = await resident.get("/matters/nothing")
    assert (one.json(), unknown.status_code) == (matter, 404)
    assert [m["item"] for m in matter["members"] if m["mandatory"]] == [ALLOWANCE, STALL]
    asked = filled.json()
    assert (asked["whole"], [f["code"] for f in asked["fields"]]) == (
        True,
        ["members", "employed", "goods"],
    )
    assert [p["items"] for p in asked["papers"] if p["code"] == "id-card"] == [[ALLOWANCE, STALL]]


async def test_one_form_is_handed_in_once_and_the_answer_shows_every_application(
    edge: Edge,
) -> None:
    bundle = await handed_in(edge, *EVERY, answers={"members": 3})
    assert (bundle["state"], bundle["of"], bundle["answers"]) == ("accepted", 2, {"members": 3})
    assert [child["state"] for child in bundle["children"]] == ["accepted", "accepted"]
    async with edge.client(Role.CLERK) as clerk:
        case = (await clerk.get(f"/cases/{bundle['children'][0]['case']}")).json()
        shown = await clerk.get(f"/bundles/{bundle['id']}")
        listed = (await clerk.get("/bundles?state=accepted&matter=new-start")).json()
    assert (case["bundle"], shown.headers["ETag"]) == (bundle["id"], f'"{bundle["version"]}"')
    assert [row["bundle_no"] for row in listed["items"]] == [bundle["bundle_no"]]


async def test_handed_in_again_under_the_same_key_it_is_the_same_bundle(edge: Edge) -> None:
    async with edge.client(Role.CLERK, **{"Idempotency-Key": "k-1"}) as clerk:
        first = await clerk.post("/bundles", json=form(*EVERY))
        again = await clerk.post("/bundles", json=form(*EVERY))
    assert first.json() == again.json()
    assert len(await edge.desk.cases()) == 2


async def test_corrected_once_by_a_clerk_it_is_accepted_as_a_whole(edge: Edge) -> None:
    bundle = await handed_in(edge, "household-register")
    assert bundle["state"] == "correction"
    papers = form(*ALLOWANCE_PAPERS, *STALL_PAPERS[::2])["papers"]
    async with edge.client(Role.CLERK) as clerk:
        url = f"/bundles/{bundle['id']}/correction"
        after = await clerk.post(url, json={"papers": papers})
    assert after.json()["state"] == "accepted"


async def test_the_two_receipts_of_a_matter_are_shown_and_printed(edge: Edge) -> None:
    bundle = await handed_in(edge, "household-register")
    numbers = [receipt["number"] for receipt in bundle["receipts"]]
    assert numbers == [f"{bundle['bundle_no']}-01", f"{bundle['bundle_no']}-02"]
    async with edge.client(Role.CLERK) as clerk:
        at = f"/bundles/{bundle['id']}/receipts"
        first, second = [(await clerk.get(f"{at}/{number}")).json() for number in numbers]
        printed = await clerk.get(f"{at}/{numbers[1]}.pdf")
        missing = await clerk.get(f"{at}/{numbers[1]}9")
    assert (first["title"], second["title"]) == ("一件事收件凭证", "一件事补正材料一次性告知书")
    lacks = [line["text"] for line in second["lines"] if line["code"] == "missing"]
    assert lacks[1] == "便民摊点申请表、居民身份证、摊位示意图"
    assert (printed.content[:5], missing.status_code) == (b"%PDF-", 404)


async def test_given_up_or_handed_over_it_is_so_as_a_whole(edge: Edge) -> None:
    bundle = await handed_in(edge, *EVERY)
    async with edge.client(Role.CLERK) as clerk:
        early = await clerk.post(f"/bundles/{bundle['id']}/delivery", json={})
        over = await clerk.post(f"/bundles/{bundle['id']}/withdrawal", json={"reasons": "放弃。"})
    assert (early.status_code, early.json()["type"]) == (409, "urn:jiedao:problem:not-done")
    assert "“最低生活保障初审”、“便民摊点临时占道备案”" in early.json()["detail"]
    assert over.json()["state"] == "done"
    assert {child["state"] for child in over.json()["children"]} == {"withdrawn"}


async def test_only_a_leader_extends_the_joint_limit(edge: Edge) -> None:
    bundle = await handed_in(edge, *EVERY)
    url, body = (
        f"/bundles/{bundle['id']}/extension",
        {"amount": 15, "reason": "联合勘验。", "authority": "东政批7号"},
    )
    async with edge.client(Role.CLERK) as clerk, edge.client(Role.SHIFT_LEADER) as leader:
        refused, longer = await clerk.post(url, json=body), await leader.post(url, json=body)
        seen = await leader.get(f"/bundles/{bundle['id']}")
    assert (refused.status_code, longer.status_code) == (403, 200)
    assert seen.json()["clocks"][0]["due_at"] == "2026-12-04T17:30:00+08:00"


async def test_another_office_sees_and_moves_nothing_of_it(edge: Edge) -> None:
    bundle = await handed_in(edge, *EVERY)
    async with edge.client(Role.CLERK, org=OTHER) as clerk:
        seen = await clerk.get(f"/bundles/{bundle['id']}")
        moved = await clerk.post(f"/bundles/{bundle['id']}/withdrawal", json={"reasons": "放弃。"})
        listed = await clerk.get("/bundles")
    assert (seen.status_code, moved.status_code, listed.json()["items"]) == (403, 403, [])


async def test_a_change_under_a_stale_version_is_told_what_changed(edge: Edge) -> None:
    bundle = await handed_in(edge, "household-register")
    papers = {"papers": form(*EVERY)["papers"]}
    async with edge.client(Role.CLERK, **{"If-Match": f'"{bundle["version"]}"'}) as clerk:
        await clerk.post(f"/bundles/{bundle['id']}/correction", json=papers)
        stale = await clerk.post(f"/bundles/{bundle['id']}/withdrawal", json={"reasons": "放弃。"})
    assert (stale.status_code, "papers" in stale.text) == (412, True)


async def test_an_operator_moves_bundles_to_a_new_calendar_as_all_else(edge: Edge) -> None:
    await handed_in(edge, *EVERY)
    async with edge.client(Role.OPERATOR) as operator:
        preview = await operator.get("/bundles/calendar/moves")
        applied = await operator.post("/bundles/calendar/moves")
    assert (preview.json()["items"], applied.json()["items"]) == ([], [])


@pytest.mark.parametrize(
    ("changes", "status", "field", "told"),
    [
        ({"matter": "nothing"}, 422, "matter", "没有“nothing”这件事"),
        ({"items": ["elder-allowance"]}, 422, "items", "“重新起步一件事”不包含事项"),
        ({"answers": {"members": "三"}}, 422, "answers.members", "应为数字"),
        ({"answers": {"colour": 1}}, 422, "answers.colour", "表单没有这一项"),
        ({"point": "nowhere"}, 422, "point", "nowhere"),
        ({"papers": "all"}, 422, "papers", "papers"),
        ({"state": "done"}, 422, "state", "state"),
    ],
)
async def test_a_wrong_form_is_told_by_its_field_and_opens_nothing(
    edge: Edge, changes: dict[str, Any], status: int, field: str, told: str
) -> None:
    async with edge.client(Role.CLERK) as clerk:
        answer = await clerk.post("/bundles", json=form(*EVERY, **changes))
    assert (answer.status_code, await edge.desk.cases()) == (status, [])
    assert (field in answer.text, told in answer.text) == (True, True), answer.text
