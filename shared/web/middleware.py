"""The outermost ring: correlation, body limit, headers, access metrics, the last resort."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.ids import mint
from shared.observability.logs import correlation
from shared.observability.metrics import Metrics
from shared.web.problems import failed

CORRELATION_HEADER = "X-Correlation-ID"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_GOOD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# An id that is a phone or id number would carry personal data into logs and events.
_PERSONAL = re.compile(r"(?<!\d)(1\d{10}|\d{17}[\dXx])(?!\d)")
_TRACE = re.compile(r"00-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")

_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def correlation_of(request: Request) -> str:
    """Return the id that ties together all that follows from this request."""
    return str(request.state.correlation)


def route_of(scope: Scope) -> str:
    """Return the template of the matched route, such as ``/cases/{id}``; ``unmatched`` if none."""
    # FastAPI keeps the template with the prefixes of including routers beside the route itself.
    effective = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(effective, "path_format", None) or getattr(scope.get("route"), "path", None)
    return path or "unmatched"


@dataclass
class _Exchange:
    """One request on its way through."""

    scope: Scope
    receive: Receive
    send: Send
    metrics: Metrics
    max_body: int
    id: str
    started: bool = False
    size: int = 0
    since: float = field(default_factory=time.perf_counter)

    async def take(self) -> Message:
        """Receive, refusing a body that grows beyond the limit."""
        message = await self.receive()
        self.size += len(message.get("body", b""))
        if self.size > self.max_body:
            raise HTTPException(413)
        return message

    async def give(self, message: Message) -> None:
        """Send, with our headers on the first message, which is also when time is taken."""
        if message["type"] == "http.response.start":
            self.started = True
            self._add_headers(MutableHeaders(scope=message))
            self._measure(message["status"])
        await self.send(message)

    def _add_headers(self, headers: MutableHeaders) -> None:
        headers[CORRELATION_HEADER] = self.id
        for name, value in _SECURITY.items():
            headers.setdefault(name, value)
        # A caller may keep a tagged answer if it asks again before using it; nobody else may.
        headers.setdefault(
            "Cache-Control", "private, no-cache" if "etag" in headers else "no-store"
        )

    def _measure(self, status: int) -> None:
        method = self.scope["method"] if self.scope["method"] in _METHODS else "OTHER"
        labels: dict[str, str] = {"method": method, "route": route_of(self.scope)}
        self.metrics.count("http_requests_total", 1, **labels, status=str(status))
        self.metrics.observe("http_request_seconds", time.perf_counter() - self.since, **labels)


class Edge:
    """ASGI middleware around the whole application.

    Args:
        app: what is inside.
        metrics: where requests are counted.
        max_body: bytes of a request's body.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, max_body: int) -> None:
        self._app = app
        self._metrics = metrics
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = _correlation_from(Headers(scope=scope))
        scope.setdefault("state", {})["correlation"] = given
        token = correlation.set(given)
        try:
            await self._serve(_Exchange(scope, receive, send, self._metrics, self._max_body, given))
        finally:
            correlation.reset(token)

    async def _serve(self, exchange: _Exchange) -> None:
        try:
            await self._app(exchange.scope, exchange.take, exchange.give)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the last resort: nothing may leak past it
            answer = failed(Request(exchange.scope), error)
            if not exchange.started:
                await answer(exchange.scope, exchange.receive, exchange.give)


def _correlation_from(headers: Headers) -> str:
    """Return the caller's correlation id, its trace id, or a new one."""
    given = headers.get(CORRELATION_HEADER, "")
    if _GOOD_ID.fullmatch(given) and not _PERSONAL.search(given):
        return given
    traced = _TRACE.fullmatch(headers.get("traceparent", ""))
    return traced[1] if traced else mint()


def openapi_headers() -> dict[str, Any]:
    """Return the OpenAPI description of what every answer carries."""
    return {
        CORRELATION_HEADER: {
            "description": "ties this request to all that follows from it; quote it to operations",
            "schema": {"type": "string"},
        }
    }
