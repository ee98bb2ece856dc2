"""JSON Schema 2020-12 of each event."""

import inspect
import json
from typing import Any

from deploy.docs.examples import example_json
from shared.events.base import EventData, envelope_model, schema_of
from shared.events.catalogue import EVENTS
from shared.events.upcasting import replaced_by

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_files() -> dict[str, str]:
    """Return file name → text, one for each type."""
    return {f"{type_}.json": _text(data) for type_, data in sorted(EVENTS.items())}


def schema_of_event(data: type[EventData]) -> dict[str, Any]:
    """Return the JSON Schema of a whole event of this type."""
    schema = pinned(envelope_model(data).model_json_schema(), data)
    return {
        "$schema": DIALECT,
        "$id": schema_of(data.type),
        **schema,
        **({"deprecated": True} if replaced_by(data) else {}),
        "examples": [example_json(data)],
    }


def pinned(schema: dict[str, Any], data: type[EventData]) -> dict[str, Any]:
    """Say in an envelope's schema which type it is about."""
    properties = {**schema["properties"], "type": {"const": data.type, "type": "string"}}
    # A reader need not send what has one value only; a sender must say the version.
    required = ["specversion", *(name for name in schema["required"] if name != "specversion")]
    described = {"title": data.type, "description": inspect.getdoc(data)}
    return {**schema, **described, "properties": properties, "required": required}


def _text(data: type[EventData]) -> str:
    return json.dumps(schema_of_event(data), ensure_ascii=False, indent=2) + "\n"
