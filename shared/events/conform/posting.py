"""Sending what conforms to a running system's ``POST /events``, in batches."""

import json
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from shared.events.codec import BATCH, MAX_BYTES, STRUCTURED
from shared.events.conform.checking import Checked
from shared.events.conform.stopped import FAILED, Stopped

MOST = 500
WELL = frozenset({"handled", "repeated", "parked", "waiting"})
"""The outcomes after which there is nothing left to do for the sender."""

_SECONDS = 60


def post(
    url: str, token: str, good: Sequence[Checked], *, english: bool
) -> Iterator[tuple[Checked, dict[str, Any]]]:
    """Send events in their order; yield each with its result as soon as its batch is answered.

    Raises:
        Stopped: exit code 1; nobody answers, or the request as a whole is refused.
    """
    address = f"{url.rstrip('/').removesuffix('/events')}/events"
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept-Language": "en" if english else "zh-CN",
    }
    for batch in _batches(good):
        kind = STRUCTURED if len(batch) == 1 else BATCH
        raw = b",".join(checked.piece.raw for checked in batch)
        body = raw if len(batch) == 1 else b"[" + raw + b"]"
        request = Request(address, body, {**headers, "Content-Type": kind})  # noqa: S310 - http(s), see options
        yield from zip(batch, _results(request, len(batch)), strict=True)


def _batches(good: Sequence[Checked]) -> Iterator[list[Checked]]:
    batch: list[Checked] = []
    size = 1
    for checked in good:
        more = len(checked.piece.raw) + 1
        if batch and (len(batch) == MOST or size + more > MAX_BYTES):
            yield batch
            batch, size = [], 1
        batch.append(checked)
        size += more
    if batch:
        yield batch


def _results(request: Request, expected: int) -> list[dict[str, Any]]:
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - http(s), see options
            results = json.load(answer)["results"]
    except HTTPError as refused:
        raise _refused(refused) from refused
    except (OSError, HTTPException) as away:
        raise Stopped(
            f"{request.full_url} 没有应答：请检查网址和网络后重发，编号不变。",
            "No answer: check URL and network, and send again with the same ids.",
            FAILED,
        ) from away
    except (ValueError, KeyError, TypeError) as strange:
        raise _no_service(request) from strange
    if not isinstance(results, list) or len(results) != expected:
        raise _no_service(request)
    return results


def _refused(answer: HTTPError) -> Stopped:
    try:
        detail = str(json.load(answer)["detail"])
    except (OSError, ValueError, KeyError, TypeError):
        detail = str(answer.reason)
    return Stopped(
        f"服务没有接收（HTTP {answer.code}）：{detail}",
        f"the service refused the request (HTTP {answer.code}).",
        FAILED,
    )


def _no_service(request: Request) -> Stopped:
    return Stopped(
        f"{request.full_url} 的应答读不懂：请确认这是街道系统某个服务的网址。",
        f"The answer of {request.full_url} cannot be read: is this the URL of a jiedao service?",
        FAILED,
    )
