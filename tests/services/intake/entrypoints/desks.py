"""Staff at their queues, as tests ask for them over HTTP."""

from typing import Any

from shared.identity.roles import Role
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import handed_in

WORK = "/work"
PROBLEM = "urn:jiedao:problem:"


async def get(edge: Edge, path: str, role: Role = Role.CLERK, **who: str) -> Any:
    async with edge.client(role, **who) as staff:
        answer = await staff.get(path)
    body = answer.json()
    return body if isinstance(body, list) else body | {"status": answer.status_code}


async def post(edge: Edge, path: str, role: Role, subject: str, body: Any = None, **h: str) -> Any:
    async with edge.client(role, subject, **h) as staff:
        answer = await staff.post(path, json=body)
    return answer.json() | {"status": answer.status_code}


async def counts(edge: Edge, role: Role = Role.CLERK, **who: str) -> dict[str, int]:
    return {
        q["name"]: q["count"] for q in await get(edge, f"{WORK}/queues", role, **who) if q["count"]
    }


async def queue(edge: Edge, name: str, role: Role = Role.CLERK, **who: str) -> list[str]:
    page = await get(edge, f"{WORK}/queues/{name}", role, **who)
    return [row["project_no"][-2:] for row in page["items"]]


async def days_of(edge: Edge, name: str) -> list[str]:
    """Return the days on which three applications came, a page for each, as a reviewer reads it."""
    days, cursor = [], ""
    for _ in range(3):
        page = await get(edge, f"{WORK}/queues/{name}?limit=1{cursor}", Role.REVIEWER)
        days += [row["received_at"][8:10] for row in page["items"]]
        cursor = f"&cursor={page['next']}"
    return days


async def noticed(edge: Edge) -> str:
    """Return an application whose papers have come at last, checked by staff."""
    case = await handed_in(edge, papers=[])
    path = f"/cases/{case['id']}/correction"
    await post(edge, path, Role.CLERK, "stf_c0001", {"papers": [{"code": "id-card"}]})
    return str(case["id"])
