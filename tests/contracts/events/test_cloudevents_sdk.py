"""The official SDK reads what we send, and we read what it sends."""

import json
from typing import Any

import pytest
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings import http, kafka
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from deploy.docs.examples import example_of
from deploy.docs.schemas import envelope_model
from shared.events.base import AnyEnvelope, EventData
from shared.events.catalogue import EVENTS
from shared.events.codec import decode, encode, headers_of, http_binary, read_headers

FORMAT = JSONFormat()
KNOWN = [pytest.param(data, id=type_) for type_, data in sorted(EVENTS.items())]


@pytest.mark.parametrize("data", KNOWN)
def test_the_sdk_reads_our_structured_events_from_kafka(data: type[EventData]) -> None:
    event = example_of(data)
    message = kafka.KafkaMessage(dict(headers_of(data.type)), event.subject, encode(event))
    # The content type says the mode. The SDK's `from_kafka` looks at header names only and would
    # take ce_type for binary mode, so docs/events.md names `from_structured`.
    read = kafka.from_structured(message, FORMAT, CloudEvent)
    assert said(read) == {**json.loads(encode(event)), "partitionkey": event.subject}


@pytest.mark.parametrize("data", KNOWN)
def test_we_read_the_sdks_structured_events_from_kafka(data: type[EventData]) -> None:
    message = kafka.to_structured(in_sdk(example_of(data)), FORMAT)
    assert heard(data, read_headers(message.headers.items()), message.value) == example_of(data)


@pytest.mark.parametrize("data", KNOWN)
def test_we_read_the_sdks_binary_events_from_kafka(data: type[EventData]) -> None:
    message = kafka.to_binary(in_sdk(example_of(data)), FORMAT)
    assert heard(data, read_headers(message.headers.items()), message.value) == example_of(data)


@pytest.mark.parametrize("data", KNOWN)
def test_we_read_the_sdks_structured_events_over_http(data: type[EventData]) -> None:
    message = http.to_structured(in_sdk(example_of(data)), FORMAT)
    assert heard(data, http_binary(message.headers), message.body) == example_of(data)


@pytest.mark.parametrize("data", KNOWN)
def test_we_read_the_sdks_binary_events_over_http(data: type[EventData]) -> None:
    message = http.to_binary(in_sdk(example_of(data)), FORMAT)
    assert heard(data, http_binary(message.headers), message.body) == example_of(data)


def in_sdk(event: AnyEnvelope) -> CloudEvent:
    attributes: dict[str, Any] = event.model_dump(exclude_none=True, exclude={"data"})
    return CloudEvent(attributes, json.loads(encode(event))["data"])


def said(event: BaseCloudEvent) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(FORMAT.write(event))
    return written


def heard(data: type[EventData], headers: dict[str, str], value: bytes) -> AnyEnvelope:
    return envelope_model(data).model_validate(decode(headers, value))
