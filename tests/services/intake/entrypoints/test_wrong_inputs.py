"""What a person would get wrong at each route, and the very words that it is answered with.

The rows stand in `wrong/*.yaml`; `wrong/rows.py` says how to add some.
"""

from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from shared.identity.roles import Role
from shared.web.auth import Needs
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.wrong.rows import TABLES, answered, rows
from tests.services.intake.entrypoints.wrong.world import World

ROWS = {table.stem: list(rows(table)) for table in TABLES}
TRIED = {row.route for table in ROWS.values() for row in table}
LARGE = b"{" + b" " * (1 << 20) + b"}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
async def test_each_fault_is_answered_in_these_words(edge: Edge, table: Path) -> None:
    world = World(edge)
    for row in ROWS[table.stem]:
        said = await answered(edge, world, row.route, row.tried)
        assert said == row.said, f"{row.route} {row.tried}"


def test_no_route_that_can_be_used_wrongly_is_without_rows(edge: Edge) -> None:
    """Every route that writes, and every one that takes a query or names a record."""
    document = edge.app.openapi()["paths"]
    wrong = {
        f"{verb.upper()} {path}"
        for path, item in document.items()
        for verb, operation in item.items()
        if verb != "get" or any(p["in"] != "header" for p in operation.get("parameters", ()))
    }
    assert sorted(wrong - TRIED) == []
    assert sorted(TRIED - wrong) == []


def test_every_route_for_some_roles_is_tried_by_another(edge: Edge) -> None:
    refused = {row.route for table in ROWS.values() for row in table if row.said.says == "403"}
    guarded = {
        f"{method} {route.path}"
        for route in iter_route_contexts(edge.app.routes)
        for method in route.methods or ()
        if f"{method} {route.path}" in TRIED and _roles(getattr(route, "dependant", None))
    }
    assert sorted(guarded - refused) == []


def test_every_step_on_a_record_is_tried_by_somebody_who_has_not_seen_its_last_change(
    edge: Edge,
) -> None:
    stale = {
        row.route
        for table in ROWS.values()
        for row in table
        if row.tried.headers.get("If-Match") and row.said.says == "412 If-Match"
    }
    steps = {
        route for route in TRIED if route.startswith("POST ") and "{key}" in route
    } - WITHOUT_A_VERSION
    assert sorted(steps - stale) == []


WITHOUT_A_VERSION = {
    # It reads, and leaves a line in the log only.
    "POST /ratings/{key}/disclosures",
}


async def test_what_no_route_can_read_is_answered_alike_by_all(edge: Edge) -> None:
    for path, item in edge.app.openapi()["paths"].items():
        if "requestBody" not in item.get("post", {}):
            continue
        at = path.format(key="k", code="hub", ref=f"per_{'a' * 26}", name="mine")
        assert await _detail(edge, at, LARGE) == (413, "请求体太大，请减少内容或分批发送。")
        assert await _detail(edge, at, b'{"a":') == (
            422,
            "请求体不是合法的 JSON，请检查括号、引号和逗号。",
        )
        assert await _detail(edge, at, b'{"onsight": true}') == (
            422,
            "不认识这一项，请删去或检查拼写。",
        )


async def _detail(edge: Edge, path: str, content: bytes) -> tuple[int, str]:
    """Return status and the sentence at the fault, asked by somebody with every role."""
    token = edge.issuer.token("stf_a0001", list(Role), "150602013000", "real-estate")
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "X-Purpose": "handle",
    }
    async with edge.client(Role.CLERK) as anybody:
        answer = await anybody.post(path, content=content, headers=headers)
    problem: dict[str, Any] = answer.json()
    told = {fault["field"]: fault["detail"] for fault in problem["errors"]}
    text = told.get("onsight") or told.get("body") or problem["detail"]
    return answer.status_code, text


def _roles(dependant: Any) -> bool:
    inner = dependant.dependencies if dependant else ()
    return any(
        (isinstance(one.call, Needs) and bool(one.call.roles)) or _roles(one) for one in inner
    )
