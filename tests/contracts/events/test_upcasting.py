"""An old version is checked as what it is, and handled as what it is today."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.docs.contract import newest
from deploy.docs.language import PARTNERS
from shared.events.base import AnyEnvelope, EventData, envelope_model, schema_of, service_of
from shared.events.catalogue import CONSUMERS, EVENTS, PARTNER
from shared.events.codec import headers_of
from shared.events.older import UPCASTERS, SensorAlertRaisedV1
from shared.events.partners import SensorAlertRaised
from shared.events.parts import Reading, Unit
from shared.events.upcasting import replaced_by, schema_tried, upcast, versions_of
from shared.messaging.reading import Reader
from shared.messaging.records import Record
from shared.values import Invalid
from tests.contracts.events.drawn import events, values
from tests.contracts.events.golden import golden_path

OLD = [pytest.param(upcaster.old, id=upcaster.old.type) for upcaster in UPCASTERS]
TAGGED = newest()
PROMISED = {t: s for t, s in TAGGED[1].items() if service_of(t) == PARTNER} if TAGGED else {}
GRID = Reader("grid", {SensorAlertRaised.type: SensorAlertRaised}, PARTNERS)


def golden(type_: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(golden_path(type_).read_bytes())
    return event


def read(event: dict[str, Any]) -> AnyEnvelope | None:
    topic = "jiedao.partner.sensors"
    return GRID.read(Record(topic, "p", headers_of(event["type"]), json.dumps(event).encode()))


def test_the_golden_first_sensor_alert_says_what_the_golden_second_one_says() -> None:
    first, second = read(golden(SensorAlertRaisedV1.type)), read(golden(SensorAlertRaised.type))
    assert first is not None
    assert second is not None
    assert first.data == second.data
    assert first.type == second.type
    assert schema_tried(first) == schema_of(SensorAlertRaisedV1.type)
    assert schema_tried(second) == schema_of(SensorAlertRaised.type)


@pytest.mark.parametrize("data", OLD)
def test_what_an_event_is_known_by_does_not_change(data: type[EventData]) -> None:
    said = envelope_model(data).model_validate(golden(data.type))
    heard = upcast(said)
    changed = {"type", "dataschema", "data"}
    assert heard.model_dump(exclude=changed) == said.model_dump(exclude=changed)
    assert heard.type == heard.data.type
    assert replaced_by(type(heard.data)) is None


def test_the_newest_version_is_left_as_it_is() -> None:
    event = envelope_model(SensorAlertRaised).model_validate(golden(SensorAlertRaised.type))
    assert upcast(event) is event


def test_a_hearer_of_the_newest_version_hears_the_older_ones() -> None:
    assert versions_of(SensorAlertRaised) == (SensorAlertRaised, SensorAlertRaisedV1)
    assert GRID.types == [SensorAlertRaisedV1.type, SensorAlertRaised.type]


@pytest.mark.parametrize("data", OLD)
@given(st.data())
@settings(max_examples=50)
def test_whatever_the_old_version_allows_becomes_a_new_one(
    data: type[EventData], drawn: st.DataObject
) -> None:
    heard = upcast(drawn.draw(events(data)))
    assert type(heard).model_validate_json(heard.model_dump_json()) == heard


@pytest.mark.parametrize(
    ("value", "unit", "reading", "words"),
    [
        (31.5, "degree", Reading(value=31.5, unit=Unit.DEGREE), None),
        (31.5, " Degree ", Reading(value=31.5, unit=Unit.DEGREE), None),
        (14.0, "%LEL", Reading(value=14.0, unit=Unit.PERCENT_LEL), None),
        (168.0, "μg/m³", Reading(value=168.0, unit=Unit.MICROGRAM_PER_CUBIC_METRE), None),
        (31.5, "度", None, "31.5 度"),
        (0.1, None, None, "0.1"),
        (None, "cm", None, "cm"),
        (float("inf"), "cm", None, "inf cm"),
        (None, " ", None, None),
        (None, None, None, None),
    ],
)
def test_a_unit_in_free_text_becomes_a_code_or_stays_in_words(
    value: float | None, unit: str | None, reading: Reading | None, words: str | None
) -> None:
    event = golden(SensorAlertRaisedV1.type)
    said = envelope_model(SensorAlertRaisedV1).model_validate(
        {**event, "data": {**event["data"], "value": value, "unit": unit}}
    )
    heard = upcast(said).data
    assert (heard.reading, heard.words) == (reading, words)


def test_each_version_is_held_to_its_own_schema() -> None:
    first, second = golden(SensorAlertRaisedV1.type), golden(SensorAlertRaised.type)
    wrong = {**first["data"], "unit": "x" * 33}
    free = {**second["data"], "reading": {"value": 1, "unit": "degree"}}
    for event, field in (({**first, "data": wrong}, "unit"), ({**second, "data": free}, "reading")):
        with pytest.raises(Invalid) as refused:
            read(event)
        assert str(refused.value.field).startswith(f"data.{field}")
    assert "31.5" not in refused.value.zh
    assert "'deg'、'Cel'" in refused.value.zh


@pytest.mark.parametrize("type_", sorted(PROMISED))
@given(st.data())
@settings(max_examples=15)
def test_whatever_the_tagged_contract_allows_a_partner_is_taken_today(
    type_: str, drawn: st.DataObject
) -> None:
    event = drawn.draw(values(PROMISED[type_], PROMISED[type_]))
    assert upcast(envelope_model(EVENTS[type_]).model_validate(event))


def test_every_version_of_a_partner_type_has_the_same_consumer() -> None:
    for upcaster in UPCASTERS:
        assert CONSUMERS.get(upcaster.old.type) == CONSUMERS.get(upcaster.new.type)
