"""Which failure becomes which problem: registered once for every service."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from shared.storage.ports import Conflict, StoreAway
from shared.values import Refusal
from shared.web.allow import allowed
from shared.web.language import preferred
from shared.web.mends import mend_of, path_of
from shared.web.problems import FieldProblem, invalid, plain, refused

# What the framework itself refuses: code and sentence by status.
_ROUTING: Mapping[int, tuple[str, str, str]] = {
    400: (
        "bad-request",
        "读不懂这个请求，请对照接口说明修改。",
        "The request cannot be read; compare it with the interface description.",
    ),
    404: ("no-such-route", "没有这个地址，请检查路径。", "No such address; check the path."),
    405: (
        "method-not-allowed",
        "这个地址不支持该方法，可用的方法见 Allow 头。",
        "This address does not take that method; see the Allow header.",
    ),
    413: (
        "too-large",
        "请求体太大，请减少内容或分批发送。",
        "The body is too large; send less or in parts.",
    ),
}
_METHOD_NOT_ALLOWED = 405
_ROUTING_OF_ANY = (
    "request-failed",
    "请求没有办成，请对照接口说明修改。",
    "The request failed; compare it with the interface description.",
)


def install(app: FastAPI) -> None:
    """Make every failure of the application a problem."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(StoreAway, _on_store_away)
    app.add_exception_handler(Conflict, _on_conflict)


async def _on_refusal(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101 - narrows what Starlette registers by class
    return refused(request, error)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    return invalid(request, tuple(_field_problem(row, request) for row in error.errors()))


def _field_problem(row: Mapping[str, Any], request: Request) -> FieldProblem:
    # The row's "input" and "msg" may repeat the value: neither is used.
    kind = row["type"]
    location = row["loc"][:1] if kind == "json_invalid" else row["loc"]
    language = preferred(request.headers.get("Accept-Language"))
    return FieldProblem(
        field=path_of(location), detail=mend_of(kind, row.get("ctx") or {}, language)
    )


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    words = _ROUTING.get(error.status_code, _ROUTING_OF_ANY)
    headers = error.headers
    if error.status_code == _METHOD_NOT_ALLOWED:
        headers = {**(headers or {}), "Allow": allowed(request.app, request.url.path)}
    return plain(request, error.status_code, words, headers)


async def _on_store_away(request: Request, _error: Exception) -> JSONResponse:
    words = (
        "store-away",
        "数据库暂时连不上，请稍后重试；带上同一个 Idempotency-Key 不会重复办理。",
        "The store is away; try again later, the same Idempotency-Key prevents doing it twice.",
    )
    return plain(request, 503, words, {"Retry-After": "2"})


async def _on_conflict(request: Request, _error: Exception) -> JSONResponse:
    words = (
        "conflict",
        "有人同时改了同一条记录，请刷新后再试。",
        "Somebody changed the same record at the same time; read it again and retry.",
    )
    return plain(request, 409, words)
