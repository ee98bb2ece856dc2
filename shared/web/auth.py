"""Who may do this: bearer token → principal → role → organisation → stated purpose."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Protocol

from fastapi import Depends, FastAPI, Header, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.params import Depends as Dependency
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.values import Invalid, NotAllowed

# What must answer before anybody can have a token.
OPEN_PATHS = frozenset({"/livez", "/readyz", "/metrics", "/openapi.json", "/.well-known/jwks.json"})


class Verifier(Protocol):
    """Turns a bearer token into a principal."""

    async def verify(self, token: str, /) -> Principal:
        """Return the principal; raise a `Refusal` of status 401. An absent token is ``""``."""
        ...


class Purpose(StrEnum):
    """Why personal data is shown (PIPL 6: a clear and reasonable purpose); closed, for the log."""

    CONTACT = "contact"  # 联系当事人
    VERIFY = "verify"  # 核验身份
    HANDLE = "handle"  # 办理事项
    DELIVER = "deliver"  # 送达结果
    REVISIT = "revisit"  # 回访
    OWN = "own"  # 本人查阅、更正
    AUDIT = "audit"  # 审计


_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="OIDC access token (JWT)")


async def authenticated(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)] = None,
) -> Principal:
    """Return the caller; verified once a request however many dependencies ask."""
    verifier: Verifier = request.app.state.verifier
    return await verifier.verify(credentials.credentials if credentials else "")


async def stated_purpose(
    purpose: Annotated[
        str | None,
        Header(
            alias="X-Purpose",
            description=f"why personal data is needed unmasked: {', '.join(Purpose)}",
            json_schema_extra={"enum": list(Purpose)},
        ),
    ] = None,
) -> Purpose | None:
    """Return why the caller needs personal data; None when it said nothing (keep the mask on)."""
    if purpose is None:
        return None
    try:
        return Purpose(purpose.strip())
    except ValueError:
        known = ", ".join(Purpose)
        raise Invalid(
            "unknown-purpose",
            f"X-Purpose 只能是：{known}。",
            f"X-Purpose must be one of: {known}.",
            field="X-Purpose",
        ) from None


StatedPurpose = Annotated[Purpose | None, Depends(stated_purpose)]


class Needs:
    """A dependency that lets only these roles through; no role named: any authenticated caller."""

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = roles

    async def __call__(self, principal: Annotated[Principal, Depends(authenticated)]) -> Principal:
        """Return the caller; raise `NotAllowed` naming the roles that may."""
        if self.roles and not principal.has_any(*self.roles):
            raise NotAllowed(
                "role-needed",
                f"需要以下角色之一：{'、'.join(sorted(role.zh for role in self.roles))}。",
                f"One of these roles is needed: {', '.join(sorted(self.roles))}.",
            )
        return principal


class NeedsPurpose(Needs):
    """The same, and the caller must say why it needs personal data."""

    async def __call__(  # type: ignore[override]  # FastAPI fills the second one too
        self, principal: Annotated[Principal, Depends(authenticated)], purpose: StatedPurpose
    ) -> Principal:
        """Return the caller; raise `NotAllowed` when it has no role or no purpose."""
        caller = await super().__call__(principal)
        if purpose is None:
            raise NotAllowed(
                "purpose-needed",
                "查看个人信息须在 X-Purpose 头说明用途。",
                "Personal data is shown only with a purpose in the X-Purpose header.",
                field="X-Purpose",
            )
        return caller


def needs(*roles: Role, purpose: bool = False) -> Dependency:
    """Guard a route: annotate its principal with ``needs(Role.CLERK)``."""
    guard = NeedsPurpose if purpose else Needs
    return Dependency(guard(frozenset(roles)))


def in_scope(principal: Principal, orgunit: str) -> None:
    """Raise `NotAllowed` unless the caller's organisation covers this one."""
    if not principal.may_act_in(orgunit):
        raise NotAllowed(
            "out-of-scope",
            "这条记录不属于您所在的机构，请联系其所属机构办理。",
            "This record belongs to another organisation; ask that organisation.",
        )


def open_routes(app: FastAPI) -> list[str]:
    """Return the routes that stand open without `needs`, apart from `OPEN_PATHS`.

    None is right, but for those that a test of the service names, and says why.
    """
    routes = iter_route_contexts(app.routes)
    return sorted(_name(r) for r in routes if r.path not in OPEN_PATHS and not _guarded(r))


def _name(route: RouteContext) -> str:
    return f"{','.join(sorted(route.methods or {'*'}))} {route.path}"


def _guarded(route: RouteContext) -> bool:
    dependant: Dependant | None = getattr(route, "dependant", None)
    return dependant is not None and any(isinstance(call, Needs) for call in _calls(dependant))


def _calls(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)
