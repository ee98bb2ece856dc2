"""A holiday is decreed while applications are under way: their due times move, once."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.calendar import STANDARD_HOURS, Calendars, Layer, Override
from shared.identity.roles import Role
from tests.services.intake.desk import Desk
from tests.services.intake.entrypoints.edge import Edge, serving
from tests.services.intake.entrypoints.test_http import OTHER, handed_in
from tests.services.intake.entrypoints.test_http_ratings import bad

NAADAM = Layer(
    organisation="150602",
    version="2026.1",
    valid_from=date(2026, 1, 1),
    days={date(2026, 9, 9): Override(False, "那达慕放假", "Naadam holiday", "地方假日通知")},
)
DECREED = Calendars((STANDARD_HOURS, NAADAM))


@pytest.fixture
async def decreed(edge: Edge, tmp_path: Path) -> AsyncIterator[Edge]:
    """The same applications, served by a replica that has loaded the new calendar."""
    for papers in ([{"code": "id-card"}, {"code": "household-register"}], []):
        await handed_in(edge, papers=papers)
    desk = Desk(edge.desk.store, edge.desk.clock, records=1000, calendars=DECREED)
    async with serving(tmp_path / "replica", desk) as served:
        yield served


async def moves(edge: Edge, method: str = "GET", org: str = "150602000000", **query: Any) -> Any:
    async with edge.client(Role.OPERATOR, "stf_o0001", org) as operator:
        answer = await operator.request(method, "/calendar/moves", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def dues(page: Any) -> dict[str, tuple[str, str]]:
    return {row["clock"]: (row["before"], row["after"]) for row in page["items"]}


async def test_what_would_move_is_shown_before_anything_moves(decreed: Edge) -> None:
    before = await decreed.desk.cases()
    page = await moves(decreed)
    assert dues(page)["promised"] == ("2026-09-20T17:30:00+08:00", "2026-09-21T17:30:00+08:00")
    assert set(dues(page)) == {"promised", "statutory"}
    assert await decreed.desk.cases() == before


async def test_applying_tells_each_move_once(decreed: Edge) -> None:
    shown = await moves(decreed)
    applied = await moves(decreed, "POST")
    assert applied["items"] == shown["items"]
    assert (await moves(decreed, "POST"))["items"] == []
    told = [data for name, _, data in await decreed.desk.announced() if name == "deadline.moved"]
    assert [data["clock"] for data in told] == [row["clock"] for row in shown["items"]]
    assert {data["calendar"] for data in told} == {
        decreed.desk.calendars.of("150602013000").version
    }


async def test_an_operator_who_applies_a_calendar_has_not_served_the_applicant(
    decreed: Edge,
) -> None:
    await moves(decreed, "POST")
    served = {one for case in await decreed.desk.cases() for one in case.marks.served_by}
    assert "stf_o0001" not in served


async def test_the_timer_follows_a_moved_deadline(decreed: Edge) -> None:
    before = await decreed.desk.next_timer()
    await moves(decreed, "POST")
    after = await decreed.desk.next_timer()
    assert before is not None
    assert after is not None
    assert before < after


async def test_applications_are_looked_at_in_portions(decreed: Edge) -> None:
    await handed_in(decreed)
    first = await moves(decreed, "POST", limit=1)
    rest = await moves(decreed, "POST", limit=1, cursor=first["next"])
    assert sorted((len(first["items"]), len(rest["items"]))) == [0, 2]
    assert rest["next"] is None


async def test_another_organisation_moves_nothing_here(decreed: Edge) -> None:
    assert (await moves(decreed, "POST", org=OTHER))["items"] == []


async def test_only_operators_move_deadlines(decreed: Edge) -> None:
    async with decreed.client(Role.CLERK) as clerk:
        assert (await clerk.post("/calendar/moves")).status_code == 403


async def test_the_clocks_of_a_bad_rating_move_with_a_new_calendar(
    edge: Edge, tmp_path: Path
) -> None:
    desk = Desk(edge.desk.store, edge.desk.clock, records=1000, calendars=DECREED)
    desk.clock.move(datetime.fromisoformat("2026-09-08T09:00:00+08:00"))
    await bad(edge)
    async with (
        serving(tmp_path / "replica", desk) as served,
        served.client(Role.OPERATOR, "stf_o0001") as operator,
    ):
        shown = (await operator.get("/ratings/calendar/moves")).json()
        moved = (await operator.post("/ratings/calendar/moves")).json()
        again = (await operator.post("/ratings/calendar/moves")).json()
    assert dues(shown) == {
        "rating-verification": ("2026-09-09T17:30:00+08:00", "2026-09-10T17:30:00+08:00")
    }
    assert (moved, again["items"]) == (shown, [])
    assert (await edge.desk.announced())[-1][0] == "rating-deadline.moved"
