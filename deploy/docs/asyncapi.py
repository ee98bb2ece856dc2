"""AsyncAPI 3.0 of each service, from a broker that is declared and never started."""

import inspect
import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import unquote

import yaml
from faststream.kafka import KafkaBroker
from faststream.specification import AsyncAPI

from deploy.docs.examples import example_json
from deploy.docs.language import announced_by, heard_by, topics_of
from deploy.docs.schemas import pinned
from shared.events.base import EventData, envelope_model, topic_of
from shared.events.catalogue import SERVICES
from shared.events.codec import STRUCTURED, TYPE_HEADER

BROKER = "kafka:9092"
_KEY = {"type": "string", "description": "the event's subject: its aggregate"}
_SEND, _HEAR = "announce", "hear"


def asyncapi_files() -> dict[str, str]:
    """Return file name → text, one for each service."""
    return {f"{service}.yaml": _yaml(document_of(service)) for service in SERVICES}


def document_of(service: str) -> dict[str, Any]:
    """Return a service's AsyncAPI document, in an order that does not change."""
    found = _by_faststream(service)
    schemas = found["components"]["schemas"]
    sent = {topic_of(service): announced_by(service)}
    heard = _by_topic(heard_by(service))
    types = {data.type: data for many in (*sent.values(), *heard.values()) for data in many}
    return {
        "asyncapi": found["asyncapi"],
        "info": found["info"],
        "defaultContentType": STRUCTURED,
        "servers": {"kafka": {"host": BROKER, "protocol": "kafka"}},
        "channels": _channels({**heard, **sent}),
        "operations": _operations(_HEAR, heard) | _operations(_SEND, sent),
        "components": {
            "messages": {type_: _message(types[type_]) for type_ in sorted(types)},
            "schemas": _schemas(schemas, types.values()),
        },
    }


def _by_faststream(service: str) -> dict[str, Any]:
    broker = KafkaBroker(BROKER)
    for data in heard_by(service):
        for topic in topics_of(data):
            broker.subscriber(topic, title=f"{_HEAR} {topic} {data.type}")(_listener(data))
    for data in announced_by(service):
        model = envelope_model(data)
        broker.publisher(topic_of(service), title=data.type, schema=model)
    text = AsyncAPI(
        broker,
        title=f"jiedao {service}",
        version="1",
        description=f"What {service} hears and announces. The prose is in docs/events.md.",
    ).to_specification()
    document: dict[str, Any] = json.loads(text.to_json())
    return document


def _listener(data: type[EventData]) -> Any:
    async def listen(event: Any) -> None:
        """Stand for the real consumer, which reads raw batches."""

    listen.__annotations__["event"] = envelope_model(data)
    return listen


def _by_topic(types: list[type[EventData]]) -> dict[str, list[type[EventData]]]:
    topics = sorted({topic for data in types for topic in topics_of(data)})
    return {topic: [data for data in types if topic in topics_of(data)] for topic in topics}


def _channels(topics: Mapping[str, list[type[EventData]]]) -> dict[str, Any]:
    return {
        topic: {
            "address": topic,
            "servers": [{"$ref": "#/servers/kafka"}],
            "messages": {d.type: {"$ref": f"#/components/messages/{d.type}"} for d in types},
            "bindings": {"kafka": {"topic": topic, "bindingVersion": "0.4.0"}},
        }
        for topic, types in sorted(topics.items())
        if types
    }


def _operations(verb: str, topics: Mapping[str, list[type[EventData]]]) -> dict[str, Any]:
    return {
        f"{verb}.{topic}": {
            "action": "send" if verb == _SEND else "receive",
            "channel": {"$ref": f"#/channels/{topic}"},
            "messages": [{"$ref": f"#/channels/{topic}/messages/{d.type}"} for d in types],
        }
        for topic, types in topics.items()
        if types
    }


def _message(data: type[EventData]) -> dict[str, Any]:
    headers = {TYPE_HEADER: {"const": data.type}, "content-type": {"const": STRUCTURED}}
    return {
        "name": data.type,
        "title": data.__name__,
        "description": inspect.getdoc(data),
        "contentType": STRUCTURED,
        "headers": {"type": "object", "properties": headers},
        "payload": {"$ref": f"#/components/schemas/{data.type}"},
        "correlationId": {"location": "$message.payload#/correlationid"},
        "bindings": {"kafka": {"key": _KEY, "bindingVersion": "0.4.0"}},
        "examples": [{"name": data.__name__, "payload": example_json(data)}],
    }


def _schemas(found: Mapping[str, Any], types: Collection[type[EventData]]) -> dict[str, Any]:
    """Name envelopes by their type, which is unique, and pin it; a class name may be shared."""
    named: dict[str, Any] = {_plain(name): _renamed(schema) for name, schema in found.items()}
    envelopes = {data.type: pinned(named[_component(data)], data) for data in types}
    parts = named.keys() - {_component(data) for data in types}
    return envelopes | {name: named[name] for name in sorted(parts)}


def _component(data: type[EventData]) -> str:
    return f"Envelope.{data.__name__}"


def _renamed(part: Any) -> Any:
    if isinstance(part, dict):
        return {k: _plain(v) if k == "$ref" else _renamed(v) for k, v in part.items()}
    return [_renamed(item) for item in part] if isinstance(part, list) else part


def _plain(name: str) -> str:
    return unquote(name).replace("[", ".").replace("]", "")


def _yaml(document: dict[str, Any]) -> str:
    head = "# Generated by `make docs`; do not edit.\n"
    # Through JSON, so that equal parts are written out and never become YAML anchors.
    plain = json.loads(json.dumps(document))
    return head + yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100)
