"""Every route of every service, without, with wrong, expired, foreign and right tokens."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from shared.events.catalogue import SERVICES
from shared.identity.roles import Role
from shared.web.auth import OPEN_PATHS, Needs, open_routes
from tests.journeys.seeds import DISTRICT, Seeds, seed
from tests.journeys.town import STREET, Town

ELSEWHERE, NEXT_STREET = "110101001000", "150602014000"
CATALOGUE = "the guide of service items is for everybody"
POINTS = "where to go, when it is open and what is free is for everybody"
MAP = "the map is the same for everybody"
OWN = "the caller's own inbox, whoever the caller is"
BELOW = "it moves what belongs to the caller's own organisation and those below it"
RECEIPT = "whoever holds the receipt may rate, wherever the holder lives"
FIGURES = "figures of the caller's own organisation and those below it"
RESULTS = "a partner decides what was handed to it, and each row is answered for itself"
QUEUE = "the part of a queue that is the caller's own organisation's, or below it"
NEW = "what is made here belongs to the caller's own organisation"
WORK = "/work"
OPEN_TO_OTHERS = {
    ("intake", "GET", "/items"): CATALOGUE,
    ("intake", "GET", "/items/{code}"): CATALOGUE,
    ("intake", "POST", "/items/{code}/form"): CATALOGUE,
    ("intake", "GET", "/matters"): CATALOGUE,
    ("intake", "GET", "/matters/{code}"): CATALOGUE,
    ("intake", "POST", "/matters/{code}/form"): CATALOGUE,
    ("intake", "GET", "/items/{code}/point"): POINTS,
    ("intake", "GET", "/points"): POINTS,
    ("intake", "GET", "/points/{code}"): POINTS,
    ("intake", "GET", "/points/{code}/slots"): POINTS,
    ("intake", "GET", "/care/services"): POINTS,
    ("intake", "GET", "/care/services/{code}/sessions"): POINTS,
    ("intake", "POST", "/authorisations"): NEW,
    ("intake", "POST", "/cases"): NEW,
    ("intake", "POST", "/bundles"): NEW,
    ("grid", "POST", "/reports"): "anybody may report; the place says whose matter it is",
    ("intake", "POST", "/calendar/moves"): BELOW,
    ("intake", "POST", "/ratings/calendar/moves"): BELOW,
    ("intake", "POST", "/bundles/calendar/moves"): BELOW,
    ("intake", "POST", "/ratings"): RECEIPT,
    ("intake", "GET", "/rating-details"): CATALOGUE,
    ("intake", "GET", "/kpis"): FIGURES,
    ("intake", "GET", f"{WORK}/queues"): FIGURES,
    ("intake", "POST", f"{WORK}/reassignments"): BELOW,
    ("intake", "GET", "/exchange/rows"): FIGURES,
    ("intake", "POST", "/exchange/results"): RESULTS,
    ("intake", "POST", "/retention/runs"): BELOW,
    ("intake", "GET", f"{WORK}/queues/{{name}}"): QUEUE,
    ("grid", "POST", "/calendar/moves"): BELOW,
    ("grid", "GET", "/cells"): MAP,
    ("grid", "GET", "/cells/at"): MAP,
    ("jobs", "POST", "/posts"): NEW,
    ("notify", "GET", "/inbox"): OWN,
    ("notify", "GET", "/inbox/unread"): OWN,
    ("notify", "GET", "/inbox/stream"): OWN,
}
KNOWINGLY_OPEN = {
    ("intake", "POST", "/progress"): "whoever applied asks with the receipt: its code and the last"
    " four characters of a number stand for the token",
}
# Lists that are asked for in a body, so that what is looked for stands in no URL.
SEARCHES = {("intake", "POST", "/cases/search")}


@pytest.fixture(scope="module")
async def seeds(here: Town) -> Seeds:
    return await seed(here)


def routes(service: str, app: FastAPI) -> Iterator[tuple[str, str, frozenset[Role]]]:
    """Yield method, path and the roles that may, of every guarded route."""
    for route in iter_route_contexts(app.routes):
        if route.path is None or route.path in OPEN_PATHS:
            continue
        allowed = [roles for roles in map(guard, calls(route.dependant)) if roles is not None]
        roles = frozenset.intersection(*allowed) if allowed else frozenset()
        for method in route.methods or ():
            if (service, method, route.path) in KNOWINGLY_OPEN:
                continue
            yield method, str(route.path), roles


def calls(dependant: Any) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from calls(inner)


def guard(call: object) -> frozenset[Role] | None:
    return (call.roles or frozenset(Role)) if isinstance(call, Needs) else None


def example(app: FastAPI, method: str, template: str) -> Any:
    """Return the body that the published interface shows, so that only the caller is wrong."""
    described = app.openapi()
    operation = described["paths"][template][method.lower()]
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    model = schema.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return described["components"]["schemas"][model]["example"] if model else {}


async def ask(
    here: Town, service: str, method: str, path: str, token: str, body: Any = None
) -> httpx2.Response:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    request = here.client.build_request(
        method,
        f"{here.urls[service]}{path}",
        headers={**headers, "x-purpose": "handle"},
        json=body or {},
    )
    response = await here.client.send(request, stream=True)
    if "text/event-stream" not in response.headers.get("content-type", ""):
        await response.aread()
    await response.aclose()
    return response


@pytest.mark.parametrize("service", SERVICES)
async def test_no_route_stands_open_but_the_one_that_does_so_knowingly(
    here: Town, service: str
) -> None:
    knowingly = [f"{method} {path}" for of, method, path in KNOWINGLY_OPEN if of == service]
    assert open_routes(here.apps[service]) == knowingly


@pytest.mark.parametrize("service", SERVICES)
async def test_every_route_refuses_wrong_tokens_and_takes_the_right_one(
    here: Town, service: str
) -> None:
    here_, there = STREET, "nobody-0000"
    expired = here.token(Role.OPERATOR, "stf_o0001", lifetime=timedelta(hours=-1))
    for method, template, roles in routes(service, here.apps[service]):
        path = re.sub(r"{[^}]+}", there, template)
        told = f"{method} {template}"
        for wrong in ("", "not-a-token", expired, here.token(Role.CLERK, "x")[:-4] + "AAAA"):
            refused = await ask(here, service, method, path, wrong)
            assert refused.status_code == 401, told
            assert refused.headers["content-type"] == "application/problem+json", told
        for role in set(Role) - roles:
            refused = await ask(here, service, method, path, here.token(role, "stf_x0001", here_))
            assert refused.status_code == 403, (told, role)
        for role in roles:
            right = here.token(role, "stf_c0001", here_, partner="hotline")
            taken = await ask(here, service, method, path, right)
            assert taken.status_code not in {401, 500}, (told, role, taken.status_code)


@pytest.mark.parametrize("service", SERVICES)
async def test_another_organisations_token_sees_and_changes_nothing_here(
    here: Town, seeds: Seeds, service: str
) -> None:
    before = await standing(here, seeds, service)
    for method, template, roles in routes(service, here.apps[service]):
        path = seeds.path(service, template)
        body = example(here.apps[service], method, template)
        if (service, method, template) in OPEN_TO_OTHERS:
            continue
        for role, org in product(sorted(roles), (ELSEWHERE, NEXT_STREET)):
            foreign = here.token(role, "stf_z0001", org, partner="hotline")
            answer = await ask(here, service, method, path, foreign, body)
            told = (method, template, role, org, answer.status_code)
            is_empty_list = answer.status_code == 200 and answer.json().get("items") == []
            reads = method == "GET" or (service, method, template) in SEARCHES
            sees_nothing = reads and path == template and is_empty_list
            assert answer.status_code == 403 or sees_nothing, told
    assert await standing(here, seeds, service) == before


async def standing(here: Town, seeds: Seeds, service: str) -> dict[str, Any]:
    """Return what every templated GET shows its rightful caller: versions, or all of it."""
    seen = {}
    for method, template, roles in routes(service, here.apps[service]):
        # What is open and free for everybody changes as time passes, with no call at all.
        passing = OPEN_TO_OTHERS.get((service, method, template)) == POINTS
        if method == "GET" and "{" in template and not passing:
            for role in sorted(roles - {Role.RESIDENT}):
                right = here.token(role, seeds.owner, DISTRICT, partner="real-estate")
                answer = await ask(here, service, method, seeds.path(service, template), right)
                assert answer.status_code == 200, (template, role, answer.status_code)
                seen[f"{template} {role}"] = _shown(answer)
    return seen


def _shown(answer: httpx2.Response) -> Any:
    if "json" not in answer.headers["content-type"]:
        return answer.content
    shown = answer.json()
    return shown.get("version", shown)


def test_every_exception_names_a_route(here: Town) -> None:
    known = {(s, m, t) for s in SERVICES for m, t, _ in routes(s, here.apps[s])}
    assert OPEN_TO_OTHERS.keys() - known == set()
