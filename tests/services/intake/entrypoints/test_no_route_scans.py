"""What MongoDB itself notes of every question that intake's routes ask: none reads a collection.

The routes are those of the application, so that none is left out: a new one that names something
by a member which nothing here fills is a failure.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2

from services.intake.adapters.mongo import INDEXES
from services.intake.domain.work.queues import BY_NAME
from shared.identity.roles import Role
from shared.storage.mongo import MongoStore, ensure_indexes
from tests.services.intake.desk import ZHANG, Desk
from tests.services.intake.entrypoints.desks import WORK, post
from tests.services.intake.entrypoints.edge import Edge, serving
from tests.services.intake.entrypoints.test_http import handed_in
from tests.services.intake.entrypoints.test_http_agents import authorised
from tests.services.intake.entrypoints.test_http_appointments import booked as appointed
from tests.services.intake.entrypoints.test_http_bundles import handed_in as one_matter
from tests.services.intake.entrypoints.test_http_care import booked
from tests.services.intake.entrypoints.test_http_exchange import export
from tests.services.intake.entrypoints.test_http_partners import with_partner
from tests.services.intake.entrypoints.test_http_progress import ask
from tests.services.intake.entrypoints.test_http_ratings import bad

NOTED_BYTES = 64 * 2**20
ROLES = (Role.CLERK, Role.REVIEWER, Role.SHIFT_LEADER, Role.OPERATOR, Role.SERVICE)
PURPOSE = {"X-Purpose": "handle"}
# One row a page, so that each list has a next one, and is asked for it.
QUERIES: Mapping[str, tuple[str, ...]] = {
    "/cases": ("limit=1", "state=accepted", "item_code=elder-allowance", "project_no=1"),
    "/cases/search": (
        *("limit=1", "state=accepted&limit=1", "item_code=elder-allowance&point=hub"),
        *("claimed_by=stf_c0001", "point=hub&received_from=2026-09-01", "number=20260907000001"),
        "state=archived&item_code=elder-allowance",
    ),
    "/bundles": ("limit=1", "state=correction&limit=1", "matter=new-start&limit=1"),
    "/kpis": ("from=2026-09-01&to=2026-10-31",),
    "/ratings": ("limit=1", "state=verifying"),
    f"{WORK}/queues": ("", "point=hub"),
    f"{WORK}/queues/{{name}}": ("limit=1", "limit=1&point=hub"),
    "/partners/{partner}/reconciliation": ("day=2026-09-07",),
}
INDEXED = ("IXSCAN", "IDHACK", "COUNT_SCAN", "DISTINCT_SCAN")


async def lived(edge: Edge) -> dict[str, list[str]]:
    """Let there be some of everything; return what stands in each route's braces."""
    case, rating = await handed_in(edge, point="hub"), await bad(edge)
    await handed_in(edge, papers=[])
    await post(edge, f"/cases/{case['id']}/claim", Role.REVIEWER, "stf_r0001")
    await with_partner(edge)
    letter, place, seat = await authorised(edge), await appointed(edge), await booked(edge)
    await ask(edge, case["receipt_code"])
    who, bundle = case["applicant"]["ref"], await one_matter(edge, "household-register")
    return {
        "/cases/{key}": [case["id"]],
        f"/bundles/{bundle['id']}/receipts/{{number}}": [bundle["receipts"][0]["number"]],
        "/bundles/{key}": [bundle["id"]],
        "/matters/{code}": ["new-start"],
        "/ratings/{key}": [rating.rpartition("/")[2]],
        "/authorisations/{key}": [letter["id"]],
        "/appointments/{key}": [place["id"]],
        "/care/bookings/{key}": [seat["id"]],
        "/care/services/{code}": ["children-reading"],
        "{code}": ["hub"],
        "/items/{code}": ["elder-allowance"],
        "{session}": [seat["session"]],
        "{number}": [case["receipts"][0]["number"]],
        "{partner}": ["real-estate"],
        "{name}": [*BY_NAME],
        "{ref}": [who],
    }


def filled(path: str, names: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield a route's addresses; the longest name that it begins with fills it."""
    for name in sorted((n for n in names if n in path), key=len, reverse=True):
        if name in path:
            for value in names[name]:
                braces = name[name.index("{") :]
                yield from filled(path.replace(name, name.replace(braces, value)), names)
            return
    assert "{" not in path, f"nothing fills {path}"
    yield path


async def asked(edge: Edge, address: str, headers: Mapping[str, str]) -> httpx2.Response:
    for role in ROLES:
        async with edge.client(role, **headers) as caller:
            answer = await caller.get(address)
        if answer.status_code != 403:
            return answer
    async with edge.client(Role.PARTNER, partner="real-estate") as partner:
        return await partner.get(address)


async def every_list_and_view(edge: Edge, names: Mapping[str, list[str]]) -> None:
    for path, operations in edge.app.openapi()["paths"].items():
        if "get" not in operations:
            continue
        for address in filled(path, names):
            for query in QUERIES.get(path, ("",)):
                answer = await asked(edge, f"{address}?{query}", {})
                assert answer.status_code == 200, (address, query, answer.text)
                if following := answer.json().get("next") if "limit=1" in query else None:
                    await asked(edge, f"{address}?{query}&cursor={following}", {})


async def every_question_about_a_person(edge: Edge, ref: str) -> None:
    async with edge.client(Role.CLERK, **PURPOSE) as clerk:
        for given in ({"phone": ZHANG["phone"]}, {"id_number": ZHANG["id_number"]}):
            found = await clerk.post("/cases/search", json=given)
            assert found.json()["items"]
    await post(edge, f"/people/{ref}/disclosures", Role.CLERK, "stf_c0001", None, **PURPOSE)
    own = {"X-Purpose": "own"}
    await post(edge, f"/people/{ref}/access-exports", Role.CLERK, "stf_c0001", None, **own)
    why = {"ground": "consent-withdrawn", "reason": "本人书面申请。"}
    await post(edge, f"/people/{ref}/erasure", Role.OPERATOR, "stf_o0001", why)


async def noted(store: MongoStore) -> list[dict[str, Any]]:
    """Return every question that the server noted, but those that go by the key alone."""
    asked = {"op": {"$in": ["query", "command", "update", "remove"]}, "planSummary": {"$exists": 1}}
    rows = await store.database["system.profile"].find(asked).to_list(length=None)
    return [row for row in rows if not row["ns"].endswith(("system.profile", ".outbox"))]


def by_key(row: Mapping[str, Any]) -> bool:
    asked = row["command"].get("filter", row["command"].get("q", {}))
    return set(asked) <= {"_id", "version"} and bool(asked)


async def test_no_question_of_any_route_reads_a_collection(
    real_store: MongoStore, tmp_path: Path
) -> None:
    await ensure_indexes(real_store, INDEXES)
    database = real_store.database
    await database.create_collection("system.profile", capped=True, size=NOTED_BYTES)
    await database.command({"profile": 2})
    try:
        async with serving(tmp_path, Desk(store=real_store)) as edge:
            names = await lived(edge)
            await every_list_and_view(edge, names)
            await export(edge)
            await every_question_about_a_person(edge, names["{ref}"][0])
    finally:
        await database.command({"profile": 0})
    rows = await noted(real_store)
    scans = [
        (row["ns"], row["planSummary"], row["command"])
        for row in rows
        if not row["planSummary"].startswith(INDEXED) and not by_key(row)
    ]
    assert scans == []
    assert len({row["ns"] for row in rows}) > 15
