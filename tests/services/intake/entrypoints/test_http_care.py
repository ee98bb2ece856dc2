from typing import Any

import pytest

from shared.identity.roles import Role
from tests.services.intake.application.test_appointments import somebody
from tests.services.intake.desk import COMMUNITY, STREET, ZHANG
from tests.services.intake.entrypoints.edge import Edge, Wrong
from tests.services.intake.entrypoints.test_http import OTHER

SATURDAY = "2026-09-12T09:30:00+08:00"
NEIGHBOUR = "150602013004"
BODY: dict[str, Any] = {"service": "children-reading", "starts_at": SATURDAY, "person": ZHANG}


async def booked(edge: Edge, n: int = 0, **changes: Any) -> Any:
    async with edge.client(Role.CLERK) as clerk:
        body = {**BODY, "person": {"id_number": somebody(n).id_number}, **changes}
        answer = await clerk.post("/care/bookings", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def sessions(edge: Edge) -> Any:
    async with edge.client(Role.RESIDENT) as resident:
        at = "/care/services/children-reading/sessions?since=2026-09-07&days=7"
        return (await resident.get(at)).json()["items"]


async def test_what_can_be_booked_is_shown_with_its_sessions(edge: Edge) -> None:
    async with edge.client(Role.RESIDENT) as resident:
        services = (await resident.get("/care/services")).json()
    assert {service["audience"] for service in services} == {"aged", "children"}
    assert await sessions(edge) == [
        {
            "id": "children-reading:2026-09-12T0930",
            "starts_at": SATURDAY,
            "ends_at": "2026-09-12T11:00:00+08:00",
            "capacity": 10,
            "free": 10,
            "waiting": 0,
        }
    ]


async def test_a_full_session_has_a_line_and_a_cancelled_place_goes_to_its_head(edge: Edge) -> None:
    every = [await booked(edge, n) for n in range(12)]
    assert [one["state"] for one in every] == ["booked"] * 10 + ["waiting"] * 2
    async with edge.client(Role.KIOSK, "kiosk-1") as kiosk:
        given_up = await kiosk.post(f"/care/bookings/{every[0]['id']}/cancellation")
        moved = (await kiosk.get(f"/care/bookings/{every[10]['id']}")).json()
    assert (given_up.json()["state"], moved["state"], moved["version"]) == (
        "cancelled",
        "booked",
        2,
    )
    (session,) = await sessions(edge)
    assert (session["free"], session["waiting"]) == (0, 1)
    async with edge.client(Role.CLERK) as clerk:
        listed = await clerk.get(f"/care/sessions/{session['id']}/bookings")
    assert [one["id"] for one in listed.json()["items"]] == [one["id"] for one in every[1:]]


async def test_a_clerk_records_who_came_and_who_did_not(edge: Edge) -> None:
    came, missed = await booked(edge, 0), await booked(edge, 1)
    edge.desk.clock.move(edge.desk.clock.now().replace(day=12, hour=3))
    async with edge.client(Role.CLERK) as clerk:
        first = await clerk.post(f"/care/bookings/{came['id']}/attendance")
        second = await clerk.post(f"/care/bookings/{missed['id']}/absence")
        late = await clerk.post(f"/care/bookings/{missed['id']}/cancellation")
    assert (first.json()["state"], second.json()["state"]) == ("attended", "missed")
    assert late.status_code == 409


WRONG: list[Wrong] = [
    ({"service": "moon-walk"}, 404, "没有这项服务"),
    ({"starts_at": "2026-09-13T09:30:00+08:00"}, 422, "没有这一场"),
    ({"starts_at": "2199-12-31T09:30:00+08:00"}, 422, "没有这一场"),
    ({"person": {"name": "张三"}}, 422, "身份证号码"),
    ({"person": {"id_number": "110105194912310021"}}, 422, "身份证号码有误"),
    ({"places": 3}, 422, "places"),
]


async def test_what_cannot_be_booked_is_refused_with_what_to_mend(edge: Edge) -> None:
    told = await edge.refuses("/care/bookings", BODY, WRONG)
    assert "110105194912310021" not in told


@pytest.mark.parametrize("asked", [{"since": "9999-12-31"}, {"since": "2026-09-07", "days": 99}])
async def test_a_list_beyond_what_is_offered_is_refused(edge: Edge, asked: dict[str, str]) -> None:
    async with edge.client(Role.RESIDENT) as resident:
        answer = await resident.get("/care/services/children-reading/sessions", params=asked)
    assert answer.status_code == 422


async def test_a_neighbour_sees_and_changes_nothing(edge: Edge) -> None:
    booking = await booked(edge)
    async with edge.client(Role.CLERK, org=OTHER) as other:
        answers = [
            await other.get(f"/care/sessions/{booking['session']}/bookings"),
            await other.post("/care/bookings", json=BODY),
            await other.get(f"/care/bookings/{booking['id']}"),
            await other.post(f"/care/bookings/{booking['id']}/cancellation"),
        ]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]


@pytest.mark.parametrize("role", [Role.CLERK, Role.KIOSK])
async def test_a_community_shows_and_cancels_what_it_booked_at_its_streets_hub(
    edge: Edge, role: Role
) -> None:
    async with edge.client(role, org=COMMUNITY) as caller:
        booking = (await caller.post("/care/bookings", json=BODY)).json()
        path = f"/care/bookings/{booking['id']}"
        shown = await caller.get(path)
        cancelled = await caller.post(f"{path}/cancellation")
    assert (booking["orgunit"], shown.json()) == (STREET, booking)
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")


async def test_what_the_hub_or_another_community_booked_there_is_not_a_communitys(
    edge: Edge,
) -> None:
    hubs = await booked(edge)
    async with edge.client(Role.CLERK, org=COMMUNITY) as clerk:
        own = (await clerk.post("/care/bookings", json=BODY)).json()
        answers = [
            await clerk.get(f"/care/bookings/{hubs['id']}"),
            await clerk.post(f"/care/bookings/{hubs['id']}/cancellation"),
            await clerk.get(f"/care/sessions/{own['session']}/bookings"),
            # Who came is seen at the hub.
            await clerk.post(f"/care/bookings/{own['id']}/attendance"),
        ]
    async with edge.client(Role.CLERK, org=NEIGHBOUR) as other:
        answers.append(await other.get(f"/care/bookings/{own['id']}"))
    assert [answer.status_code for answer in answers] == [403] * 5


async def test_who_comes_is_listed_though_the_service_is_offered_no_more(edge: Edge) -> None:
    booking = await booked(edge)
    del edge.desk.care._services["children-reading"]
    path = f"/care/sessions/{booking['session']}/bookings"
    async with edge.client(Role.CLERK) as clerk:
        listed = await clerk.get(path)
        empty = await clerk.get("/care/sessions/children-reading:2026-09-19T0930/bookings")
    async with edge.client(Role.CLERK, org=OTHER) as other:
        elsewhere = await other.get(path)
    assert listed.json()["items"] == [booking]
    assert (empty.status_code, elsewhere.status_code) == (404, 403)
