"""What no model, schema, route or stored document may hold."""

import dataclasses
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from typing import Any

import pytest
from pydantic import BaseModel

from shared.events.base import EventData
from shared.events.catalogue import EVENTS, SERVICES
from shared.messaging.ledger import LEDGER
from shared.messaging.partners import Partner
from shared.observability.catalogue import CATALOGUE
from shared.privacy.forbidden import (
    PERSONAL_FIELD,
    REFUSED_FIELD,
    check_model,
    find_forbidden,
    find_personal,
)
from shared.privacy.records import PERSON_INDEX, PERSON_KEYS, PERSONS
from shared.privacy.vocabulary import is_personal_name, is_refused_name
from shared.storage.work import Kind
from shared.web.openapi import openapi_examples
from tests.architecture.conftest import AppOf
from tests.architecture.tree import modules_below

# Their fields are sealed before they are stored.
SEALED = {PERSONS.name, PERSON_KEYS.name, PERSON_INDEX.name}


@pytest.mark.parametrize("data", EVENTS.values(), ids=EVENTS.keys())
def test_no_event_has_a_refused_or_a_personal_field(data: type[EventData]) -> None:
    assert check_model(data) == []


@pytest.mark.parametrize("data", EVENTS.values(), ids=EVENTS.keys())
def test_no_example_holds_personal_data(data: type[EventData]) -> None:
    assert [*find_forbidden(data.example), *find_personal(data.example)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_domain_knows_a_refused_or_a_personal_field(service: str) -> None:
    models = [model for model in own_models(f"services.{service}.domain") if members(model)]
    assert [finding for model in models for finding in check_model(model)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_model_of_a_service_has_a_refused_field(service: str) -> None:
    found = [f for model in own_models(f"services.{service}") for f in check_model(model)]
    assert [finding for finding in found if finding.rule == REFUSED_FIELD] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_stored_document_has_a_personal_field_outside_the_sealed_store(service: str) -> None:
    kinds = [kind for kind in stored_kinds(service) if kind.name not in SEALED]
    assert kinds
    assert [finding for kind in kinds for finding in check_model(kind.value)] == []


def test_no_record_of_the_house_has_a_personal_field() -> None:
    assert check_model(LEDGER.value) == []
    assert check_model(Partner) == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_schema_of_the_interface_names_a_refused_field(service: str, app_of: AppOf) -> None:
    assert [
        name for name in property_names(app_of(service).openapi()) if is_refused_name(name)
    ] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_address_of_the_interface_carries_personal_data(service: str, app_of: AppOf) -> None:
    names = [
        parameter["name"]
        for operation in operations(app_of(service).openapi())
        for parameter in operation.get("parameters", ())
        if parameter["in"] in {"path", "query"}
    ]
    assert [name for name in names if is_personal_name(name) or is_refused_name(name)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_request_body_of_the_interface_has_an_example(service: str, app_of: AppOf) -> None:
    assert openapi_examples(app_of(service)) == []


def test_no_metric_label_is_about_a_person() -> None:
    labels = [label for metric in CATALOGUE for label in metric.labels]
    assert [x for x in labels if is_personal_name(x) or is_refused_name(x)] == []


def test_the_guard_does_not_trip_over_places_and_trades() -> None:
    data = {
        "place": "民族街道民族团结社区",
        "occupation_name": "民族乐器演奏员",
        "minzu_street": "1",
    }
    assert [*find_forbidden(data), *find_personal(data)] == []


def test_the_guard_trips_over_the_fields_it_is_for() -> None:
    rules = [f.rule for f in (*find_forbidden({"民族": "汉"}), *find_personal({"phone": "1"}))]
    assert rules == [REFUSED_FIELD, PERSONAL_FIELD]


def own_models(package: str) -> Iterator[type[Any]]:
    for module in modules_below(package):
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__ and members(value):
                yield value


def members(kind: type[Any]) -> bool:
    return issubclass(kind, BaseModel | Enum) or dataclasses.is_dataclass(kind)


def stored_kinds(service: str) -> list[Kind[Any]]:
    values = vars(import_module(f"services.{service}.adapters.mongo")).values()
    return [value for value in values if isinstance(value, Kind)]


def operations(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for path in document["paths"].values():
        yield from (part for part in path.values() if isinstance(part, dict))


def property_names(document: Mapping[str, Any]) -> Iterator[str]:
    for schema in document["components"]["schemas"].values():
        yield from schema.get("properties", {})
        yield from (str(value) for value in schema.get("enum", ()))
