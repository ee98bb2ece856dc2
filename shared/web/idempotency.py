"""A command sent twice is done once: the answer is stored in the command's own transaction."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse

from shared.identity.principal import Principal
from shared.ids import derive, mint
from shared.storage.ports import Cause, Repository
from shared.storage.work import Kind
from shared.values import Invalid
from shared.web.auth import authenticated
from shared.web.middleware import correlation_of, route_of
from shared.web.problems import Malformed

_LONGEST = 128
_WRITTEN = {"pattern": "^[!-~]+$", "minLength": 1, "maxLength": _LONGEST}


@dataclass(frozen=True)
class IdempotencyKey:
    """`key` names caller, route and the caller's own key; `fingerprint` the content sent."""

    key: str
    fingerprint: str


@dataclass(frozen=True)
class Idempotent:
    """A stored answer; `body` is JSON text as it was sent, so masked. Kept for a week."""

    id: str
    version: int
    fingerprint: str
    status: int
    body: str
    etag: str | None
    at: datetime


IDEMPOTENT: Kind[Idempotent] = Kind("idempotency", Idempotent, announced=False)


@dataclass(frozen=True)
class Answer:
    """What a command answers. `body` is what the caller may see: no unmasked personal data."""

    status: int
    body: Mapping[str, Any]
    etag: str | None = None
    replayed: bool = False


async def idempotency(
    request: Request,
    principal: Annotated[Principal, Depends(authenticated)],
    header: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="1-128 visible ASCII characters; the same key gives the same answer",
            json_schema_extra=dict(_WRITTEN),
        ),
    ] = None,
) -> IdempotencyKey | None:
    """Read the caller's key; None when it sent none.

    Raises:
        Malformed: the key is empty, too long or not visible ASCII.
    """
    if header is None:
        return None
    if not 1 <= len(header) <= _LONGEST or not all("!" <= letter <= "~" for letter in header):
        raise Malformed(
            "malformed-idempotency-key",
            "Idempotency-Key 应为 1–128 个可见 ASCII 字符，建议使用 UUID。",
            "Idempotency-Key must be 1-128 visible ASCII characters; a UUID serves well.",
            field="Idempotency-Key",
        )
    # The path, not its template, is part of the content: the same key and body sent to another
    # record is another request and must not get this one's answer.
    return IdempotencyKey(
        key=derive(principal.subject, request.method, route_of(request.scope), header),
        fingerprint=derive(request.url.path, request.url.query, _canonical(await request.body())),
    )


Idempotency = Annotated[IdempotencyKey | None, Depends(idempotency)]


async def once(
    records: Repository[Idempotent],
    idem: IdempotencyKey | None,
    act: Callable[[], Awaitable[Answer]],
    now: datetime,
) -> Answer:
    """Act unless this key was answered before; then give that answer again.

    Raises:
        Invalid: ``idempotency-key-reused``, the key came before with other content.
    """
    if idem is None:
        return await act()
    stored = await records.find(idem.key)
    if stored is None:
        answer = await act()
        records.save(_record(idem, answer, now))
        return answer
    if stored.fingerprint != idem.fingerprint:
        raise Invalid(
            "idempotency-key-reused",
            "这个 Idempotency-Key 已用于另一个请求，请换一个新的。",
            "This Idempotency-Key was used for another request; use a new one.",
            field="Idempotency-Key",
        )
    return Answer(stored.status, json.loads(stored.body), stored.etag, replayed=True)


def respond(answer: Answer) -> JSONResponse:
    """Return the HTTP response of an answer."""
    headers = {"ETag": answer.etag} if answer.etag else {}
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return JSONResponse(dict(answer.body), status_code=answer.status, headers=headers)


def cause_of(request: Request, principal: Principal, idem: IdempotencyKey | None = None) -> Cause:
    """Return why the command runs; with a key, a retry has the same cause and so the same ids."""
    return Cause(
        id=idem.key if idem else mint(),
        correlation=correlation_of(request),
        actor=principal.subject,
        orgunit=principal.orgunit,
        roles=tuple(sorted(principal.roles)),
    )


def _record(idem: IdempotencyKey, answer: Answer, now: datetime) -> Idempotent:
    body = json.dumps(dict(answer.body), ensure_ascii=False)
    return Idempotent(idem.key, 0, idem.fingerprint, answer.status, body, answer.etag, now)


def _canonical(body: bytes) -> str:
    """Return JSON with sorted members, so that spacing and order do not make another request."""
    try:
        content = json.loads(body or b"null")
    except ValueError:
        return body.hex()
    return json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
