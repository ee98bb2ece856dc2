"""Service points over HTTP, and the staffed twin of everything that a kiosk does."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from shared.identity.roles import Role
from shared.web.auth import Needs
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import application, handed_in


def roles_of(dependant: Dependant | None) -> Iterator[frozenset[Role]]:
    for inner in () if dependant is None else dependant.dependencies:
        if isinstance(inner.call, Needs):
            yield inner.call.roles
        yield from roles_of(inner)


def routes(edge: Edge) -> dict[tuple[str, str], frozenset[Role]]:
    """Return who may call each route; nobody named: whoever has signed in."""
    found: dict[tuple[str, str], frozenset[Role]] = {}
    for route in iter_route_contexts(edge.app.routes):
        for roles in roles_of(getattr(route, "dependant", None)):
            for method in route.methods or ():
                found[method, str(route.path)] = roles
    return found


async def test_everything_that_a_kiosk_may_do_a_clerk_may_do_as_well(edge: Edge) -> None:
    every = routes(edge)
    kiosk = {call for call, roles in every.items() if not roles or Role.KIOSK in roles}
    assert kiosk >= {("POST", "/cases"), ("POST", "/appointments"), ("POST", "/care/bookings")}
    # A rating on paper is entered by a leader who did not serve: the rated enter none.
    rating = ("POST", "/ratings")
    assert Role.SHIFT_LEADER in every[rating]
    kiosk -= {rating}
    assert [call for call in kiosk if every[call] and Role.CLERK not in every[call]] == []
    async with edge.client(Role.CLERK, "stf_c0001") as clerk:
        for method, path in sorted(kiosk):
            url = path.replace("{", "").replace("}", "")
            answer = await clerk.request(method, url, json={} if method == "POST" else None)
            # Asked in vain, for there is nothing to it; but asked by somebody who may.
            assert answer.status_code not in {401, 403, 405, 500}, (method, path)


async def test_every_kiosk_names_a_staffed_point_where_all_of_it_is_done(edge: Edge) -> None:
    async with edge.client(Role.RESIDENT) as resident:
        points: list[dict[str, Any]] = (await resident.get("/points")).json()
    by_code = {point["code"]: point for point in points}
    kiosks = [point for point in points if point["kind"] == "kiosk"]
    assert kiosks
    for kiosk in kiosks:
        twin = by_code[kiosk["twin"]]
        assert twin["kind"] != "kiosk"
        assert set(kiosk["items"]) <= set(twin["items"]) or not twin["items"]


async def test_the_points_are_a_hub_seven_stations_and_more(edge: Edge) -> None:
    async with edge.client(Role.RESIDENT) as resident:
        points = (await resident.get("/points")).json()
        hub = (await resident.get("/points/hub")).json()
        none = await resident.get("/points/moon")
    kinds = [point["kind"] for point in points]
    assert (kinds.count("hub"), kinds.count("station")) == (1, 7)
    assert {"point", "kiosk"} <= set(kinds)
    assert hub in points
    assert (hub["open_now"], hub["next_opening"]) == (True, "2026-09-07T14:30:00+08:00")
    assert hub["hours"]["mon"] == ["08:30-12:00", "14:30-17:30"]
    assert none.status_code == 404


async def test_a_resident_is_told_where_to_go_and_why(edge: Edge) -> None:
    edge.desk.clock.move(datetime.fromisoformat("2026-09-12T10:00:00+08:00"))
    async with edge.client(Role.RESIDENT, org="150602013003") as resident:
        route = (await resident.get("/items/elder-allowance/point")).json()
        none = await resident.get("/items/moon-permit/point")
    assert route["point"] == "hub"
    assert "街道便民服务中心" in route["zh"]
    assert none.status_code == 404


async def test_an_application_shows_its_point_and_a_wrong_one_is_named(edge: Edge) -> None:
    assert (await handed_in(edge, point="station-1"))["point"] == "station-1"
    async with edge.client(Role.CLERK) as clerk:
        wrong = await clerk.post("/cases", json=application(point="moon"))
        other = await clerk.post("/cases", json=application(point="market-point"))
    assert (wrong.status_code, wrong.json()["errors"]) == (
        422,
        [{"field": "point", "detail": "没有服务点“moon”，服务点见 GET /points。"}],
    )
    assert "不受理" in other.json()["detail"]


async def test_a_need_is_shown_on_its_day_and_in_no_stored_answer(edge: Edge) -> None:
    case = await handed_in(edge, need="with-infant")
    assert (case["need"], case["green_channel"]) == (None, True)
    async with edge.client(Role.CLERK) as clerk:
        today = (await clerk.get(f"/cases/{case['id']}")).json()
        edge.desk.clock.move(datetime.fromisoformat("2026-09-08T09:00:00+08:00"))
    async with edge.client(Role.CLERK) as clerk:
        tomorrow = (await clerk.get(f"/cases/{case['id']}")).json()
        free = await clerk.post("/cases", json=application(need="腿脚不便"))
    assert (today["need"], tomorrow["need"]) == ("with-infant", None)
    assert free.status_code == 422
