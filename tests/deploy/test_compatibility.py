import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from deploy.docs.compatibility import breaks
from deploy.docs.contract import keep, newest, today
from deploy.docs.tag import main
from shared.events.grid import IncidentClosed
from shared.events.partners import HotlineOrderPlaced, SensorAlertRaised
from tests.contracts.events.drawn import values

HEARD, TOLD = "jiedao.partner.thing.said.v1", "jiedao.grid.thing.done.v1"
WAS: dict[str, Any] = {
    "type": "object",
    "$defs": {
        "Spot": {
            "type": "object",
            "properties": {"lng": {"type": "number", "minimum": -180, "maximum": 180}},
            "required": ["lng"],
        },
        "Kind": {"type": "string", "enum": ["help", "report"]},
    },
    "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": 256},
        "kind": {"$ref": "#/$defs/Kind"},
        "code": {"type": "string", "pattern": "^a+$"},
        "count": {"type": "integer", "minimum": 0},
        "spot": {"anyOf": [{"$ref": "#/$defs/Spot"}, {"type": "null"}], "default": None},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 5, "default": []},
        "way": {"type": "string", "default": "online"},
        "at": {"type": "string", "format": "date-time"},
    },
    "required": ["id", "kind", "code"],
}
Change = dict[str, Any]
SPOT = {"$ref": "#/$defs/Spot"}
BREAKS_BOTH: list[tuple[str, Change, str]] = [
    ("a removed property", {"properties": {"way": ...}}, "way is removed"),
    ("a newly required one", {"required": ["id", "kind", "code", "at"]}, "at is newly required"),
    ("one that is new and required", {"required": [*WAS["required"], "x"]}, "x is newly required"),
    ("another type", {"properties": {"count": {"type": "string"}}}, "count is no longer integer"),
    ("no null any more", {"properties": {"spot": {"anyOf": [SPOT]}}}, "spot is no longer null"),
    (
        "a shorter text",
        {"properties": {"id": {"maxLength": 20}}},
        "id is narrowed: maxLength 256 → 20",
    ),
    (
        "a higher minimum",
        {"properties": {"count": {"minimum": 1}}},
        "count is narrowed: minimum 0 → 1",
    ),
    (
        "a first limit",
        {"properties": {"count": {"maximum": 9}}},
        "count is narrowed: maximum any → 9",
    ),
    ("fewer items", {"properties": {"tags": {"maxItems": 4}}}, "tags is narrowed: maxItems 5 → 4"),
    ("another pattern", {"properties": {"code": {"pattern": "^a$"}}}, "code has another pattern"),
    ("a first pattern", {"properties": {"way": {"pattern": "^a$"}}}, "way has another pattern"),
    ("a narrower enum", {"$defs": {"Kind": {"enum": ["help"]}}}, "kind no longer takes report"),
    (
        "a first enum",
        {"properties": {"way": {"enum": ["online"]}}},
        "way no longer takes any other value",
    ),
    (
        "an enum in a list",
        {"properties": {"tags": {"items": {"enum": ["x"]}}}},
        "tags[] no longer takes any other value",
    ),
    (
        "a narrower member",
        {"$defs": {"Spot": {"properties": {"lng": {"maximum": 90}}}}},
        "spot.lng is narrowed: maximum 180 → 90",
    ),
    (
        "another default",
        {"properties": {"way": {"default": "post"}}},
        "way means something else where it is left out",
    ),
    (
        "an unknown keyword",
        {"properties": {"count": {"multipleOf": 5}}},
        "count has another multipleOf",
    ),
]
BREAKS_READERS: list[tuple[str, Change, str]] = [
    ("a wider enum", {"$defs": {"Kind": {"enum": ["help", "report", "x"]}}}, "kind may now be x"),
    ("no longer required", {"required": ["id", "kind"]}, "code is no longer always there"),
    (
        "a longer text",
        {"properties": {"id": {"maxLength": 300}}},
        "id is widened: maxLength 256 → 300",
    ),
    (
        "null",
        {
            "properties": {
                "kind": {"$ref": ..., "anyOf": [{"$ref": "#/$defs/Kind"}, {"type": "null"}]}
            }
        },
        "kind may now be null",
    ),
]
ALLOWED: list[tuple[str, Change]] = [
    ("a new optional property", {"properties": {"x": {"type": "string", "maxLength": 3}}}),
    ("other words", {"title": "Other", "properties": {"id": {"description": "other"}}}),
    ("a deprecated type", {"deprecated": True}),
    ("a limit that every number has", {"properties": {"count": {"maximum": 2**53 - 1}}}),
]


def changed(part: Any, change: Change) -> Any:
    """A copy of the schema with the change laid over it; `...` takes a member away."""
    copied = copy.deepcopy(part)
    for name, new in change.items():
        if new is ...:
            del copied[name]
        elif isinstance(new, dict) and isinstance(copied.get(name), dict):
            copied[name] = changed(copied[name], new)
        else:
            copied[name] = new
    return copied


def said(type_: str, change: Change) -> list[str]:
    found = breaks({type_: WAS}, {type_: changed(WAS, change)})
    return [f"{one.path} {one.what}" for one in found]


@pytest.mark.parametrize(("_name", "change", "what"), BREAKS_BOTH, ids=[b[0] for b in BREAKS_BOTH])
def test_what_narrows_breaks_partners_and_the_log_alike(
    _name: str, change: Change, what: str
) -> None:
    assert said(HEARD, change) == [what]
    assert what in said(TOLD, change)


@pytest.mark.parametrize(
    ("_name", "change", "what"), BREAKS_READERS, ids=[b[0] for b in BREAKS_READERS]
)
def test_what_widens_breaks_readers_and_not_partners(_name: str, change: Change, what: str) -> None:
    assert said(HEARD, change) == []
    assert said(TOLD, change) == [f"{what}, which readers of the contract do not expect"]


@pytest.mark.parametrize(("_name", "change"), ALLOWED, ids=[a[0] for a in ALLOWED])
def test_what_is_added_and_optional_breaks_nobody(_name: str, change: Change) -> None:
    assert said(HEARD, change) == said(TOLD, change) == []


def test_an_integer_that_becomes_a_number_is_still_taken_but_readers_are_told() -> None:
    change = {"properties": {"count": {"type": "number"}}}
    assert said(HEARD, change) == []
    assert len(said(TOLD, change)) == 1


def test_a_type_that_is_gone_breaks_and_a_new_one_does_not() -> None:
    assert [str(one).split(";")[0] for one in breaks({HEARD: WAS}, {TOLD: WAS})] == [
        f"{HEARD}: the type is gone"
    ]


def test_a_break_names_type_path_and_the_mend() -> None:
    was = {HotlineOrderPlaced.type: today()[HotlineOrderPlaced.type]}
    now = copy.deepcopy(was)
    now[HotlineOrderPlaced.type]["$defs"]["HotlineKind"]["enum"].remove("report")
    (one,) = breaks(was, now)
    assert str(one).startswith(
        "jiedao.partner.hotline-order.placed.v1: data.kind no longer takes report; "
    )
    assert "upcaster" in str(one)


def test_the_second_version_of_the_sensor_alert_could_not_have_been_the_first() -> None:
    first = SensorAlertRaised.type.replace(".v2", ".v1")
    contract = today()
    found = breaks({first: contract[first]}, {first: contract[SensorAlertRaised.type]})
    assert {one.path for one in found} == {"data.value", "data.unit", "type"}


@given(st.data())
@settings(max_examples=50)
def test_what_a_change_that_breaks_nobody_allowed_is_still_allowed(data: st.DataObject) -> None:
    _, change = data.draw(st.sampled_from([*ALLOWED, *((n, c) for n, c, _ in BREAKS_READERS)]))
    event = data.draw(values(WAS, WAS))
    assert Draft202012Validator(changed(WAS, change)).is_valid(event)


def test_a_contract_is_kept_once_and_found_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert newest(tmp_path) is None
    assert main(["0.9.0"], tmp_path) == 0
    assert main(["0.10.0"], tmp_path) == 0
    assert newest(tmp_path) == ("0.10.0", today())
    assert main(["0.10.0"], tmp_path) == 1
    assert "0.10.0 is tagged already" in capsys.readouterr().err
    with pytest.raises(FileExistsError):
        keep("0.9.0", {}, tmp_path)


def test_no_contract_is_tagged_that_breaks_the_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    was = today()
    del was[IncidentClosed.type]["$defs"]["IncidentClosed"]["properties"]["reports"]["minimum"]
    keep("0.1.0", was, tmp_path)
    assert main(["0.2.0"], tmp_path) == 1
    assert "data.reports is narrowed: minimum any → 1" in capsys.readouterr().err
    assert newest(tmp_path) == ("0.1.0", was)


@pytest.mark.parametrize("version", ["", "1", "v1.2.3", "1.2.3rc1"])
def test_a_version_is_three_numbers(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([version])
    assert ended.value.code == 2
    assert "three numbers" in capsys.readouterr().err
