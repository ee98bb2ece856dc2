"""One way to make a service's HTTP application."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse

from shared.observability.metrics import Metrics
from shared.web.auth import Verifier
from shared.web.handlers import install
from shared.web.health import Checks, health_router
from shared.web.middleware import Edge
from shared.web.openapi import PROBLEM_RESPONSES, described

MAX_BODY_BYTES = 1 << 20

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class ServiceApp(FastAPI):
    """FastAPI whose OpenAPI document describes problems as they are sent."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI 3.1 document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = described(super().openapi())
        return self.openapi_schema


def create_app(
    *,
    service: str,
    title_zh: str,
    lifespan: Lifespan,
    checks: Checks,
    metrics: Metrics,
    verifier: Verifier,
    routers: Sequence[APIRouter],
    version: str,
    public_jwks: Mapping[str, Any] | None = None,
    max_body: int = MAX_BODY_BYTES,
) -> FastAPI:
    """Return the application: routers behind the edge, problems, health, metrics, OpenAPI.

    Args:
        service: name such as ``intake``.
        title_zh: what staff call it.
        lifespan: opens and closes what the service holds (store, broker, relay).
        checks: what must be well before the service is ready.
        metrics: the service's metrics; their registry is shown at ``/metrics``.
        verifier: turns bearer tokens into principals.
        routers: the service's own routes; each must use `needs`.
        version: of the interface.
        public_jwks: keys that partners seal personal data to, shown to all.
        max_body: bytes; a larger body is refused with 413.
    """
    app = ServiceApp(
        title=f"{title_zh} (jiedao {service})",
        version=version,
        lifespan=lifespan,
        docs_url=None,  # Swagger's page loads its scripts from a CDN; offices work offline
        redoc_url=None,
        redirect_slashes=False,
        responses=PROBLEM_RESPONSES,
        # Its spans and logs would name request content; metrics and logs of ours do not.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.verifier = verifier
    app.add_middleware(Edge, metrics=metrics, max_body=max_body)
    install(app)
    app.include_router(health_router(service, checks, metrics))
    if public_jwks is not None:
        app.include_router(_jwks_router(public_jwks))
    for router in routers:
        app.include_router(router)
    return app


def _jwks_router(public_jwks: Mapping[str, Any]) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/.well-known/jwks.json")
    async def jwks() -> JSONResponse:
        return JSONResponse(dict(public_jwks), headers={"Cache-Control": "public, max-age=300"})

    return router
