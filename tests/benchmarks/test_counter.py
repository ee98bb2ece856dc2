"""The sessions of the counter are what intake's routes take, and its table tells of each goal."""

from pathlib import Path
from random import Random
from typing import Any

import httpx2
import pytest

from benchmarks.counter import BODIES
from benchmarks.counter_table import EMPTY, FULL, LIVES, OPEN, THINKING, WAYS, Level, section
from benchmarks.peers.sessions import SESSIONS
from shared.identity.roles import Role
from tests.services.intake.desk import STREET
from tests.services.intake.entrypoints.edge import Edge, serving

ROLES = [Role.CLERK, Role.REVIEWER]
ASKED = {
    "desk": "counts queue get history claim review search create accept",
    "instant": "create decide search",
    "promised": "create accept review decide search",
}


class Caller:
    """One member of staff at an edge, whose every request is to be answered well."""

    bodies = BODIES

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self.dice = Random(2)  # noqa: S311 - no secret
        self.names: list[str] = []

    async def get(self, name: str, path: str, **query: str | int) -> Any:
        return await self._call(name, "GET", path, "stf_c0001", params=query)

    async def post(self, name: str, path: str, body: Any = None, *, colleague: bool = False) -> Any:
        return await self._call(name, "POST", path, f"stf_c000{1 + colleague}", json=body)

    async def _call(self, name: str, method: str, path: str, who: str, **said: Any) -> Any:
        token = self._edge.issuer.token(who, ROLES, STREET)
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self._edge.app), base_url="http://test"
        ) as web:
            told = {"Authorization": f"Bearer {token}"}
            answer = await web.request(method, path, headers=told, **said)
        assert answer.status_code < 300, (method, path, answer.text)
        self.names.append(name)
        return answer.json()


@pytest.mark.parametrize("session", SESSIONS)
async def test_a_session_asks_what_the_routes_take(session: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as edge:
        if session == "desk":
            # Somebody else has accepted one before, so that something waits.
            made = await Caller(edge).post("", "/cases", BODIES["staffed"])
            await Caller(edge).post("", f"/cases/{made['id']}/acceptance", {}, colleague=True)
        caller = Caller(edge)
        await SESSIONS[session](caller)
    assert caller.names == ASKED[session].split()


def test_a_goal_is_judged_by_the_middle_round_and_the_full_database_by_the_empty_one() -> None:
    delays = {"counts": [0.04], "queue": [0.06], "get": [0.01], "claim": [0.09]}
    found = {(FULL, way): [Level(delays, 5.0, 45.0)] * 3 for way in WAYS}
    found |= {(FULL, way): [Level(delays, n, 300.0) for n in (1.0, 95.0, 200.0)] for way in LIVES}
    found |= {(EMPTY, way): [Level(delays, 100.0, 300.0)] for way in LIVES}
    table = section(1_000_000, found)
    met = {goal.what: goal.met for goal in table.goals}
    assert met[f"counts p95, {THINKING.said}"]
    assert not met[f"queue p95, {THINKING.said}"]
    assert met[f"write p95, {THINKING.said}"]
    assert met[f"lives/s, {LIVES[0].said}, 1,000,000 over empty"]
    assert not met[f"lives/s, {LIVES[0].said}, 1,000,000"]
    assert any(OPEN.said in row[0] for row in table.rows)
