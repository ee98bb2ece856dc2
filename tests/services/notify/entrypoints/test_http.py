from shared.events import notify
from shared.events.grid import IncidentDispatched
from shared.identity.roles import Role
from shared.web.auth import open_routes
from shared.web.openapi import openapi_examples
from tests.services.notify.entrypoints.desk import Desk
from tests.services.notify.office import fact

WORKER = "stf_g0101"


async def dispatched(desk: Desk, count: int = 1) -> list[str]:
    raised = [await desk.office.hears(fact(IncidentDispatched, f"inc_{n}")) for n in range(count)]
    return [n.id for some in raised for n in some]


async def test_an_inbox_is_read_in_pages_newest_first(desk: Desk) -> None:
    await dispatched(desk, 5)
    async with desk.client() as client:
        first = (await client.get("/inbox?limit=2")).json()
        second = (await client.get(f"/inbox?limit=2&cursor={first['next']}")).json()
        third = (await client.get(f"/inbox?limit=2&cursor={second['next']}")).json()
    pages = [[entry["number"] for entry in page["items"]] for page in (first, second, third)]
    assert pages == [[5, 4], [3, 2], [1]]
    assert third["next"] is None
    assert first["items"][0]["rule"] == "incident-dispatched"
    assert first["items"][0]["about"] == "inc_4"


async def test_an_empty_inbox_is_an_empty_page(desk: Desk) -> None:
    async with desk.client() as client:
        assert (await client.get("/inbox")).json() == {"items": [], "next": None}


async def test_a_cursor_of_somebody_else_is_refused(desk: Desk) -> None:
    await dispatched(desk, 2)
    async with desk.client() as client, desk.client("stf_g0102") as other:
        page = (await client.get("/inbox?limit=1")).json()
        answer = await other.get(f"/inbox?cursor={page['next']}")
    assert answer.status_code == 422


async def test_reading_and_acting_are_two_things(desk: Desk) -> None:
    await dispatched(desk, 2)
    async with desk.client() as client:
        entry = (await client.get("/inbox")).json()["items"][0]
        read = (await client.post(f"/inbox/{entry['id']}/read")).json()
        assert read["read_at"]
        assert read["acted_at"] is None
        assert (await client.get("/inbox/unread")).json() == {"unread": 1}
        acted = (await client.post(f"/inbox/{entry['id']}/act")).json()
    assert acted["acted_at"]
    events = await desk.office.events()
    assert [e["type"] for e in events].count(notify.NotificationActed.type) == 1


async def test_acting_twice_is_announced_once(desk: Desk) -> None:
    await dispatched(desk)
    async with desk.client() as client:
        path = f"/inbox/{WORKER}:000000000001/act"
        first, second = await client.post(path), await client.post(path)
    assert first.json() == second.json()
    events = await desk.office.events()
    assert [e["type"] for e in events].count(notify.NotificationActed.type) == 1


async def test_nobody_reads_or_acts_in_another_inbox(desk: Desk) -> None:
    await dispatched(desk)
    path = f"/inbox/{WORKER}:000000000001"
    async with desk.client("stf_g0001", Role.SHIFT_LEADER) as leader:
        answers = [
            await leader.get(path),
            await leader.post(f"{path}/read"),
            await leader.post(f"{path}/act"),
        ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


async def test_an_older_version_is_not_changed(desk: Desk) -> None:
    await dispatched(desk)
    path = f"/inbox/{WORKER}:000000000001"
    async with desk.client() as client:
        tag = (await client.get(path)).headers["ETag"]
        assert (await client.get(path, headers={"If-None-Match": tag})).status_code == 304
        await client.post(f"{path}/read", headers={"If-Match": tag})
        stale = await client.post(f"{path}/act", headers={"If-Match": tag})
    assert stale.status_code == 412
    assert "read_at" in stale.text


async def test_an_entry_that_is_not_there_is_not_found(desk: Desk) -> None:
    async with desk.client() as client:
        assert (await client.get(f"/inbox/{WORKER}:000000000009")).status_code == 404
        assert (await client.post(f"/inbox/{WORKER}:000000000009/read")).status_code == 404


async def test_an_operator_sees_why_and_what_became_of_it(desk: Desk) -> None:
    (id_,) = await dispatched(desk)
    await desk.office.sender.enrol()
    await desk.office.sends()
    async with desk.client("stf_o0001", Role.OPERATOR) as operator:
        shown = (await operator.get(f"/notifications/{id_}")).json()
        listed = (await operator.get("/deliveries?outcome=accepted")).json()["items"]
        none = (await operator.get("/deliveries?outcome=unknown")).json()["items"]
    assert shown["event_type"] == IncidentDispatched.type
    assert [(d["channel"], d["outcome"]) for d in shown["deliveries"]] == [
        ("inbox", "accepted"),
        ("email", "accepted"),
    ]
    assert [t["outcome"] for t in shown["deliveries"][1]["tries"]] == ["accepted"]
    assert {d["channel"] for d in listed} == {"inbox", "email"}
    assert none == []
    assert "@" not in str(shown)


async def test_the_history_is_for_operators_and_shift_leaders_of_the_place(desk: Desk) -> None:
    (id_,) = await dispatched(desk)
    async with (
        desk.client("stf_c0001", Role.CLERK) as clerk,
        desk.client("stf_o9999", Role.OPERATOR, "150602014000") as away,
        desk.client("stf_g0001", Role.SHIFT_LEADER) as leader,
    ):
        assert (await clerk.get(f"/notifications/{id_}")).status_code == 403
        assert (await leader.get("/deliveries")).status_code == 403
        assert (await away.get(f"/notifications/{id_}")).status_code == 403
        assert (await away.get("/deliveries")).json()["items"] == []
        assert (await leader.get(f"/notifications/{id_}")).status_code == 200


async def test_residents_and_partners_have_no_inbox(desk: Desk) -> None:
    async with desk.client("res_0001", Role.RESIDENT) as resident:
        assert (await resident.get("/inbox")).status_code == 403
        assert (await resident.get("/inbox/stream")).status_code == 403


def test_no_route_stands_open_and_every_body_has_an_example(desk: Desk) -> None:
    assert open_routes(desk.app) == []
    assert openapi_examples(desk.app) == []
