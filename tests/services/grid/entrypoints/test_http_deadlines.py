import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

from shared.calendar import Calendar, Calendars
from shared.calendar.layers import Layer, Override
from shared.identity.roles import Role
from tests.services.grid.block import CALENDARS, STREET, Block, opened
from tests.services.grid.entrypoints.office import Office
from tests.services.grid.entrypoints.test_http import reported, shown


async def deadline(office: Office, key: str) -> dict[str, Any]:
    async with office.leader() as client:
        answer = await client.get(f"/incidents/{key}/deadline")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def building(office: Office) -> tuple[str, str]:
    """Report an illegal building; return the incident and its worker, who handles it."""
    key = (await reported(office, category="illegal-building"))["incident"]
    worker = (await shown(office, key))["worker"]
    async with office.worker(worker) as client:
        for step in ("signature", "handling"):
            assert (await client.post(f"/incidents/{key}/{step}")).is_success
    return key, worker


async def test_the_clocks_are_shown_in_chinas_time_and_explained_in_both_languages(
    office: Office,
) -> None:
    key = (await reported(office, category="noise"))["incident"]
    body = await deadline(office, key)
    assert body["due_at"] == "2026-09-14T17:30:00+08:00"
    assert body["return_by"] == "2026-09-08T09:00:00+08:00"
    (clock,) = body["clocks"]
    assert (clock["name"], clock["title"], clock["alert"]) == ("handling", "处置", "normal")
    assert clock["limit"] == {"amount": 5, "unit": "G"}
    assert (clock["remaining"]["unit"], clock["remaining"]["overdue"]) == ("G", False)
    assert sum(step["counted"] is True for step in clock["steps"]) == 5
    assert all(step["zh"] and step["en"] for step in clock["steps"])


async def test_an_incident_shows_its_next_due_time_and_what_was_announced(
    office: Office, block: Block
) -> None:
    key = (await reported(office, category="noise"))["incident"]
    seen = await shown(office, key)
    assert (seen["due_at"], seen["alert"]) == ("2026-09-14T17:30:00+08:00", "normal")
    block.clock.advance(timedelta(days=10))
    await block.fire()
    late = await shown(office, key)
    assert (late["alert"], late["supervised"]) == ("overdue", True)


async def test_the_worker_ends_a_stage_and_the_leader_extends_another(office: Office) -> None:
    key, worker = await building(office)
    async with office.worker(worker) as client:
        done = await client.post(f"/incidents/{key}/stages/stop-work/done")
        assert done.status_code == 200, done.text
        again = await client.post(f"/incidents/{key}/stages/stop-work/done")
        assert again.status_code == 409
        assert again.json()["type"].endswith("stage-already-done")
        refused = await client.post(f"/incidents/{key}/extension", json={"reasons": "太忙"})
        assert refused.status_code == 403
    assert done.json()["due_at"] == "2026-09-16T17:30:00+08:00"
    body = await deadline(office, key)
    ended = {clock["name"]: clock["ended_at"] for clock in body["clocks"]}
    assert ended["stop-work"] == "2026-09-07T09:00:00+08:00"
    assert (ended["penalty"], ended["demolition"]) == (None, None)
    noise = (await reported(office, category="noise"))["incident"]
    async with office.leader() as client:
        longer = await client.post(f"/incidents/{noise}/extension", json={"reasons": "需协调。"})
    assert longer.json()["due_at"] == "2026-09-20T17:30:00+08:00"


async def test_who_does_not_see_the_incident_does_not_see_its_clocks(office: Office) -> None:
    key = (await reported(office))["incident"]
    async with office.sitting(Role.SHIFT_LEADER, "stf_x", "150602014000") as client:
        assert (await client.get(f"/incidents/{key}/deadline")).status_code == 403


class Decreed(Calendars):
    """The street's calendar once it knows a day off of its own, 9 September."""

    def __init__(self) -> None:
        day = Override(working=False, zh="地方假日", en="a local holiday", source="地方规定")
        days = {date(2026, 9, 9): day}
        local = Layer("150602013", "2026.1", date(2026, 1, 1), days=days)
        self._decreed = Calendar((*CALENDARS.of(STREET).layers, local))

    def of(self, orgunit: str) -> Calendar:
        assert orgunit.startswith("150602013")
        return self._decreed


@asynccontextmanager
async def restarted(block: Block) -> AsyncIterator[tuple[Office, Block]]:
    """Grid on the same store, with the new calendar."""
    now = block.clock.now()
    async with opened(block.store, "d", now, Decreed()) as following:
        yield Office(following), following


async def test_a_new_calendar_moves_due_times_once_and_after_a_preview(
    office: Office, block: Block
) -> None:
    key = (await reported(office, category="noise"))["incident"]
    await reported(office)
    async with (
        restarted(block) as (later, following),
        later.sitting(Role.OPERATOR, "stf_o", STREET) as client,
    ):
        previewed = (await client.get("/calendar/moves")).json()
        assert [(move["id"], move["after"]) for move in previewed["items"]] == [
            (key, "2026-09-15T17:30:00+08:00")
        ]
        assert (await shown(later, key))["due_at"] == "2026-09-14T17:30:00+08:00"
        applied = (await client.post("/calendar/moves")).json()
        assert applied == previewed
        assert (await client.post("/calendar/moves")).json()["items"] == []
        assert (await shown(later, key))["due_at"] == "2026-09-15T17:30:00+08:00"
        moved = (await following.told(about=key))[-1]
    assert (moved.short, moved.data["clock"]) == ("deadline.moved", "handling")
    assert moved.data["before"] == "2026-09-14T09:30:00Z"
    assert moved.data["after"] == "2026-09-15T09:30:00Z"


async def test_moves_come_in_portions(office: Office, block: Block) -> None:
    keys = [(await reported(office, category=c))["incident"] for c in ("noise", "street-light")]
    async with restarted(block) as (later, _), later.leader() as client:
        first = (await client.post("/calendar/moves?limit=1")).json()
        second = (await client.post(f"/calendar/moves?limit=1&cursor={first['next']}")).json()
    assert second["next"] is None
    assert {move["id"] for page in (first, second) for move in page["items"]} == set(keys)


async def test_whoever_looks_at_a_clock_or_a_report_waits_for_nobody_who_writes(
    office: Office,
) -> None:
    key = (await reported(office))["incident"]
    (report,) = await office.block.reports()
    # Here nobody serves the queue of those who write.
    idle = Office(Block(office.block.store))
    async with asyncio.timeout(5), idle.leader() as leader:
        paths = (f"/incidents/{key}/deadline", f"/reports/{report.id}")
        told = [await leader.get(path) for path in paths]
    assert [answer.status_code for answer in told] == [200, 200]
