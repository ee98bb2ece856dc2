from pathlib import Path
from typing import Any

import bson
import pytest

from services.intake.adapters.counter.points import Points
from shared.identity.roles import Role
from shared.testing.memory import MemoryStore
from tests.services.intake.desk import COMMUNITY, POINTS, STREET, ZHANG, Desk
from tests.services.intake.entrypoints.edge import Edge, Wrong, serving
from tests.services.intake.entrypoints.test_http import OTHER

NINE = "2026-09-14T09:00:00+08:00"
SLOTS = "/points/hub/slots?day=2026-09-14"
BODY: dict[str, Any] = {"point": "hub", "starts_at": NINE, "person": ZHANG}


async def booked(edge: Edge, role: Role = Role.KIOSK, **changes: Any) -> Any:
    async with edge.client(role, "kiosk-1") as caller:
        answer = await caller.post("/appointments", json={**BODY, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_place_is_found_booked_at_a_kiosk_and_shown_to_the_clerk(edge: Edge) -> None:
    async with edge.client(Role.RESIDENT) as resident:
        before = (await resident.get(SLOTS)).json()["items"]
    appointment = await booked(edge)
    async with edge.client(Role.CLERK) as clerk:
        after = (await clerk.get(SLOTS)).json()["items"]
        today = (await clerk.get("/points/hub/slots")).json()["items"]
        day = await clerk.get("/points/hub/appointments", params={"day": "2026-09-14"})
        one = await clerk.get(f"/appointments/{appointment['id']}")
    assert (before[1], after[1]) == (
        {"starts_at": NINE, "free": 4},
        {"starts_at": NINE, "free": 3},
    )
    assert len(before) == 13
    assert today[0]["starts_at"] == "2026-09-07T09:30:00+08:00"  # it is nine
    assert day.json()["items"] == [appointment] == [one.json()]
    assert "张三" not in day.text


async def test_a_kiosk_cancels_and_checks_in_and_a_clerk_does_so_too(edge: Edge) -> None:
    first = await booked(edge)
    async with edge.client(Role.CLERK) as clerk:
        cancelled = await clerk.post(f"/appointments/{first['id']}/cancellation")
    second = await booked(edge)
    edge.desk.clock.move(edge.desk.clock.now().replace(day=14))
    async with edge.client(Role.KIOSK, "kiosk-1") as kiosk:
        came = await kiosk.post(f"/appointments/{second['id']}/attendance")
        absent = await kiosk.post(f"/appointments/{second['id']}/absence")
    assert (cancelled.json()["state"], came.json()["state"]) == ("cancelled", "attended")
    assert absent.status_code == 403


WRONG: list[Wrong] = [
    ({"starts_at": "2026-09-14T09:10:00+08:00"}, 422, "没有这个可预约时段"),
    ({"starts_at": "2026-09-14T09:00:00"}, 422, "starts_at"),
    ({"starts_at": "9999-12-31T23:59:59+08:00"}, 422, "starts_at"),
    ({"point": "moon"}, 404, "没有这个服务点"),
    ({"item_code": "moon-permit"}, 422, "item_code"),
    ({"person": {"name": "张三"}}, 422, "预约实行实名制"),
    ({"person": None}, 422, "person 和 person_ref 必须且只能填写一个"),
    ({"person": None, "person_ref": f"per_{'z' * 26}"}, 404, "没有"),
    ({"person": None, "person_ref": "张三"}, 422, "person_ref"),
]


async def test_what_cannot_be_booked_is_refused_with_what_to_mend(edge: Edge) -> None:
    await edge.refuses("/appointments", BODY, WRONG)


async def test_a_second_place_on_the_day_is_refused(edge: Edge) -> None:
    first = await booked(edge)
    body = {**BODY, "person": None, "person_ref": first["person"]}
    async with edge.client(Role.CLERK) as clerk:
        answer = await clerk.post("/appointments", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "person")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "tomorrow"])
async def test_a_day_that_is_none_of_this_age_is_refused(edge: Edge, day: str) -> None:
    async with edge.client(Role.CLERK) as clerk:
        slots = await clerk.get("/points/hub/slots", params={"day": day})
        listed = await clerk.get("/points/hub/appointments", params={"day": day})
    assert (slots.status_code, listed.status_code) == (422, 422)


async def test_no_half_hour_is_offered_that_booking_would_refuse(edge: Edge) -> None:
    # Thirty days from nine o'clock of the eighth end at nine o'clock of the first day after.
    edge.desk.clock.move(edge.desk.clock.now().replace(day=8))
    offered = []
    async with edge.client(Role.RESIDENT) as resident:
        for day in ("2026-09-07", "2026-10-08", "2099-12-31"):
            answer = await resident.get("/points/hub/slots", params={"day": day})
            offered.append([slot["starts_at"][11:16] for slot in answer.json()["items"]])
    assert offered == [[], ["08:30", "09:00"], []]


async def test_a_neighbour_sees_and_changes_nothing(edge: Edge) -> None:
    appointment = await booked(edge)
    async with edge.client(Role.CLERK, org=OTHER) as other:
        answers = [
            await other.get("/points/hub/appointments", params={"day": "2026-09-14"}),
            await other.get(f"/appointments/{appointment['id']}"),
            await other.post("/appointments", json=BODY),
            await other.post(f"/appointments/{appointment['id']}/cancellation"),
        ]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]


async def test_the_same_key_books_once(edge: Edge) -> None:
    key = {"Idempotency-Key": "kiosk-1-0001"}
    async with edge.client(Role.KIOSK, "kiosk-1", **key) as kiosk:
        first = await kiosk.post("/appointments", json=BODY)
        again = await kiosk.post("/appointments", json=BODY)
    assert first.json() == again.json()


@pytest.mark.parametrize("role", [Role.CLERK, Role.KIOSK])
async def test_a_community_shows_and_cancels_what_it_booked_at_its_streets_hub(
    edge: Edge, role: Role
) -> None:
    async with edge.client(role, org=COMMUNITY) as caller:
        appointment = (await caller.post("/appointments", json=BODY)).json()
        path = f"/appointments/{appointment['id']}"
        shown = await caller.get(path)
        day = await caller.get("/points/hub/appointments", params={"day": "2026-09-14"})
        cancelled = await caller.post(f"{path}/cancellation")
    assert (appointment["orgunit"], shown.json()) == (STREET, appointment)
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert day.status_code == 403


async def test_what_was_booked_before_it_was_kept_where_is_the_points_alone(edge: Edge) -> None:
    async with edge.client(Role.CLERK, org=COMMUNITY) as clerk:
        one = (await clerk.post("/appointments", json=BODY)).json()
        assert isinstance(edge.desk.store, MemoryStore)
        rows = edge.desk.store.rows["appointments"]
        old = {k: v for k, v in bson.decode(rows[one["id"]]).items() if k != "booked_in"}
        rows[one["id"]] = bson.encode(old)
        assert (await clerk.get(f"/appointments/{one['id']}")).status_code == 403
    async with edge.client(Role.CLERK) as clerk:
        assert (await clerk.get(f"/appointments/{one['id']}")).json() == one


async def test_who_comes_is_listed_though_the_point_is_there_no_more(tmp_path: Path) -> None:
    desk = Desk(points=Points(Points.load(POINTS).every()))
    async with serving(tmp_path, desk) as edge:
        appointment = await booked(edge)
        del desk.points._points["hub"]
        async with edge.client(Role.CLERK) as clerk:
            day = await clerk.get("/points/hub/appointments", params={"day": "2026-09-14"})
            empty = await clerk.get("/points/hub/appointments", params={"day": "2026-09-15"})
    assert day.json()["items"] == [appointment]
    assert empty.status_code == 404
