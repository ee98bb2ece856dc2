"""The official SDK reads what we send, and we read what it sends."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings import http, kafka
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.docs.examples import example_of
from shared.events.base import AnyEnvelope, EventData, envelope_model
from shared.events.catalogue import EVENTS
from shared.events.codec import STRUCTURED, decode, encode, headers_of, http_binary, read_headers
from tests.contracts.events.drawn import events

FORMAT = JSONFormat()
KNOWN = [pytest.param(data, id=type_) for type_, data in sorted(EVENTS.items())]
Way = Callable[[BaseCloudEvent, type[EventData]], AnyEnvelope]


def over_kafka(write: Callable[..., kafka.KafkaMessage]) -> Way:
    def heard(event: BaseCloudEvent, data: type[EventData]) -> AnyEnvelope:
        message = write(event, FORMAT)
        return ours(data, read_headers(message.headers.items()), message.value)

    return heard


def over_http(write: Callable[..., http.HTTPMessage]) -> Way:
    def heard(event: BaseCloudEvent, data: type[EventData]) -> AnyEnvelope:
        message = write(event, FORMAT)
        return ours(data, http_binary(message.headers), message.body)

    return heard


def ours(data: type[EventData], headers: dict[str, str], value: bytes) -> AnyEnvelope:
    return envelope_model(data).model_validate(decode(headers, value))


WAYS: dict[str, Way] = {
    "kafka-structured": over_kafka(kafka.to_structured),
    "kafka-binary": over_kafka(kafka.to_binary),
    "http-structured": over_http(http.to_structured),
    "http-binary": over_http(http.to_binary),
}


@pytest.mark.parametrize("data", KNOWN)
def test_the_sdk_reads_our_structured_events_from_kafka(data: type[EventData]) -> None:
    event = example_of(data)
    message = kafka.KafkaMessage(dict(headers_of(data.type)), event.subject, encode(event))
    # The content type says the mode. The SDK's `from_kafka` looks at header names only and would
    # take ce_type for binary mode, so docs/events.md names `from_structured`.
    read = kafka.from_structured(message, FORMAT, CloudEvent)
    assert said(read) == {**json.loads(encode(event)), "partitionkey": event.subject}


@pytest.mark.parametrize("data", KNOWN)
def test_the_sdk_reads_our_structured_events_over_http(data: type[EventData]) -> None:
    event = example_of(data)
    message = http.HTTPMessage({"content-type": STRUCTURED}, encode(event))
    assert said(http.from_http(message, FORMAT, CloudEvent)) == json.loads(encode(event))


@pytest.mark.parametrize("data", KNOWN)
@pytest.mark.parametrize("way", WAYS)
def test_we_read_the_sdks_events_each_way(data: type[EventData], way: str) -> None:
    event = example_of(data)
    assert WAYS[way](in_sdk(event), data) == event


@pytest.mark.parametrize("way", WAYS)
@given(st.sampled_from(sorted(EVENTS.values(), key=lambda data: data.type)).flatmap(events))
@settings(max_examples=50)
def test_what_the_sdk_read_of_ours_and_wrote_again_is_the_same_to_us(
    way: str, event: AnyEnvelope
) -> None:
    body = json.loads(encode(event))
    read = FORMAT.read(CloudEvent, encode(event))
    assert said(read) == body
    again = WAYS[way](read, type(event.data))
    assert again == event
    assert json.loads(encode(again)) == body


def in_sdk(event: AnyEnvelope) -> CloudEvent:
    attributes: dict[str, Any] = event.model_dump(exclude_none=True, exclude={"data"})
    return CloudEvent(attributes, json.loads(encode(event))["data"])


def said(event: BaseCloudEvent) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(FORMAT.write(event))
    return written
