"""What was published once can be read for ever, and means the same."""

import json
from typing import Any

import pytest

from shared.events.base import EventData, envelope_model
from shared.events.catalogue import EVENTS
from shared.events.codec import STRUCTURED, decode, encode
from tests.contracts.events.golden import GOLDEN, golden_path

KNOWN = [pytest.param(data, id=type_) for type_, data in sorted(EVENTS.items())]


def test_every_type_has_its_golden_event_and_no_golden_event_lost_its_type() -> None:
    kept = {path.stem for path in GOLDEN.glob("*.json")}
    assert set(EVENTS) - kept == set(), "python -m tests.contracts.events.golden"
    assert kept - set(EVENTS) == set(), "a published type is kept, or gets a new version"


@pytest.mark.parametrize("data", KNOWN)
def test_a_golden_event_comes_back_as_it_was(data: type[EventData]) -> None:
    raw = golden_path(data.type).read_bytes()
    event = envelope_model(data).model_validate(decode({"content-type": STRUCTURED}, raw))
    again = json.loads(encode(event))
    # A later optional member may have joined; what was said stays.
    assert lost(json.loads(raw), again) == []


@pytest.mark.parametrize("data", KNOWN)
def test_a_member_from_a_newer_version_is_ignored(data: type[EventData]) -> None:
    event = json.loads(golden_path(data.type).read_bytes())
    model = envelope_model(data)
    newer = {**event, "novelty": 1, "data": {**event["data"], "novelty": {"a": 1}}}
    assert model.model_validate(newer) == model.model_validate(event)


def lost(before: Any, after: Any, path: str = "") -> list[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        gone = [f"{path}.{name}" for name in before if name not in after]
        kept = [name for name in before if name in after]
        return gone + [p for n in kept for p in lost(before[n], after[n], f"{path}.{n}")]
    return [] if before == after else [path]


def test_a_lost_and_a_changed_member_are_noticed() -> None:
    assert lost({"a": {"b": 1, "c": 2}}, {"a": {"b": 2}, "d": 3}) == [".a.c", ".a.b"]
