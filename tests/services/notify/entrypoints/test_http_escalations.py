from shared.events.grid import IncidentDispatched
from shared.events.intake_deadlines import CaseOverdue
from shared.identity.roles import Role
from tests.services.notify.entrypoints.desk import Desk
from tests.services.notify.office import fact

LEADER = "stf_g0001"
FIRST = f"/inbox/{LEADER}:000000000001"


async def test_who_was_told_acknowledges_and_sees_who_did(desk: Desk) -> None:
    await desk.office.hears(fact(CaseOverdue, "case_x"))
    async with desk.client(LEADER, Role.SHIFT_LEADER) as client:
        waiting = (await client.get(f"{FIRST}/escalation")).json()
        entry = await client.post(f"{FIRST}/ack")
        again = await client.post(f"{FIRST}/ack")
        taken = (await client.get(f"{FIRST}/escalation")).json()
    assert (waiting["state"], waiting["rungs"][0]) == (
        "raised",
        {"staff": [LEADER], "within": "4H"},
    )
    assert entry.status_code == again.status_code == 200
    assert entry.json()["acknowledged_at"] == again.json()["acknowledged_at"] is not None
    assert (taken["state"], taken["acknowledged_by"]) == ("acknowledged", LEADER)


async def test_an_acknowledgement_of_an_older_version_is_refused(desk: Desk) -> None:
    await desk.office.hears(fact(CaseOverdue, "case_x"))
    async with desk.client(LEADER, Role.SHIFT_LEADER) as client:
        await client.post(f"{FIRST}/read")
        answer = await client.post(f"{FIRST}/ack", headers={"If-Match": '"1"'})
    assert answer.status_code == 412


async def test_what_asks_for_nothing_says_so(desk: Desk) -> None:
    await desk.office.hears(fact(IncidentDispatched))
    async with desk.client() as client:
        path = "/inbox/stf_g0101:000000000001"
        refused = await client.post(f"{path}/ack")
        absent = await client.get(f"{path}/escalation")
    assert (refused.status_code, absent.status_code) == (409, 404)
    assert refused.json()["type"].endswith(":nothing-to-acknowledge")


async def test_overseers_list_what_waits_within_their_scope(desk: Desk) -> None:
    for number in range(3):
        await desk.office.hears(fact(CaseOverdue, f"case_{number}"))
    async with desk.client(LEADER, Role.SHIFT_LEADER) as client:
        await client.post(f"{FIRST}/ack")
        waiting = (await client.get("/escalations?state=raised")).json()["items"]
        every = (await client.get("/escalations?limit=2")).json()
        one = await client.get(f"/escalations/{waiting[0]['id']}")
        same = await client.get(
            f"/escalations/{waiting[0]['id']}", headers={"If-None-Match": one.headers["ETag"]}
        )
        none = await client.get("/escalations/esc_x")
    assert {row["about"] for row in waiting} == {"case_1", "case_2"}
    assert (len(every["items"]), every["next"] is None) == (2, False)
    assert (one.status_code, same.status_code, none.status_code) == (200, 304, 404)


async def test_another_unit_and_other_roles_see_none(desk: Desk) -> None:
    await desk.office.hears(fact(CaseOverdue, "case_x"))
    id_ = (await desk.office.escalation()).id
    async with (
        desk.client("stf_x0001", Role.SHIFT_LEADER, "150602014000") as elsewhere,
        desk.client() as worker,
    ):
        assert (await elsewhere.get("/escalations")).json()["items"] == []
        assert (await elsewhere.get(f"/escalations/{id_}")).status_code == 403
        assert (await worker.get("/escalations")).status_code == 403
