from typing import Any

import pytest

from shared.identity.roles import Role
from shared.web.auth import open_routes
from shared.web.openapi import openapi_examples
from tests.services.intake.desk import COMMUNITY, ZHANG
from tests.services.intake.entrypoints.edge import Edge

COMPLETE = [{"code": "id-card", "form": "original"}, {"code": "household-register"}]
OTHER = "150602012000"


def application(item: str = "elder-allowance", **changes: Any) -> dict[str, Any]:
    return {"item_code": item, "papers": COMPLETE, "person": ZHANG, **changes}


async def handed_in(edge: Edge, **changes: Any) -> dict[str, Any]:
    async with edge.client(Role.CLERK, "stf_c0001") as clerk:
        answer = await clerk.post("/cases", json=application(**changes))
    assert answer.status_code == 201, answer.text
    case: dict[str, Any] = answer.json()
    return case


def test_one_route_stands_open_knowingly_and_every_request_has_an_example(edge: Edge) -> None:
    assert open_routes(edge.app) == ["POST /progress"]  # a receipt stands for the token
    assert openapi_examples(edge.app) == []


async def test_an_application_at_the_window_is_accepted_with_its_receipts(edge: Edge) -> None:
    case = await handed_in(edge, green_channel=True, need="aged")
    assert (case["state"], case["channel"], case["green_channel"]) == ("accepted", "window", True)
    assert [r["kind"] for r in case["receipts"]] == ["received", "accepted"]
    assert case["applicant"]["name"] == "张*"
    assert case["applicant"]["id_number"] == "1101**********002X"


async def test_a_kiosk_can_claim_no_other_channel(edge: Edge) -> None:
    async with edge.client(Role.KIOSK, "kiosk-1") as kiosk:
        answer = await kiosk.post("/cases", json=application(channel="window"))
    assert answer.json()["channel"] == "kiosk"


async def test_a_registration_for_work_needs_a_wish(edge: Edge) -> None:
    async with edge.client(Role.CLERK) as clerk:
        without = await clerk.post("/cases", json=application("employment-registration"))
        wish = {"occupations": ["4-10-01-06"], "around": {"lng": 109.98, "lat": 39.82}}
        given = await clerk.post("/cases", json=application("employment-registration", wish=wish))
    assert (without.status_code, without.json()["errors"][0]["field"]) == (422, "wish")
    assert given.json()["state"] == "accepted"
    _, _, data = (await edge.desk.announced())[-1]
    assert data["wish"]["around"] == {"lng": 109.98, "lat": 39.82}


async def test_the_same_key_hands_in_once(edge: Edge) -> None:
    key = {"Idempotency-Key": "window-1-0001"}
    async with edge.client(Role.CLERK) as clerk:
        first = await clerk.post("/cases", json=application(), headers=key)
        again = await clerk.post("/cases", json=application(), headers=key)
    assert first.json() == again.json()
    assert len(await edge.desk.cases()) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item_code": "moon-permit"}, "item_code"),
        ({"person": {**ZHANG, "id_number": "110105194912310021"}}, "id_number"),
        ({"person": {**ZHANG, "minzu": "x"}}, "person.minzu"),
        ({"channel": "telepathy"}, "channel"),
    ],
)
async def test_a_wrong_application_names_the_field(
    edge: Edge, changes: dict[str, Any], field: str
) -> None:
    async with edge.client(Role.CLERK) as clerk:
        answer = await clerk.post("/cases", json={**application(), **changes})
    assert answer.status_code == 422
    assert field in answer.json()["errors"][0]["field"]
    assert "110105194912310021" not in answer.text


async def test_one_application_is_shown_masked_and_not_again_when_unchanged(edge: Edge) -> None:
    case = await handed_in(edge)
    async with edge.client(Role.REVIEWER) as reviewer:
        shown = await reviewer.get(f"/cases/{case['id']}")
        known = {"If-None-Match": shown.headers["ETag"]}
        unchanged = await reviewer.get(f"/cases/{case['id']}", headers=known)
        missing = await reviewer.get("/cases/case_nobody")
    assert shown.json() == case
    assert (unchanged.status_code, missing.status_code) == (304, 404)


async def test_lists_hold_what_the_caller_s_organisation_covers(edge: Edge) -> None:
    await handed_in(edge)
    await handed_in(edge, papers=[])
    async with edge.client(Role.CLERK) as clerk:
        every = (await clerk.get("/cases")).json()
        waiting = (await clerk.get("/cases", params={"state": "correction"})).json()
        wrong = await clerk.get("/cases", params={"state": "lost"})
    async with edge.client(Role.CLERK, org=OTHER) as other:
        others = (await other.get("/cases")).json()
    assert (len(every["items"]), len(waiting["items"]), others["items"]) == (2, 1, [])
    assert wrong.status_code == 422
    assert "张" not in str(every)


async def test_a_neighbour_may_neither_see_nor_change(edge: Edge) -> None:
    case = await handed_in(edge)
    for org in (OTHER, COMMUNITY):
        async with edge.client(Role.CLERK, org=org) as other:
            seen = await other.get(f"/cases/{case['id']}")
            changed = await other.post(f"/cases/{case['id']}/withdrawal", json={"reasons": "撤回"})
        assert (seen.status_code, changed.status_code) == (403, 403)


async def test_the_catalogue_is_open_to_any_caller(edge: Edge) -> None:
    async with edge.client(Role.RESIDENT) as resident:
        items = (await resident.get("/items")).json()["items"]
        one = (await resident.get("/items/elder-allowance")).json()
        none = await resident.get("/items/moon-permit")
    assert {key: one[key] for key in items[0]} in items
    assert one["promised"] == {"days": 10, "unit": "G"}
    assert none.status_code == 404
