"""Generated documents are current and valid; written ones are true."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from deploy.docs import files
from deploy.docs.asyncapi import document_of
from deploy.docs.events import GUIDE
from deploy.docs.files import stale, write
from deploy.docs.schemas import schema_of_event
from deploy.docs.states import state_tables, states_text
from shared.events.base import Envelope, EventData
from shared.events.catalogue import EVENTS, SERVICES
from shared.privacy.findings import ID_NUMBER, PERSONAL_FIELD, REFUSED_FIELD
from tests.architecture.tree import ROOT

ASYNCAPI: dict[str, Any] = json.loads(
    Path(__file__).with_name("asyncapi-3.0.0.schema.json").read_text(encoding="utf-8")
)
READING = (
    "shared/events/codec.py",
    "shared/messaging/reading.py",
    "shared/messaging/misfits.py",
    "shared/privacy/jwe.py",
)


def test_the_generated_documents_are_current() -> None:
    assert stale() == [], "run `make docs`"


def test_a_missing_a_changed_and_a_left_over_document_are_each_named(tmp_path: Path) -> None:
    write(tmp_path)
    assert stale(tmp_path) == []
    (tmp_path / "events.md").write_text("old", encoding="utf-8")
    (tmp_path / "asyncapi" / "grid.yaml").unlink()
    (tmp_path / "schemas" / "jiedao.gone.v1.json").write_text("{}", encoding="utf-8")
    named = ["asyncapi/grid.yaml", "events.md", "schemas/jiedao.gone.v1.json"]
    assert stale(tmp_path) == named
    assert write(tmp_path) == named
    assert stale(tmp_path) == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_asyncapi_document_is_valid(service: str) -> None:
    text = (files.DOCS / "asyncapi" / f"{service}.yaml").read_text(encoding="utf-8")
    errors = Draft7Validator(ASYNCAPI).iter_errors(yaml.safe_load(text))
    assert [f"{list(e.absolute_path)}: {e.message[:200]}" for e in errors] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_reference_of_the_asyncapi_document_leads_somewhere(service: str) -> None:
    document = document_of(service)
    assert [ref for ref in references(document) if not leads(ref, document)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_example_of_the_asyncapi_document_fits_its_payload(service: str) -> None:
    document = document_of(service)
    for name, message in document["components"]["messages"].items():
        schema = {**message["payload"], "components": document["components"]}
        for example in message["examples"]:
            assert Draft202012Validator(schema).is_valid(example["payload"]), name


@pytest.mark.parametrize("data", EVENTS.values(), ids=EVENTS.keys())
def test_every_json_schema_takes_its_example_and_refuses_less(data: type[EventData]) -> None:
    schema = schema_of_event(data)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    (event,) = schema["examples"]
    assert list(validator.iter_errors(event)) == []
    assert not validator.is_valid({**event, "type": "jiedao.other.thing.done.v1"})
    for name in schema["required"]:
        assert not validator.is_valid({k: v for k, v in event.items() if k != name})


def test_the_guide_explains_every_attribute_of_the_envelope() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (?:yes|no|ours only) \|", guide(), re.MULTILINE)
    assert rows == list(Envelope.model_fields)


def test_the_guide_explains_every_code_of_the_quarantine_and_no_other() -> None:
    source = "".join((ROOT / name).read_text(encoding="utf-8") for name in READING)
    raised = set(re.findall(r'Invalid\(\s*"([a-z0-9-]+)"', source))
    table = guide().partition("### What quarantine says")[2]
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE))
    assert explained == raised | {REFUSED_FIELD, PERSONAL_FIELD, ID_NUMBER}


def test_every_state_of_every_table_is_drawn() -> None:
    text = states_text()
    for service, noun, table in state_tables():
        section = text.partition(f"## {service}: {noun}\n")[2].partition("\n## ")[0]
        assert section.count(": ") >= len(table.rows)
        for state, _ in table.rows:
            assert f'"{state.value}"' in section


def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


def references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [ref for value in part.values() for ref in references(value)]
    return [ref for value in part for ref in references(value)] if isinstance(part, list) else []


def leads(ref: str, document: dict[str, Any]) -> bool:
    place: Any = document
    for step in ref.removeprefix("#/").split("/"):
        place = place.get(step) if isinstance(place, dict) else None
    return place is not None
