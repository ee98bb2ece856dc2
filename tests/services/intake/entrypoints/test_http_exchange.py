"""What goes to the national platform, and what comes back from it."""

from datetime import timedelta
from typing import Any

from services.intake.application.rating.rate import rate_by_default
from shared.identity.roles import Role
from tests.services.intake.desk import COMMUNITY, PLATFORM_KEY, ZHANG
from tests.services.intake.entrypoints.desks import PROBLEM, post
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import COMPLETE, handed_in
from tests.services.intake.entrypoints.test_http_ratings import rate

HOUSING = ("housing-application", "id-card", "household-register", "housing-situation")
HEARING = {
    "kind": "hearing",
    "reason": "涉及他人。",
    "basis": "行政许可法第四十六条",
    "approver": "stf_r0009",
    "limit": {"amount": 5, "unit": "G"},
    "hearing": {"held_at": "2026-10-16T09:00:00+08:00", "place": "街道便民服务中心三楼"},
}
PROVINCE = "provincial-old"
ROW = {
    "row_guid": "g-1",
    "version": 1,
    "result_type": "0",
    "result_date": "20260909103000",
    "result_explain": "符合条件。",
    "result_cetr_no": "蒙2026-1",
}


async def export(edge: Edge, since: str | None = None, **more: Any) -> Any:
    settled = edge.desk.clock.now() + timedelta(seconds=30)
    edge.desk.clock.move(settled)
    query = {"since": since, **more} if since else more
    async with edge.client(Role.SERVICE, "svc_exchange", org=more.pop("org", "150602013000")) as s:
        answer = await s.get("/exchange/rows", params=query)
    return answer.json() | {"status": answer.status_code}


async def results(edge: Edge, *rows: Any, partner: str = "real-estate", **more: Any) -> Any:
    body = {"profile": "national", "rows": list(rows), **more}
    async with edge.client(Role.PARTNER, "prt_x", partner=partner) as caller:
        answer = await caller.post("/exchange/results", json=body)
    return answer.json() | {"status": answer.status_code}


async def fates(edge: Edge, *rows: Any, **more: Any) -> list[tuple[str, str | None, str | None]]:
    told = await results(edge, *rows, **more)
    return [(row["fate"], row["code"], row["field"]) for row in told["rows"]]


async def with_partner(edge: Edge) -> dict[str, Any]:
    return await handed_in(edge, item="real-estate-registration", papers=COMPLETE)


async def test_a_decided_application_goes_out_in_the_national_shape(edge: Edge) -> None:
    case = await handed_in(edge)
    at = f"/cases/{case['id']}"
    await post(edge, f"{at}/review", Role.REVIEWER, "stf_r0001")
    decision = {"outcome": "rejected", "ground": "quota-used-up", "reasons": "条件不符。"}
    await post(edge, f"{at}/decision", Role.REVIEWER, "stf_r0001", decision)
    rows = (await export(edge))["rows"]
    tables = [row["table"] for row in rows]
    assert tables == [
        "up_pro_accept",
        *["up_pro_process"] * 3,
        "up_pro_result",
        *["up_pro_material"] * 2,
    ]
    accept, result = rows[0]["row"], rows[4]["row"]
    assert (accept["project_no"], accept["catalog_code"]) == (case["project_no"], "150501001000")
    assert (accept["project_type"], accept["apply_type"]) == ("2", "1")
    assert accept["promise_date"] == "20260920173000"
    explained = "数量有限，名额已由在先申请人取得。条件不符。"
    assert (result["result_type"], result["result_explain"]) == ("1", explained)
    assert accept["data_source"] == "013"
    assert len(accept["row_guid"]) <= 50
    assert len({row["row"]["row_guid"] for row in rows}) == len(rows)


async def test_the_ten_steps_of_the_exchange_go_out_by_their_national_codes(edge: Edge) -> None:
    case = await handed_in(edge, item="public-rental-housing", papers=[])
    at = f"/cases/{case['id']}"
    papers = [{"code": code} for code in HOUSING]
    await post(edge, f"{at}/correction", Role.CLERK, "stf_c0001", {"papers": papers})
    await post(edge, f"{at}/acceptance", Role.CLERK, "stf_c0001", {})
    await post(edge, f"{at}/review", Role.REVIEWER, "stf_r0001")
    await post(edge, f"{at}/special-procedures", Role.REVIEWER, "stf_r0001", HEARING)
    over = {"result": "已听证。"}
    await post(edge, f"{at}/special-procedures/end", Role.REVIEWER, "stf_r0001", over)
    step = {"opinion": "建议准予。", "passed": True}
    taken = await post(edge, f"{at}/review-steps", Role.REVIEWER, "stf_r0001", step)
    assert taken["status"] == 200, taken
    rows = [r["row"] for r in (await export(edge))["rows"] if r["table"] == "up_pro_process"]
    assert sorted(row["event_name"] for row in rows) == ["1", "3", "4", "5", "6", "7", "8"]
    assert {row["event_name"]: row["handle_explain"] for row in rows}["4"] == "建议准予。"


async def test_an_opinion_that_names_the_applicant_is_not_taken(edge: Edge) -> None:
    case = await handed_in(
        edge, item="public-rental-housing", papers=[{"code": c} for c in HOUSING]
    )
    at = f"/cases/{case['id']}"
    await post(edge, f"{at}/review", Role.REVIEWER, "stf_r0001")
    named = {"opinion": f"{ZHANG['name']}符合条件。", "passed": True}
    refused = await post(edge, f"{at}/review-steps", Role.REVIEWER, "stf_r0001", named)
    assert (refused["status"], refused["errors"][0]["field"]) == (422, "opinion")


async def test_who_applied_is_sealed_to_the_platform_alone(edge: Edge) -> None:
    await handed_in(edge)
    answer = await export(edge)
    (sealed,) = [row["sealed"] for row in answer["rows"] if row["sealed"]]
    assert PLATFORM_KEY.unseal(sealed) == {
        "applyer_name": "张三",
        "applyer_page_code": "11010519491231002X",
        "contact_mobile": "13812341234",
    }
    assert "张三" not in str(answer)
    other = await export(edge, profile="provincial-old")
    assert [row["sealed"] for row in other["rows"] if row["sealed"]] == []


async def test_a_re_send_is_the_same_rows_and_a_change_is_their_next_version(edge: Edge) -> None:
    case = await handed_in(edge)
    first, again = await export(edge), await export(edge)
    assert [row["row"] for row in first["rows"]] == [row["row"] for row in again["rows"]]
    nothing = await export(edge, first["since"])
    assert (nothing["rows"], nothing["since"]) == ([], first["since"])
    await post(edge, f"/cases/{case['id']}/review", Role.REVIEWER, "stf_r0001")
    later = await export(edge, first["since"])
    before, after = first["rows"][0]["row"], later["rows"][0]["row"]
    assert (after["row_guid"], after["version"]) == (before["row_guid"], before["version"] + 1)


async def test_a_rating_goes_out_as_the_next_version_of_the_result(edge: Edge) -> None:
    papers = [{"code": "id-card"}, {"code": "photo"}]
    case = await handed_in(edge, item="elder-card", papers=papers)
    body = {"outcome": "approved", "reasons": "符合条件。", "hand_over": True}
    await post(edge, f"/cases/{case['id']}/decision", Role.CLERK, "stf_c0001", body)
    first = await export(edge)
    await rate(edge, case["receipt_code"], grade="satisfied")
    second = await export(edge, first["since"])
    before, after = (result_of(page) for page in (first, second))
    assert ("satisfaction" in before, after["satisfaction"]) == (False, "2")
    assert (after["row_guid"], after["version"]) == (before["row_guid"], before["version"] + 1)
    assert (await export(edge, second["since"]))["rows"] == []


async def test_silence_is_no_satisfaction(edge: Edge) -> None:
    papers = [{"code": "id-card"}, {"code": "photo"}]
    case = await handed_in(edge, item="elder-card", papers=papers)
    body = {"outcome": "approved", "reasons": "符合条件。", "hand_over": True}
    await post(edge, f"/cases/{case['id']}/decision", Role.CLERK, "stf_c0001", body)
    await edge.desk.run(lambda work: rate_by_default(case["id"], work))
    assert "satisfaction" not in result_of(await export(edge))


def result_of(page: Any) -> Any:
    (row,) = [row["row"] for row in page["rows"] if row["table"] == "up_pro_result"]
    return row


async def test_pages_pass_over_nothing(edge: Edge) -> None:
    for _ in range(3):
        await handed_in(edge)
    numbers: list[str] = []
    since = None
    while (page := await export(edge, since, limit=1))["rows"]:
        numbers += [r["row"]["project_no"] for r in page["rows"] if r["table"] == "up_pro_accept"]
        since = page["since"]
    assert sorted(number[-2:] for number in numbers) == ["01", "02", "03"]


async def test_what_has_not_settled_yet_waits_for_the_next_call(edge: Edge) -> None:
    await handed_in(edge)
    async with edge.client(Role.SERVICE, "svc_exchange") as service:
        assert (await service.get("/exchange/rows")).json()["rows"] == []
        wrong = await service.get("/exchange/rows", params={"since": "MTpjYXNlX2E"})
        unknown = await service.get("/exchange/rows", params={"profile": "nobody"})
    assert (wrong.status_code, unknown.status_code) == (422, 404)
    assert (await export(edge, org=COMMUNITY))["rows"] == []
    async with edge.client(Role.CLERK) as clerk:
        assert (await clerk.get("/exchange/rows")).status_code == 403


async def test_a_decision_comes_in_by_the_partners_own_use_case_once(edge: Edge) -> None:
    case = await with_partner(edge)
    row = {**ROW, "project_no": case["project_no"]}
    assert await fates(edge, row, row) == [("taken", None, None), ("repeated", None, None)]
    decided = await edge.desk.only()
    assert decided.decision is not None
    assert (decided.decision.by, decided.decision.certificate_no) == ("real-estate", "蒙2026-1")
    again = await fates(edge, {**row, "version": 2})
    assert again[0][:2] == ("refused", "not-in-this-state")


async def test_each_wrong_row_is_told_by_itself_and_hurts_no_other(edge: Edge) -> None:
    case = await with_partner(edge)
    row = {**ROW, "project_no": case["project_no"]}
    assert await fates(
        edge,
        {**row, "result_type": "9"},
        {**row, "result_type": "4"},
        {**row, "result_date": "yesterday"},
        {**row, "row_guid": ""},
        {**row, "version": 0},
        {**row, "version": 10**30},
        {**row, "result_explain": "很长的理由" * 500},
        {**row, "project_no": "20260907999999"},
        {**row, "result_explain": "身份证11010519491231002X不符"},
        row,
    ) == [
        ("refused", "row-unreadable", "result_type"),
        ("refused", "no-decision", "result_type"),
        ("refused", "row-unreadable", "result_date"),
        ("refused", "row-unreadable", "row_guid"),
        ("refused", "row-unreadable", "version"),
        ("refused", "row-unreadable", "version"),
        ("refused", "row-unreadable", "result_explain"),
        ("refused", "unknown-reference", "project_no"),
        ("refused", "id-number", "result_explain"),
        ("taken", None, None),
    ]


async def test_a_partner_decides_only_what_was_handed_to_it(edge: Edge) -> None:
    case = await with_partner(edge)
    row = {**ROW, "project_no": case["project_no"]}
    assert (await fates(edge, row, partner="bank-ordos"))[0][:2] == ("refused", "unknown-reference")
    async with edge.client(Role.PARTNER, "prt_x") as nobody:
        body = {"profile": "national", "rows": [row]}
        answer = await nobody.post("/exchange/results", json=body)
    assert (answer.status_code, answer.json()["type"]) == (403, f"{PROBLEM}no-partner")


async def test_a_partner_is_told_its_own_word_for_the_field_at_fault(edge: Edge) -> None:
    case = await with_partner(edge)
    row = {"row_guid": "g-1", "version": 1, "resulttype": "0", "projectno": case["project_no"]}
    named = {**row, "resultexplain": "张三符合条件。"}
    told = await fates(edge, named, {**row, "resulttype": "4"}, profile=PROVINCE)
    assert told == [
        ("refused", "name-in-words", "resultexplain"),
        ("refused", "no-decision", "resulttype"),
    ]
