"""RFC 9457: every refusal as ``application/problem+json`` that names the field and the mend."""

import logging
import traceback
from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from shared.values import Refusal
from shared.web.language import preferred

logger = logging.getLogger("jiedao.web.problems")

MEDIA_TYPE = "application/problem+json"

_TITLES: Mapping[int, tuple[str, str]] = {
    400: ("请求有误", "Bad request"),
    401: ("需要登录", "Not authenticated"),
    403: ("没有权限", "Not allowed"),
    404: ("没有找到", "Not found"),
    405: ("方法不对", "Method not allowed"),
    409: ("当前不能这样办", "Not possible now"),
    410: ("已经删除", "Gone"),
    412: ("内容已变动", "Changed meanwhile"),
    413: ("内容太大", "Too large"),
    415: ("格式不对", "Media type not taken"),
    422: ("内容不符合要求", "Input does not fit"),
    428: ("缺少前提条件", "Precondition required"),
    429: ("过于频繁", "Too many requests"),
    500: ("系统出错", "Internal error"),
    503: ("暂时不可用", "Not available now"),
}
_HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    503: {"Retry-After": "2"},
}
_TITLE_OF_ANY = ("请求没有办成", "Request failed")


class FieldProblem(BaseModel):
    """One fault in the input: where, and what to do about it."""

    model_config = ConfigDict(frozen=True)

    field: str
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem, in the language of `Accept-Language` (zh-CN by default)."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "example": {
                "type": "urn:jiedao:problem:invalid-input",
                "title": "内容不符合要求",
                "status": 422,
                "detail": "有 1 处内容不符合要求，请按提示修改后再试。",
                "instance": "/applications",
                "errors": [{"field": "item", "detail": "缺少这一项，请补上。"}],
            }
        },
    )

    type: str = Field(description="urn:jiedao:problem:<code>; stable, for machines")
    title: str
    status: int
    detail: str = Field(description="one sentence for people, saying what to do next")
    instance: str = Field(description="path of the request, without its query")
    errors: tuple[FieldProblem, ...] = ()
    current_version: int | None = Field(default=None, description="412: the version now")
    changed: tuple[str, ...] | None = Field(default=None, description="412: names of fields")


class Malformed(Refusal):
    """A header cannot be read; `field` names it."""

    status = 400


def refused(request: Request, refusal: Refusal) -> JSONResponse:
    """Answer a refusal in the caller's language.

    Three attributes of a refusal are passed on when it has them: `current_version`, `changed`, and
    `retry_after` in seconds.
    """
    english = _english(request)
    detail = refusal.en if english else refusal.zh
    errors = (FieldProblem(field=refusal.field, detail=detail),) if refusal.field else ()
    changed, version = getattr(refusal, "changed", None), getattr(refusal, "current_version", None)
    problem = Problem(
        type=_type(refusal.code),
        title=_title(refusal.status, english=english),
        status=refusal.status,
        detail=detail,
        instance=request.url.path,
        errors=errors,
        current_version=version,
        changed=changed,
    )
    headers = dict(_HEADERS.get(refusal.status, {}))
    if version is not None:
        headers["ETag"] = f'"{version}"'
    if (seconds := getattr(refusal, "retry_after", None)) is not None:
        headers["Retry-After"] = str(seconds)
    return _response(problem, english=english, headers=headers)


def plain(
    request: Request,
    status: int,
    words: tuple[str, str, str],
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Answer with `words` = (code, zh, en) where no rule spoke but the framework or a fault."""
    code, zh, en = words
    english = _english(request)
    problem = Problem(
        type=_type(code),
        title=_title(status, english=english),
        status=status,
        detail=en if english else zh,
        instance=request.url.path,
    )
    return _response(problem, english=english, headers=headers)


def invalid(request: Request, errors: tuple[FieldProblem, ...]) -> JSONResponse:
    """Answer 422 with every fault of the input at once."""
    english, count = _english(request), len(errors)
    problem = Problem(
        type=_type("invalid-input"),
        title=_title(422, english=english),
        status=422,
        detail=f"{count} fault(s) in the input; mend each and send it again."
        if english
        else f"有 {count} 处内容不符合要求，请按提示修改后再试。",
        instance=request.url.path,
        errors=errors,
    )
    return _response(problem, english=english)


def failed(request: Request, error: Exception) -> JSONResponse:
    """Answer 500 and log where it happened: the text of an error may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    logger.error("unexpected %s at %s", type(error).__name__, where)
    words = (
        "internal",
        "系统出错。请先查询是否已经办成，再决定是否重试；并把 X-Correlation-ID 告诉运维。",
        "Something broke here. Look before you repeat; tell operations the X-Correlation-ID.",
    )
    return plain(request, 500, words)


def _english(request: Request) -> bool:
    return preferred(request.headers.get("Accept-Language")) == "en"


def _type(code: str) -> str:
    return f"urn:jiedao:problem:{code}"


def _title(status: int, *, english: bool) -> str:
    return _TITLES.get(status, _TITLE_OF_ANY)[1 if english else 0]


def _response(
    problem: Problem, *, english: bool, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    language = {"Content-Language": "en" if english else "zh-CN", "Vary": "Accept-Language"}
    return JSONResponse(
        problem.model_dump(mode="json", exclude_none=True),
        status_code=problem.status,
        headers={**language, **(headers or {})},
        media_type=MEDIA_TYPE,
    )
