"""CloudEvents on the wire: structured JSON out; structured and binary in."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from shared.events.base import AnyEnvelope
from shared.values import Invalid

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
TYPE_HEADER = "ce_type"
MAX_BYTES = 1024 * 1024
BUS_MAX_BYTES = 4 * MAX_BYTES
"""What a topic takes: more than we do, so that an oversized event is quarantined and explained."""

Headers = Iterable[tuple[str | bytes, bytes]]


def encode(event: AnyEnvelope) -> bytes:
    """Return structured JSON; absent attributes are left out."""
    return event.__pydantic_serializer__.to_json(event, exclude_none=True)


def headers_of(event_type: str) -> list[tuple[str, bytes]]:
    """Return the Kafka headers of a structured event."""
    return [("content-type", STRUCTURED.encode()), (TYPE_HEADER, event_type.encode())]


def read_headers(headers: Headers) -> dict[str, str]:
    """Return headers as text, names in lower case.

    Raises:
        Invalid: ``header-not-utf8``, naming the header.
    """
    read: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name = raw_name.decode(errors="replace") if isinstance(raw_name, bytes) else raw_name
        try:
            read[name.lower()] = (raw_value or b"").decode()
        except UnicodeDecodeError as error:
            raise Invalid(
                "header-not-utf8",
                f"消息头“{name}”不是 UTF-8 文本；请用 UTF-8 重新发送。",
                f"Header '{name}' is not UTF-8 text; send it again in UTF-8.",
                name,
            ) from error
    return read


def decode(headers: Mapping[str, str], value: bytes | None) -> dict[str, Any]:
    """Return the event as a JSON object, from structured or binary mode.

    Raises:
        Invalid: ``empty-value``, ``too-large``, ``not-utf8``, ``not-json``, ``not-an-object``,
            ``type-mismatch``.
    """
    if not value:
        raise Invalid(
            "empty-value",
            "消息没有内容；请把整个事件的 JSON 作为消息内容重新发送。",
            "The message is empty; send it again with the whole event's JSON as its value.",
        )
    if len(value) > MAX_BYTES:
        raise Invalid(
            "too-large",
            f"消息有 {len(value)} 字节，上限为 {MAX_BYTES}；请用引用代替附件内容。",
            f"The message has {len(value)} bytes of at most {MAX_BYTES}; send a reference instead.",
        )
    body = _json(value)
    binary = {
        name.removeprefix("ce_"): text for name, text in headers.items() if name.startswith("ce_")
    }
    if "specversion" in binary and not headers.get("content-type", "").startswith(STRUCTURED):
        return {**binary, "datacontenttype": "application/json", "data": body}
    if not isinstance(body, dict):
        raise Invalid(
            "not-an-object",
            "消息应为一个 JSON 对象（CloudEvents 结构化模式）；多个事件请逐条发送。",
            "The message must be one JSON object (CloudEvents structured mode), one an event.",
        )
    if "type" in binary and body.get("type") != binary["type"]:
        raise Invalid(
            "type-mismatch",
            "消息头 ce_type 与正文 type 不一致；请让两者相同后重新发送。",
            "Header ce_type and the body's type differ; make them the same and send it again.",
            "type",
        )
    return body


def http_binary(headers: Mapping[str, str]) -> dict[str, str]:
    """Turn ``ce-*`` HTTP headers into the Kafka form ``ce_*``, percent-decoded."""
    named = {name.lower(): unquote(text) for name, text in headers.items()}
    kept = {f"ce_{n.removeprefix('ce-')}": t for n, t in named.items() if n.startswith("ce-")}
    return {**kept, "content-type": named.get("content-type", "")}


def _json(value: bytes) -> Any:
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        raise Invalid(
            "not-utf8",
            "正文不是 UTF-8 文本；请用 UTF-8 重新发送。",
            "The body is not UTF-8 text; send it again in UTF-8.",
        ) from error
    try:
        body = _JSON.decode(text)
        if "\\ud" in text or "\\uD" in text:
            # JSON can spell half a character, which no store and no reader can take.
            json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Invalid(
            "not-utf8",
            "正文含有不完整的 Unicode 字符（孤立的代理项）；请用 UTF-8 重新发送。",
            "The body holds half a Unicode character (a lone surrogate); send it again in UTF-8.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise Invalid(
            "not-json",
            "正文不是合法的 JSON（也不能有 NaN、Infinity）；请用 JSON 库生成后重新发送。",
            "The body is not JSON (nor are NaN and Infinity); write it by a JSON library.",
        ) from error
    return body


def _no_constant(name: str) -> None:
    raise ValueError(name)


_JSON = json.JSONDecoder(parse_constant=_no_constant)
