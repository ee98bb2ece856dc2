"""One whole event of each type, always the same."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from deploy.docs.language import publishers_of
from shared.events.base import AnyEnvelope, EventData, envelope_of, service_of, source_of
from shared.events.catalogue import PARTNER
from shared.events.codec import encode

ORGUNIT = "150602013000"
TIME = datetime(2026, 9, 7, 9, 30, 15, tzinfo=timezone(timedelta(hours=8)))

_SAMPLE = "a" * 26
_KINDS = {
    "intake.service": "rating",
    "intake.rating": "rating",
    "intake": "case",
    "grid.report": "rep",
    "grid": "inc",
    "jobs.seeker": "skr",
    "jobs.post": "pst",
    "jobs": "match",
    "notify.delivery": "dlv",
    "notify": "ntf",
}


def example_of(data: type[EventData]) -> AnyEnvelope:
    """Return an event as its owner would publish it."""
    value = data.model_validate(data.example)
    if service_of(data.type) != PARTNER:
        return envelope_of(
            value,
            source=source_of(service_of(data.type)),
            subject=_subject(data.type),
            sequence=3,
            time=TIME,
            correlation="urn:partner:portal|BDC-2026-000187",
            causation="urn:partner:real-estate|7c3d0b52",
            orgunit=ORGUNIT,
        )
    return AnyEnvelope(
        id="7c3d0b52",
        source=publishers_of(data)[0].sources[0],
        type=data.type,
        subject=str(next(iter(data.example.values()))),
        time=TIME,
        data=value,
    )


def example_json(data: type[EventData]) -> dict[str, Any]:
    """Return the same as JSON; a partner's data just as far as its example goes."""
    event: dict[str, Any] = json.loads(encode(example_of(data)))
    if service_of(data.type) == PARTNER:
        event["data"] = _said(data.example)
    return event


def _subject(type_: str) -> str:
    _, owner, noun, *_ = type_.split(".")
    return f"{_KINDS.get(f'{owner}.{noun}') or _KINDS[owner]}_{_SAMPLE}"


def _said(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _said(value) for name, value in part.items() if value is not None}
    return [_said(value) for value in part] if isinstance(part, list) else part
