from typing import Any

from services.grid.entrypoints.forms import ReportForm
from shared.identity.roles import Role
from shared.web.auth import open_routes
from tests.services.grid.entrypoints.office import Office

REPORT: dict[str, Any] = ReportForm.model_config["json_schema_extra"]["example"]  # type: ignore[call-overload,index,assignment,unused-ignore]


async def reported(office: Office, **changes: Any) -> dict[str, Any]:
    async with office.resident() as client:
        answer = await client.post("/reports", json={**REPORT, **changes})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def shown(office: Office, key: str) -> dict[str, Any]:
    async with office.leader() as client:
        body: dict[str, Any] = (await client.get(f"/incidents/{key}")).json()
    return body


async def test_no_route_stands_open(office: Office) -> None:
    assert open_routes(office.app) == []


async def test_from_a_residents_report_to_the_answer(office: Office) -> None:
    receipt = await reported(office)
    path = f"/incidents/{receipt['incident']}"
    worker = (await shown(office, receipt["incident"]))["worker"]
    async with office.worker(worker) as client:
        for step, body in (
            ("signature", None),
            ("handling", None),
            ("feedback", {"result": "已清运", "solved": True}),
        ):
            answer = await client.post(f"{path}/{step}", json=body)
            assert answer.status_code == 200, answer.text
        own = await client.post(f"{path}/verification", json={"passed": True})
        assert own.status_code == 403
    async with office.leader() as client:
        assert (await client.post(f"{path}/verification", json={"passed": True})).is_success
        closed = await client.post(f"{path}/closure", json={"public_answer": "已清运。"})
    assert closed.json()["state"] == "closed"
    async with office.resident() as client:
        mine = (await client.get(f"/reports/{receipt['report']}")).json()
    assert mine["public_answer"] == "已清运。"
    assert mine["contact"] == {
        "name": "巴*",
        "phone": "138****1234",
        "id_number": None,
        "address": None,
    }


async def test_the_same_key_reports_once(office: Office) -> None:
    async with office.resident() as client:
        key = {"Idempotency-Key": "k-1"}
        first = await client.post("/reports", json=REPORT, headers=key)
        again = await client.post("/reports", json=REPORT, headers=key)
        other = await client.post("/reports", json={**REPORT, "text": "别的"}, headers=key)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other.status_code == 422
    assert len(await office.block.reports()) == 1


async def test_who_decided_on_an_older_version_is_told(office: Office) -> None:
    receipt = await reported(office, point=None)
    path = f"/incidents/{receipt['incident']}/location"
    body = {"point": REPORT["point"]}
    async with office.leader() as client:
        assert (await client.post(path, json=body, headers={"If-Match": '"1"'})).is_success
        stale = await client.post(path, json=body, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert {"cell", "worker", "state"} <= set(stale.json()["changed"])


async def test_an_unchanged_incident_is_not_sent_again(office: Office) -> None:
    receipt = await reported(office)
    async with office.leader() as client:
        first = await client.get(f"/incidents/{receipt['incident']}")
        tag = {"If-None-Match": first.headers["ETag"]}
        assert (
            await client.get(f"/incidents/{receipt['incident']}", headers=tag)
        ).status_code == 304


async def test_another_community_sees_nothing_and_changes_nothing(office: Office) -> None:
    receipt = await reported(office)
    unit = (await shown(office, receipt["incident"]))["orgunit"]
    other = "150602013007" if unit != "150602013007" else "150602013001"
    async with office.sitting(Role.SHIFT_LEADER, "stf_g0002", other) as client:
        assert (await client.get("/incidents")).json()["items"] == []
        assert (await client.get(f"/incidents/{receipt['incident']}")).status_code == 403
        moved = await client.post(
            f"/incidents/{receipt['incident']}/dispatch", json={"worker": "stf_g0701"}
        )
        assert moved.status_code == 403


async def test_a_worker_sees_what_was_handed_over_from_elsewhere(office: Office) -> None:
    receipt = await reported(office)
    path = f"/incidents/{receipt['incident']}"
    async with office.leader() as client:
        assert (await client.post(f"{path}/dispatch", json={"worker": "stf_g0701"})).is_success
    async with office.worker("stf_g0701", "150602013007") as client:
        assert (await client.post(f"{path}/signature")).is_success


async def test_lists_are_filtered_and_paged(office: Office) -> None:
    for category in ("street-rubbish", "noise", "heating"):
        await reported(office, category=category)
    await reported(office, category="street-light", point=None)
    async with office.leader() as client:
        waiting = (await client.get("/incidents?state=reported")).json()["items"]
        assert [i["category"] for i in waiting] == ["street-light"]
        first = (await client.get("/incidents?limit=3")).json()
        rest = (await client.get(f"/incidents?limit=3&cursor={first['next']}")).json()
        assert len(first["items"]) + len(rest["items"]) == 4
        cell = first["items"][0]["cell"] or first["items"][1]["cell"]
        assert len((await client.get(f"/incidents?cell={cell}")).json()["items"]) == 3


async def test_a_resident_reads_own_reports_only(office: Office) -> None:
    receipt = await reported(office)
    async with office.resident("res_2") as client:
        assert (await client.get(f"/reports/{receipt['report']}")).status_code == 403
        assert (await client.get("/incidents")).status_code == 403
    async with office.leader() as client:
        page = (await client.get(f"/incidents/{receipt['incident']}/reports")).json()
    assert [r["id"] for r in page["items"]] == [receipt["report"]]


async def test_an_id_number_in_the_text_is_refused(office: Office) -> None:
    async with office.resident() as client:
        answer = await client.post("/reports", json={**REPORT, "text": "11010519491231002X"})
    assert answer.status_code == 422
    assert "11010519491231002X" not in answer.text


async def test_the_map_says_who_is_on_duty(office: Office) -> None:
    async with office.leader() as client:
        cells = (await client.get("/cells")).json()["items"]
        at = (await client.get("/cells/at?lng=109.9872&lat=39.8216")).json()
        assert (await client.get("/cells/at?lng=0&lat=0")).status_code == 404
    assert len(cells) == 42
    assert at in cells
    assert at["worker"].startswith("stf_g0")


async def test_whoever_is_no_member_of_staff_cannot_sign(office: Office) -> None:
    receipt = await reported(office)
    async with office.worker("somebody") as client:
        answer = await client.post(f"/incidents/{receipt['incident']}/signature")
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("not-staff")


async def test_incidents_are_counted_by_state(office: Office) -> None:
    await reported(office)
    await reported(office)
    async with office.leader() as client:
        text = (await client.get("/metrics")).text
    for state in ("reported", "registered", "dispatched"):
        assert f'jiedao_grid_incidents_total{{state="{state}"}} 1.0' in text
