"""Who may call which route: a token of the role that its guard asks for, with a purpose."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from shared.identity.issuer import Issuer
from shared.identity.roles import Role
from shared.web.auth import Needs, NeedsPurpose

STREET = "150602013000"
# Who may publish to which service: somebody whose types it hears, where there is one.
PARTNERS = {
    "intake": "real-estate",
    "grid": "hotline",
    "jobs": "gig-feed",
    "notify": "hotline",
}


def headers_by_operation(service: str, app: FastAPI, issuer: Issuer) -> dict[str, dict[str, str]]:
    """Return the headers of somebody who may call, by operation (``POST /cases``)."""
    return {
        f"{method} {route.path}": _headers(route.dependant, issuer, PARTNERS[service])
        for route in iter_route_contexts(app.routes)
        for method in sorted(route.methods or ())
        if getattr(route, "dependant", None) is not None
    }


def _headers(dependant: Any, issuer: Issuer, partner: str) -> dict[str, str]:
    guards = list(_guards(dependant))
    if not guards:
        return {}
    roles = set.intersection(*(set(guard.roles or Role) for guard in guards))
    # A grid worker may do what is its own only: somebody else, where there is somebody.
    role = min(roles, key=lambda one: (one is Role.GRID_WORKER, list(Role).index(one)))
    subject = f"stf_{role.value[0]}0001"
    token = issuer.token(subject, [role], STREET, partner if role is Role.PARTNER else None)
    asked = any(isinstance(guard, NeedsPurpose) for guard in guards)
    return {"Authorization": f"Bearer {token}", **({"X-Purpose": "handle"} if asked else {})}


def _guards(dependant: Dependant) -> Iterator[Needs]:
    for inner in dependant.dependencies:
        if isinstance(inner.call, Needs):
            yield inner.call
        yield from _guards(inner)
