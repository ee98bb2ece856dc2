"""The codec: whatever is encoded comes back, whatever comes in ends as JSON or a reason."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.events.base import envelope_model, envelope_of, source_of
from shared.events.codec import (
    MAX_BYTES,
    STRUCTURED,
    TYPE_HEADER,
    decode,
    encode,
    headers_of,
    http_binary,
    read_headers,
)
from shared.events.grid import IncidentClosed
from shared.values import Invalid
from tests.contracts.events.drawn import TIMES, WORDS

MODEL = envelope_model(IncidentClosed)


@st.composite
def closures(draw: st.DrawFn) -> Any:
    data = IncidentClosed(
        incident_no=draw(WORDS),
        category="street-rubbish",
        category_name=draw(WORDS),
        reports=draw(st.integers(1, 2**31)),
        public_answer=draw(WORDS),
    )
    return envelope_of(
        data,
        source=source_of("grid"),
        subject=draw(WORDS),
        sequence=draw(st.integers(1, 2**31)),
        time=draw(TIMES),
        correlation=draw(WORDS),
        causation=draw(WORDS),
        orgunit=draw(st.from_regex(r"[0-9]{12}", fullmatch=True)),
    )


@given(closures())
@settings(max_examples=50)
def test_an_event_survives_the_wire(event: Any) -> None:
    headers = read_headers(headers_of(event.type))
    again = MODEL.model_validate(decode(headers, encode(event)))
    assert again == event
    assert encode(again) == encode(event)


@given(closures())
@settings(max_examples=50)
def test_binary_mode_says_the_same_as_structured_mode(event: Any) -> None:
    body = json.loads(encode(event))
    data = json.dumps(body.pop("data")).encode()
    headers = [(f"ce_{name}", str(value).encode()) for name, value in body.items()]
    read = read_headers([*headers, ("Content-Type", b"application/json")])
    assert MODEL.model_validate(decode(read, data)) == event


@given(st.binary(max_size=200), st.sampled_from([{}, {"content-type": STRUCTURED}]))
@settings(max_examples=50)
def test_any_bytes_are_an_object_or_refused_with_a_reason(
    value: bytes, headers: dict[str, str]
) -> None:
    assert isinstance(read_or_reason(headers, value), dict | str)


def read_or_reason(headers: dict[str, str], value: bytes) -> dict[str, Any] | str:
    try:
        return decode(headers, value)
    except Invalid as refusal:
        return refusal.zh


@pytest.mark.parametrize(
    ("headers", "value", "code"),
    [
        ({}, None, "empty-value"),
        ({}, b"", "empty-value"),
        ({}, b" " * (MAX_BYTES + 1), "too-large"),
        ({}, b'"\xff"', "not-utf8"),
        ({}, b"{", "not-json"),
        ({}, b'{"a": NaN}', "not-json"),
        ({}, b"[" * 100_000, "not-json"),
        ({}, b"[]", "not-an-object"),
        ({TYPE_HEADER: "a"}, b'{"type": "b"}', "type-mismatch"),
    ],
)
def test_every_refusal_has_its_code(
    headers: dict[str, str], value: bytes | None, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decode(headers, value)
    assert refused.value.code == code


def test_a_header_that_is_not_text_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_headers([("trace", b"\xff")])
    assert (refused.value.code, refused.value.field) == ("header-not-utf8", "trace")


def test_http_headers_become_kafka_headers() -> None:
    read = http_binary({"Ce-Subject": "%E4%BA%95", "Content-Type": "application/json", "X-A": "1"})
    assert read == {"ce_subject": "井", "content-type": "application/json"}
