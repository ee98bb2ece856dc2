"""What the OpenAPI document says beside what FastAPI finds out by itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI

from shared.web.middleware import openapi_headers
from shared.web.problems import MEDIA_TYPE, FieldProblem, Problem

_MEANINGS = {
    400: "a header or the body cannot be read 请求无法读取",
    401: "no token, or one that does not hold 未登录或令牌无效",
    403: "role, organisation or purpose is missing 角色、机构或用途不符",
    404: "not found 没有找到",
    409: "not possible in this state 当前状态不能这样办",
    410: "erased 已经删除",
    412: "changed meanwhile (If-Match) 内容已被他人改动",
    413: "the body is too large 内容太大",
    422: "input does not fit; each error names field and mend 内容不符合要求",
    503: "the store is away, or nothing more can be taken now 暂时不可用",
}
_VERBS = ("get", "put", "post", "delete", "patch")


def problem_response(meaning: str) -> dict[str, Any]:
    """Return the OpenAPI description of a problem; `meaning` says when it is answered."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": meaning,
        "headers": openapi_headers(),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: problem_response(meaning) for status, meaning in _MEANINGS.items()
}


def described(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with the problem model in its components, and plain parameters."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    template = "#/components/schemas/{model}"
    problem = Problem.model_json_schema(ref_template=template)
    problem.pop("$defs", None)
    schemas["Problem"] = problem
    schemas["FieldProblem"] = FieldProblem.model_json_schema(ref_template=template)
    for operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _never_null(parameter["schema"])
    return document


def _never_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema without null: a path, a query or a header can leave out, not say null."""
    branches = [branch for branch in schema.get("anyOf", ()) if branch != {"type": "null"}]
    rest = {name: said for name, said in schema.items() if name != "anyOf"}
    if len(branches) == 1:
        return {**branches[0], **rest}
    return {**rest, "anyOf": branches} if branches else rest


def openapi_examples(app: FastAPI) -> list[str]:
    """Return the operations whose request body has no example; none is right."""
    document = app.openapi()
    schemas = document.get("components", {}).get("schemas", {})
    return sorted(
        name
        for name, media in _request_bodies(document)
        if not _has_example(media) and not _has_example(_resolved(media.get("schema", {}), schemas))
    )


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for item in document.get("paths", {}).values():
        yield from (item[verb] for verb in _VERBS if verb in item)


def _request_bodies(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, item in document.get("paths", {}).items():
        for verb in _VERBS:
            for media in item.get(verb, {}).get("requestBody", {}).get("content", {}).values():
                yield f"{verb.upper()} {path}", media


def _has_example(part: Mapping[str, Any]) -> bool:
    return bool(part.get("example") or part.get("examples"))


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
    return found
