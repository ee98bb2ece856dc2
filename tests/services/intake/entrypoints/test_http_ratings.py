"""Ratings over HTTP: given by a receipt's code, followed up by a shift leader."""

import logging
from typing import Any

import pytest

from shared.identity.roles import Role
from tests.services.intake.desk import ZHANG
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER, handed_in

WORDS = "排了两个小时的队。"
LEADER, SECOND = "stf_g0001", "stf_g0002"
TRUE = {"finding": "confirmed", "reasons": "属实。"}
RECTIFICATION = {"rectifier": "stf_c0002", "measures": "增开窗口。"}


async def rate(edge: Edge, code: str, role: Role = Role.RESIDENT, **changes: Any) -> Any:
    body = {"receipt_code": code, "grade": "dissatisfied", "words": WORDS, **changes}
    async with edge.client(role, "resident-1") as giver:
        return await giver.post("/ratings", json=body)


async def bad(edge: Edge) -> str:
    """Have an application rated badly; return the rating's path."""
    answer = await rate(edge, (await handed_in(edge))["receipt_code"])
    assert answer.status_code == 201, answer.text
    async with edge.client(Role.SHIFT_LEADER, LEADER) as leader:
        (row,) = (await leader.get("/ratings", params={"state": "verifying"})).json()["items"]
    return f"/ratings/{row['id']}"


async def lead(edge: Edge, path: str, body: Any = None, by: str = LEADER, **headers: str) -> Any:
    async with edge.client(Role.SHIFT_LEADER, by, **headers) as leader:
        answer = await leader.post(path, json=body)
    return answer.json() | {"status": answer.status_code}


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.KIOSK])
async def test_whoever_has_the_receipt_rates_and_sees_no_more_than_that(
    edge: Edge, role: Role
) -> None:
    code = (await handed_in(edge))["receipt_code"]
    answer = await rate(edge, f"{code[:5]}-{code[5:]}", role, channel="qr-code")
    assert set(answer.json()) == {"grade", "assess_number", "rated_at"}
    again = await rate(edge, code)
    assert (again.status_code, again.json()["type"]) == (409, "urn:jiedao:problem:already-rated")
    assert "assess_number" in again.json()["detail"]
    follow_up = await rate(edge, code, grade="satisfied", words=None, assess_number=2)
    assert follow_up.status_code == 201


async def test_a_leader_enters_what_was_written_on_paper_unless_it_is_about_the_leader(
    edge: Edge,
) -> None:
    """The staffed twin: whoever uses no screen rates too, and the rated are not told who did."""
    code = (await handed_in(edge))["receipt_code"]
    clerk = await rate(edge, code, Role.CLERK)
    assert clerk.status_code == 403
    body = {"receipt_code": code, "grade": "satisfied", "channel": "qr-code"}
    async with edge.client(Role.SHIFT_LEADER, LEADER, org=OTHER) as elsewhere:
        assert (await elsewhere.post("/ratings", json=body)).status_code == 403
    # Whoever received it is rated, whatever roles he or she holds.
    async with edge.client(Role.SHIFT_LEADER, "stf_c0001") as rated:
        own = await rated.post("/ratings", json=body)
    assert (own.status_code, own.json()["type"]) == (403, "urn:jiedao:problem:own-work")
    async with edge.client(Role.SHIFT_LEADER, LEADER) as leader:
        given = await leader.post("/ratings", json=body)
        (row,) = (await leader.get("/ratings")).json()["items"]
    assert (given.status_code, set(given.json())) == (201, {"grade", "assess_number", "rated_at"})
    assert (row["channel"], row["entered_by"]) == ("other-terminal", LEADER)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"words": None}, "details"),
    ({"details": ["clerk-zhang"]}, "details"),
    ({"words": f"我的证件 {ZHANG['id_number']}"}, "words"),
    ({"words": "政治面貌：群众"}, "words"),
    ({"words": " "}, "words"),
    ({"words": "\u3000\u200b。"}, "words"),
    ({"words": "请打 13812341234"}, "words"),
    ({"words": "请打１３８１２３４１２３４"}, "words"),
    ({"grade": "5"}, "grade"),
    ({"channel": "system-default"}, "channel"),
    ({"receipt_code": "7"}, "receipt_code"),
    ({"receipt_code": "0000000000"}, "receipt_code"),
    ({"assess_number": 3}, "assess_number"),
]


async def test_a_wrong_rating_names_the_field_and_repeats_nothing(edge: Edge) -> None:
    code = (await handed_in(edge))["receipt_code"]
    for changes, field in WRONG:
        answer = await rate(edge, code, **changes)
        assert answer.status_code in {404, 422}, changes
        assert field in answer.json()["errors"][0]["field"], changes
        assert "1381234" not in answer.text
        assert ZHANG["id_number"] not in answer.text


async def test_a_bad_rating_goes_from_its_verification_to_its_end(edge: Edge) -> None:
    at = await bad(edge)
    answers = [
        await lead(edge, f"{at}/verification", TRUE),
        await lead(edge, f"{at}/rectification", RECTIFICATION),
        await lead(edge, f"{at}/rectification/end", {"result": "已增开。"}),
        await lead(edge, f"{at}/revisit", {"satisfied": True}),
        await lead(edge, f"{at}/closure"),
    ]
    states = ["confirmed", "rectifying", "rectified", "revisited", "closed"]
    assert [answer["state"] for answer in answers] == states
    assert answers[0]["due_at"] == "2026-09-28T17:30:00+08:00"
    assert answers[1]["clocks"][-1]["steps"]
    assert answers[-1]["handling"]["visits"] == 1


async def test_a_mistaken_one_is_appealed_and_left_out_by_somebody_else(edge: Edge) -> None:
    at = await bad(edge)
    await lead(edge, f"{at}/verification", {"finding": "mistaken", "reasons": "误点。"})
    appealed = await lead(edge, f"{at}/appeal", {"reasons": "误评。"})
    assert appealed.pop("status") == 200
    assert appealed == {"id": at.removeprefix("/ratings/"), "version": 3, "state": "appealed"}
    own = await lead(edge, f"{at}/appeal/decision", {"excluded": True})
    other = await lead(edge, f"{at}/appeal/decision", {"excluded": True}, by=SECOND)
    assert (own["status"], other["state"]) == (403, "excluded")


async def test_the_leader_reads_the_words_and_the_rated_does_not(edge: Edge) -> None:
    at = await bad(edge)
    async with edge.client(Role.SHIFT_LEADER, LEADER) as leader:
        read = (await leader.get(at)).json()
    async with edge.client(Role.SHIFT_LEADER, "stf_c0001") as rated:
        refused = await rated.get(at)
        listed = (await rated.get("/ratings")).json()["items"]
    assert (read["words"], read["rated"]) == (WORDS, ["stf_c0001"])
    assert (refused.status_code, refused.json()["type"][-8:], listed) == (403, "own-work", [])
    stored = str(await edge.desk.store.page("idempotency", {}, after=None, limit=9))
    assert WORDS not in stored


async def test_the_leader_reaches_the_giver_for_a_purpose_and_is_logged(
    edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    at = await bad(edge)
    without = await lead(edge, f"{at}/disclosures")
    with caplog.at_level(logging.INFO, "jiedao.audit"):
        reached = await lead(edge, f"{at}/disclosures", **{"X-Purpose": "verify"})
    assert without["status"] == 403
    assert reached == {"phone": ZHANG["phone"], "status": 200}
    (line,) = [record.getMessage() for record in caplog.records if record.name == "jiedao.audit"]
    assert line == f"{LEADER} saw the contact behind {at.removeprefix('/ratings/')} for verify"


async def test_nobody_is_rung_up_for_praise_or_once_a_rating_is_done_with(edge: Edge) -> None:
    why = {"X-Purpose": "revisit"}
    await rate(edge, (await handed_in(edge))["receipt_code"], grade="satisfied")
    async with edge.client(Role.SHIFT_LEADER, LEADER) as leader:
        (praise,) = (await leader.get("/ratings")).json()["items"]
    praised = await lead(edge, f"/ratings/{praise['id']}/disclosures", **why)
    at = await bad(edge)
    await lead(edge, f"{at}/verification", {"finding": "mistaken", "reasons": "误点。"})
    await lead(edge, f"{at}/appeal", {"reasons": "误评。"})
    await lead(edge, f"{at}/appeal/decision", {"excluded": True}, by=SECOND)
    over = await lead(edge, f"{at}/disclosures", **why)
    for refused in (praised, over):
        assert refused["status"] == 409
        assert refused["type"] == "urn:jiedao:problem:nothing-to-follow-up"


async def test_whoever_is_rated_mends_nothing_and_is_named_to_who_tells_of_it(edge: Edge) -> None:
    at = await bad(edge)
    await lead(edge, f"{at}/verification", TRUE)
    own = await lead(edge, f"{at}/rectification", {**RECTIFICATION, "rectifier": "stf_c0001"})
    assert (own["status"], own["errors"][0]["field"]) == (422, "rectifier")
    about = [data for name, _, data in await edge.desk.announced() if "rating" in name]
    assert [data["rated"] for data in about] == [["stf_c0001"]]


async def test_an_older_version_and_a_neighbour_are_refused(edge: Edge) -> None:
    at = await bad(edge)
    await lead(edge, f"{at}/verification", TRUE)
    stale = await lead(edge, f"{at}/rectification", RECTIFICATION, **{"If-Match": '"1"'})
    assert stale["status"] == 412
    assert "handling" in stale["changed"]
    async with edge.client(Role.SHIFT_LEADER, org=OTHER) as other:
        seen = [(await other.get(path)).status_code for path in (at, "/ratings")]
        listed = (await other.get("/ratings")).json()["items"]
    assert (seen, listed) == ([403, 200], [])


async def test_who_is_rated_has_no_way_to_ratings(edge: Edge) -> None:
    at = await bad(edge)
    for role in (Role.CLERK, Role.REVIEWER, Role.RESIDENT, Role.GRID_WORKER):
        async with edge.client(role, "stf_c0001") as somebody:
            statuses = [(await somebody.get(path)).status_code for path in ("/ratings", at)]
            statuses.append((await somebody.post(f"{at}/verification", json=TRUE)).status_code)
        assert statuses == [403, 403, 403], role


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER])
async def test_who_is_rated_appeals_and_is_told_no_more_than_where_it_stands(
    edge: Edge, role: Role
) -> None:
    at = await bad(edge)
    await lead(edge, f"{at}/verification", {"finding": "not-true", "reasons": "不属实。"})
    async with edge.client(role, "stf_c0002") as other:
        refused = await other.post(f"{at}/appeal", json={"reasons": "误评。"})
    async with edge.client(role, "stf_c0001") as rated:
        taken = await rated.post(f"{at}/appeal", json={"reasons": "误评。"})
    assert (refused.status_code, taken.status_code) == (403, 200)
    assert set(taken.json()) == {"id", "version", "state"}


async def test_the_number_that_the_rated_are_told_leads_to_the_appeal(edge: Edge) -> None:
    at = await bad(edge)
    await lead(edge, f"{at}/verification", {"finding": "not-true", "reasons": "不属实。"})
    name, _, told = (await edge.desk.announced())[-1]
    assert (name, told["rated"]) == ("rating.found-untrue", ["stf_c0001"])
    async with edge.client(Role.CLERK, "stf_c0001") as rated:
        answer = await rated.post(f"/ratings/{told['number']}/appeal", json={"reasons": "误评。"})
    assert (answer.status_code, answer.json()["state"]) == (200, "appealed")


async def test_what_may_be_ticked_is_listed_in_words(edge: Edge) -> None:
    async with edge.client(Role.KIOSK, "kiosk-1") as kiosk:
        details = (await kiosk.get("/rating-details")).json()
    assert {"code": "rude", "zh": "态度生硬", "en": "staff were rude"} in details
