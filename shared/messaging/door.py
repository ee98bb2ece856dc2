"""The HTTP door for partners without Kafka: CloudEvents HTTP binding, the same way in behind it."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from shared.events.catalogue import CONSUMERS
from shared.events.codec import BATCH, STRUCTURED, decode, http_binary
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.ids import mint
from shared.messaging.arrival import sealed_on_arrival
from shared.messaging.hearing import Hearing, Result
from shared.messaging.naming import named
from shared.messaging.partners import Partner
from shared.messaging.records import Record
from shared.storage.group_commit import Commands
from shared.values import Invalid, NotAllowed, Refusal
from shared.web.auth import in_scope, needs
from shared.web.language import preferred
from shared.web.openapi import problem_response

_MOST = 500
_EXAMPLE = {
    "specversion": "1.0",
    "id": "a3c1-0001",
    "source": "urn:partner:hotline",
    "type": "jiedao.partner.hotline-order.placed.v1",
    "subject": "260907093015000123",
    "time": "2026-09-07T09:30:15+08:00",
    "data": {
        "order_no": "260907093015000123",
        "kind": "complaint",
        "category": "street-rubbish",
        "text": "小区东门外垃圾两天没有清运。",
        "place": "鄂托克西街小区东门",
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            STRUCTURED: {"schema": {"type": "object"}, "example": _EXAMPLE},
            BATCH: {"schema": {"type": "array"}, "example": [_EXAMPLE]},
            "application/json": {"schema": {"type": "object"}, "example": _EXAMPLE["data"]},
        },
    }
}


def door_router(
    hearing: Hearing[Any], commands: Commands[Any], public_jwk: dict[str, Any] | None
) -> APIRouter:
    """Return ``POST /events``.

    `public_jwk` is this service's own public key: plain personal data (`data.personal`) is sealed
    to it on arrival, so that behind the door there is one way only.
    """
    router = APIRouter(tags=["events"])

    @router.post(
        "/events",
        status_code=202,
        openapi_extra=_BODY,
        responses={415: problem_response("not a CloudEvent 不是 CloudEvent 事件")},
        summary="发布事件 / publish events",
    )
    async def publish(
        request: Request, caller: Annotated[Principal, needs(Role.PARTNER)]
    ) -> JSONResponse:
        partner = registered(hearing, caller)
        in_scope(caller, partner.orgunit)
        bodies = _split(dict(request.headers), await request.body())
        records = [_record(partner, body, public_jwk) for body in bodies]
        results = {result.place: result for result in await hearing.hear(records, commands)}
        english = preferred(request.headers.get("accept-language")) == "en"
        told = [
            {"index": index, **_said(record, results.get(record.place), english=english)}
            for index, record in enumerate(records)
        ]
        return JSONResponse({"results": told}, status_code=202)

    return router


def registered(hearing: Hearing[Any], caller: Principal) -> Partner:
    """Return the partner that calls; raise `NotAllowed` when the registry has none."""
    partner = hearing.partners.by_id.get(caller.partner or "")
    if partner is None:
        raise NotAllowed(
            "unknown-partner",
            "令牌没有对应已登记的合作方，请联系街道运维登记。",
            "The token names no registered partner; ask to be registered.",
        )
    return partner


def _split(headers: dict[str, str], raw: bytes) -> list[bytes]:
    """Return one structured event each; what cannot be read is passed on as it came."""
    kind = headers.get("content-type", "").lower()
    if kind.startswith(BATCH):
        return _batch(raw)
    if kind.startswith(STRUCTURED):
        return [raw]
    if "ce-specversion" in headers:
        return [_from_binary(headers, raw)]
    # A whole event explains itself, whatever its sender calls it.
    if not isinstance(event := _json(raw), dict) or "specversion" not in event:
        raise _NotAnEvent
    return [raw]


def _from_binary(headers: dict[str, str], raw: bytes) -> bytes:
    try:
        return _bytes_of(decode(http_binary(headers), raw))
    except Invalid:
        return raw


def _batch(raw: bytes) -> list[bytes]:
    events = _json(raw)
    if not isinstance(events, list) or not events:
        raise Invalid(
            "not-a-batch",
            "批量内容应为非空的 JSON 数组，每项一个事件。",
            "A batch is a non-empty JSON array with one event an item.",
        )
    if len(events) > _MOST:
        raise Invalid(
            "batch-too-long",
            f"一批最多 {_MOST} 个事件，请分批发送。",
            f"A batch holds at most {_MOST} events; send it in parts.",
        )
    return [_bytes_of(event) for event in events]


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _bytes_of(event: Any) -> bytes:
    try:
        return json.dumps(event, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        # Half a character, which only JSON can spell: for the reader to refuse.
        return json.dumps(event).encode()


def _record(partner: Partner, body: bytes, public_jwk: dict[str, Any] | None) -> Record:
    sealed = sealed_on_arrival(body, public_jwk) if public_jwk else body
    return Record(partner.topic, f"http:{partner.id}:{mint()}", (), sealed, door=True)


def _said(record: Record, result: Result | None, *, english: bool) -> dict[str, Any]:
    if result is None:
        return _wrong_door(record, english=english)
    event_id = result.event_id or named(record, "id")["id"]
    said: dict[str, Any] = {"id": event_id, "outcome": result.outcome}
    if isinstance(result.error, Refusal):
        detail = result.error.en if english else result.error.zh
        said |= {"code": result.error.code, "field": result.error.field, "detail": detail}
    return said


def _wrong_door(record: Record, *, english: bool) -> dict[str, Any]:
    names = named(record, "id", "type")
    service = CONSUMERS[str(names["type"])]  # what no service hears is not refused for its door
    return {
        "id": names["id"],
        "outcome": "refused",
        "code": "wrong-door",
        "field": "type",
        "service": service,
        "detail": f"This service does not hear that type: send it to POST /events of {service}."
        if english
        else f"本服务不接收这种事件，请改发到 {service} 服务的 POST /events。",
    }


class _NotAnEvent(Refusal):
    """Neither its headers nor its body make the request a CloudEvent."""

    status = 415

    def __init__(self) -> None:
        super().__init__(
            "not-a-cloudevent",
            f"这不是一个 CloudEvent：请写明 Content-Type：{STRUCTURED}（一个事件）或 {BATCH}"
            "（一批）；只发 data 时用 ce-* 请求头带上其余属性。",
            f"This is no CloudEvent: set Content-Type to {STRUCTURED} (one event) or {BATCH}"
            " (a batch), or send data alone with the other attributes as ce-* headers.",
            "Content-Type",
        )
