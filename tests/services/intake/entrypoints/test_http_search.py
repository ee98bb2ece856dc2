"""What is in hand moves on leave, and applications are found."""

import logging

import pytest

from shared.identity.roles import Role
from tests.services.intake.desk import ZHANG
from tests.services.intake.entrypoints.desks import (
    PROBLEM,
    WORK,
    counts,
    get,
    noticed,
    post,
    queue,
)
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER, application, handed_in


async def test_on_leave_ones_work_goes_to_a_colleague_or_back_each_whole(edge: Edge) -> None:
    one, two = await noticed(edge), await noticed(edge)
    for key in (one, two):
        await post(edge, f"/cases/{key}/claim", Role.CLERK, "stf_c0001")
    body = {"from_staff": "stf_c0001", "to_staff": "stf_c0002", "reason": "休假。"}
    done = await post(edge, f"{WORK}/reassignments", Role.OPERATOR, "stf_o0001", body)
    assert (len(done["moved"]), done["kept"], done["left"]) == (2, [], False)
    assert sorted(await queue(edge, "mine", subject="stf_c0002")) == ["01", "02"]
    again = await post(edge, f"{WORK}/reassignments", Role.OPERATOR, "stf_o0001", body)
    assert again["moved"] == []
    back = {"from_staff": "stf_c0002", "reason": "调岗。"}
    await post(edge, f"{WORK}/reassignments", Role.OPERATOR, "stf_o0001", back)
    assert await queue(edge, "mine", subject="stf_c0002") == []
    name, _, data = (await edge.desk.announced())[-1]
    assert (name, data["by"], data.get("to_staff")) == ("case.reassigned", "stf_o0001", None)


async def test_what_one_had_in_hand_in_another_office_is_neither_seen_nor_moved(
    edge: Edge,
) -> None:
    key = await noticed(edge)
    await post(edge, f"/cases/{key}/claim", Role.CLERK, "stf_c0001")
    assert await queue(edge, "mine", subject="stf_c0001", org=OTHER) == []
    assert await counts(edge, subject="stf_c0001", org=OTHER) == {}
    body = {"from_staff": "stf_c0001", "to_staff": "stf_c0002", "reason": "休假。"}
    async with edge.client(Role.OPERATOR, "stf_o0001", org=OTHER) as operator:
        done = (await operator.post(f"{WORK}/reassignments", json=body)).json()
    assert (done["moved"], done["kept"]) == ([], [])
    assert await queue(edge, "mine", subject="stf_c0001") == ["01"]


async def test_what_the_colleague_accepted_himself_is_kept_with_its_reason(edge: Edge) -> None:
    case = await handed_in(edge)
    await post(edge, f"/cases/{case['id']}/claim", Role.REVIEWER, "stf_r0001")
    body = {"from_staff": "stf_r0001", "to_staff": "stf_c0001", "reason": "休假。"}
    done = await post(edge, f"{WORK}/reassignments", Role.OPERATOR, "stf_o0001", body)
    assert done["moved"] == []
    assert [kept["code"] for kept in done["kept"]] == ["separation-of-duties"]


async def test_what_is_kept_back_does_not_stand_in_the_way_of_the_rest(edge: Edge) -> None:
    kept = await handed_in(edge)
    edge.desk.clock.move(edge.desk.clock.now().replace(day=8))
    free = await post(edge, "/cases", Role.CLERK, "stf_c0003", application())
    for case in (kept, free):
        await post(edge, f"/cases/{case['id']}/claim", Role.REVIEWER, "stf_r0001")
    body = {"from_staff": "stf_r0001", "to_staff": "stf_c0001", "reason": "休假。", "limit": 1}
    at = f"{WORK}/reassignments"
    first = await post(edge, at, Role.OPERATOR, "stf_o0001", body)
    assert ([k["id"] for k in first["kept"]], first["moved"]) == ([kept["id"]], [])
    assert first["left"]
    rest = await post(edge, at, Role.OPERATOR, "stf_o0001", body | {"cursor": first["next"]})
    assert [row["id"] for row in rest["moved"]] == [free["id"]]
    assert (rest["left"], rest["next"]) == (False, None)
    wrong = await post(edge, at, Role.OPERATOR, "stf_o0001", body | {"cursor": "nonsense"})
    assert (wrong["status"], wrong["type"]) == (422, f"{PROBLEM}bad-cursor")


async def test_applications_are_found_by_what_they_are(edge: Edge) -> None:
    await handed_in(edge)
    await handed_in(edge, papers=[])
    found = await get(edge, "/cases/search?item_code=elder-allowance&received_from=2026-09-07")
    assert [row["project_no"][-2:] for row in found["items"]] in (["01", "02"], ["02", "01"])
    one = await get(edge, "/cases/search?state=correction&received_to=2026-09-07")
    assert [row["state"] for row in one["items"]] == ["correction"]
    assert (await get(edge, "/cases/search?received_from=2026-09-08"))["items"] == []
    number = one["items"][0]["project_no"]
    assert [r["state"] for r in (await get(edge, f"/cases/search?number={number}"))["items"]] == [
        "correction"
    ]
    assert (await get(edge, "/cases/search?claimed_by=stf_c0001"))["items"] == []


@pytest.mark.parametrize("day", ["received_from=0001-01-01", "received_to=9999-12-31"])
async def test_a_day_at_the_end_of_time_is_refused_as_wrong(edge: Edge, day: str) -> None:
    wrong = await get(edge, f"/cases/search?{day}")
    assert (wrong["status"], wrong["errors"][0]["field"]) == (422, day.partition("=")[0])


async def test_a_persons_applications_are_found_without_a_trace_of_the_number(
    edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    case = await handed_in(edge)
    why = {"X-Purpose": "handle"}
    with caplog.at_level(logging.INFO):
        for body in ({"id_number": ZHANG["id_number"]}, {"phone": ZHANG["phone"]}):
            found = await post(edge, "/cases/search", Role.CLERK, "stf_c0001", body, **why)
            assert [row["id"] for row in found["items"]] == [case["id"]]
        nobody = {"phone": "13900000000"}
        assert (await post(edge, "/cases/search", Role.CLERK, "stf_c0001", nobody, **why))[
            "items"
        ] == []
    logged = [r.getMessage() for r in caplog.records]
    assert f"stf_c0001 looked for the applications of {case['applicant_ref']} for handle" in logged
    assert ZHANG["phone"] not in str(logged)
    assert ZHANG["id_number"] not in str(logged)
    unasked = await post(edge, "/cases/search", Role.CLERK, "stf_c0001", nobody)
    assert (unasked["status"], unasked["type"]) == (403, f"{PROBLEM}purpose-needed")
    empty = await post(edge, "/cases/search", Role.CLERK, "stf_c0001", {}, **why)
    assert (empty["status"], empty["errors"][0]["field"]) == (422, "phone")
