"""The register of a service tells of each matter what its store holds; one command mends it."""

import asyncio
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from shared.identity.roles import Role
from shared.testing.waiting import until
from tests.journeys.test_overdue_handoff import report
from tests.journeys.town import Town

KINDS = {
    "grid": ("incidents", "reports"),
    "intake": ("cases", "ratings", "bundles", "authorisations", "appointments", "bookings"),
    "jobs": ("seekers", "posts", "matches"),
    "notify": ("notifications", "escalations"),
}


class Books:
    """What the services' databases hold, read past the services."""

    def __init__(self, here: Town, client: MongoClient[dict[str, Any]]) -> None:
        self.here = here
        self._client = client

    def stored(self, service: str) -> dict[str, int]:
        """Return the version of each matter."""
        database = self._client[f"{service}_{self.here.run}"]
        rows = (row for kind in (*KINDS[service], "pauses") for row in database[kind].find())
        return {row["_id"]: row["version"] for row in rows}

    def registered(self, service: str) -> dict[str, int]:
        """Return what the generation that serves says, of whatever organisation."""
        database = self._client[f"{service}_{self.here.run}"]
        state = database["register_state"].find_one() or {"serving": {"number": 1}}
        rows = database["register"].find({"generation": state["serving"]["number"]})
        return {row["subject"]: row["sequence"] for row in rows}

    async def agree(self, service: str) -> bool:
        """Tell whether the register shows just that."""
        return self.registered(service) == self.stored(service)

    def damage(self, service: str) -> None:
        """Delete one row and alter another, as a hand might."""
        rows = self._client[f"{service}_{self.here.run}"]["register"]
        first, second = rows.find().limit(2)
        rows.delete_one({"_id": first["_id"]})
        rows.update_one({"_id": second["_id"]}, {"$set": {"sequence": 999}})


@pytest.fixture
def books(here: Town, mongo_url: str) -> Iterator[Books]:
    with MongoClient[dict[str, Any]](mongo_url) as client:
        yield Books(here, client)


async def rebuilt(here: Town, home: Path, service: str) -> str:
    """Run the operators' one command and return what it says; it must succeed."""
    token = home / "operator.token"
    token.write_text(here.token(Role.OPERATOR, "stf_o0001"), encoding="utf-8")
    words = ["rebuild", "--service", service, "--url", here.urls[service]]
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.mend", *words),
        *("--token-file", str(token), "--reason", "核对发现与业务记录不符"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await command.communicate()
    assert command.returncode == 0, err.decode()
    return out.decode()


async def test_every_row_stands_at_the_version_of_its_matter(here: Town, books: Books) -> None:
    await report(here, 109.991, "井盖松动。")
    for service in KINDS:
        await until(partial(books.agree, service))
    assert books.stored("grid")


async def test_one_command_mends_a_register_while_matters_go_on(
    here: Town, books: Books, tmp_path: Path
) -> None:
    for lng in (109.992, 109.993, 109.994):
        await report(here, lng, "路灯不亮。")
    await until(partial(books.agree, "grid"))
    books.damage("grid")
    assert not await books.agree("grid")
    rebuilding = asyncio.create_task(rebuilt(here, tmp_path, "grid"))
    await report(here, 109.995, "路灯不亮。")
    assert "已重建" in await rebuilding
    await until(partial(books.agree, "grid"))
    seen = await here.call("GET", "grid", "/register", role=Role.OPERATOR)
    assert (seen["serving"]["complete"], seen["building"]) == (True, None)
    shown = await here.pages("grid", "/register/matters", Role.OPERATOR)
    assert {row["subject"] for row in shown} <= books.stored("grid").keys()
    assert shown
