"""What each act does, and what it says."""

import argparse
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from deploy.mend.registers import rebuilt
from deploy.mend.services import RefusedError, Service, Services, entry_path
from deploy.sandbox.words import USAGE, SandboxError

# Not one of its sources, or not paused there: another service may have it.
_NOT_PAUSED = 409
_ELSEWHERE = frozenset({404, _NOT_PAUSED})
_FINE = frozenset({"replayed", "repeated", "discarded", "would-be-handled"})
_FILTERS = ("fate", "code", "source", "type", "topic")


async def summary(asked: argparse.Namespace, services: Services) -> bool:
    """Say how many entries there are, by service and fate."""
    for service in services.all:
        found = await service.get(f"/ledger/summary{_query(asked)}")
        for row in found["items"]:
            _say(asked, {"service": service.name, **row}, "{service:<8}{fate:<13}{count}")
        if not found["items"] and not asked.json:
            print(f"{service.name:<8}（无 / none）")
    return True


async def listed(asked: argparse.Namespace, services: Services) -> bool:
    """List what fits."""
    for service in services.all:
        async for row in _rows(service, asked):
            _say(
                asked,
                {"service": service.name, **row},
                "{service}  {place}  {fate}  {code}  {type}  {event_id}\n    {zh}",
            )
    return True


async def show(asked: argparse.Namespace, services: Services) -> bool:
    """Show one entry, as JSON in either case: nothing of it is left out."""
    path = entry_path(asked.place)
    service = await services.holding(path)
    if asked.raw:
        found = await service.get(f"{path}?raw=1", **{"X-Purpose": asked.purpose})
    else:
        found = await service.get(path)
    print(json.dumps(found, ensure_ascii=False, indent=None if asked.json else 2))
    return True


async def mend(asked: argparse.Namespace, services: Services) -> bool:
    """Send a corrected event and say what became of it."""
    try:
        event = json.loads(asked.file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise SandboxError(
            f"{asked.file} 应是一个事件的 JSON 文件。",
            f"{asked.file} must be a file with the JSON of one event.",
            USAGE,
        ) from fault
    path = entry_path(asked.place)
    service = await services.holding(path)
    body = {"event": event, "reason": asked.reason}
    return _told(asked, service, await service.post(f"{path}/mend", body))


async def replay(asked: argparse.Namespace, services: Services) -> bool:
    """Replay one entry, or all that fit, page by page."""
    if asked.all:
        return await _replay_all(asked, services)
    path = entry_path(asked.place)
    service = await services.holding(path)
    return _told(asked, service, await service.post(f"{path}/replay", _replay_body(asked)))


async def discard(asked: argparse.Namespace, services: Services) -> bool:
    """Discard one entry."""
    path = entry_path(asked.place)
    service = await services.holding(path)
    row = await service.post(f"{path}/discard", {"reason": asked.reason})
    _say(asked, {"service": service.name, **row}, "{service}  {place}  {fate}")
    return True


async def resume(asked: argparse.Namespace, services: Services) -> bool:
    """Resume a source wherever it is paused."""
    body = {"reason": asked.reason, "tolerate_minutes": asked.tolerate_minutes}
    done, refusal = False, None
    for service in services.all:
        try:
            row = await service.post(f"/sources/{quote(asked.partner, safe='')}/resume", body)
        except RefusedError as refused:
            if refused.status not in _ELSEWHERE:
                raise
            if refusal is None or refused.status == _NOT_PAUSED:
                refusal = refused
            continue
        done = True
        _say(asked, {"service": service.name, **row}, "{service}  {partner}  paused: {paused}")
    if not done and refusal is not None:
        raise refusal
    return done


async def rebuild(asked: argparse.Namespace, services: Services) -> bool:
    """Have the registers built anew, one service after the other, and say how they stand."""
    done = True
    for service in services.all:
        found = await rebuilt(service, asked)
        refused = found["given_up"] or {"zh": "已重建 / rebuilt"}
        done &= found["given_up"] is None
        row = {"service": service.name, "matters": found["matters"], **found["serving"]}
        _say(asked, {**row, "zh": refused["zh"]}, "{service:<8}{matters} 件 / matters  {zh}")
    return done


ACTS: Mapping[str, Callable[[argparse.Namespace, Services], Awaitable[bool]]] = {
    "summary": summary,
    "list": listed,
    "show": show,
    "mend": mend,
    "replay": replay,
    "discard": discard,
    "resume": resume,
    "rebuild": rebuild,
}


async def _replay_all(asked: argparse.Namespace, services: Services) -> bool:
    fine, count = True, 0
    for service in services.all:
        cursor: str | None = None
        while True:
            body = {**_replay_body(asked), "filter": _filter(asked), "cursor": cursor}
            page = await service.post("/ledger/replays", body)
            for one in page["items"]:
                fine &= _told(asked, service, one)
            count += len(page["items"])
            cursor = page.get("next")
            if cursor is None:
                break
            print(f"{service.name}: {count} …", file=sys.stderr)
    if not asked.json:
        print(f"共 {count} 条 / {count} in all")
    return fine


async def _rows(service: Service, asked: argparse.Namespace) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = await service.get(f"/ledger{_query(asked, limit=200, cursor=cursor)}")
        for row in page["items"]:
            yield row
        cursor = page.get("next")
        if cursor is None:
            return


def _told(asked: argparse.Namespace, service: Service, one: Mapping[str, Any]) -> bool:
    _say(asked, {"service": service.name, **one}, "{service}  {place}  {outcome}  {code}  {zh}")
    return one["outcome"] in _FINE


def _replay_body(asked: argparse.Namespace) -> dict[str, Any]:
    return {"reason": asked.reason or "dry run", "dry_run": asked.dry_run}


def _filter(asked: argparse.Namespace) -> dict[str, str]:
    return {name: getattr(asked, name) for name in _FILTERS if getattr(asked, name)}


def _query(asked: argparse.Namespace, **more: object) -> str:
    said = {**_filter(asked), **{name: value for name, value in more.items() if value is not None}}
    return f"?{urlencode(said)}" if said else ""


def _say(asked: argparse.Namespace, row: Mapping[str, Any], line: str) -> None:
    if asked.json:
        print(json.dumps(row, ensure_ascii=False))
    else:
        print(line.format_map({k: "—" if v is None else v for k, v in row.items()}))
