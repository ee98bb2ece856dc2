from pathlib import Path
from typing import Any

import pytest
import yaml

from services.intake.adapters.catalogue.catalogue import Catalogue
from services.intake.adapters.counter.care import CareServices
from services.intake.adapters.counter.points import Points
from services.intake.adapters.entries import EntryError
from shared.values import Invalid, NotFound
from tests.services.intake.desk import CARE, CATALOGUE, POINTS
from tests.services.intake.items import row
from tests.services.intake.items import written as items_file

HUB: dict[str, Any] = {
    "code": "hub",
    "name": "中心",
    "kind": "hub",
    "orgunit": "150602013000",
    "hours": {"mon": ["08:30-12:00", "14:30-17:30"]},
}
KIOSK: dict[str, Any] = {
    "code": "kiosk",
    "name": "自助机",
    "kind": "kiosk",
    "orgunit": "150602013000",
    "around_the_clock": True,
    "twin": "hub",
}
CLASS: dict[str, Any] = {
    "code": "class",
    "name": "课堂",
    "point": "hub",
    "audience": "aged",
    "times": {"tue": ["09:00-10:00"]},
    "capacity": 5,
}


def written(tmp_path: Path, section: str, *rows: Any) -> Path:
    path = tmp_path / f"{section}.yaml"
    path.write_text(yaml.safe_dump({section: list(rows)}, allow_unicode=True), encoding="utf-8")
    return path


def test_the_shipped_points_and_services_fit_the_shipped_catalogue() -> None:
    points = Points.load(POINTS)
    points.must_match(Catalogue.load(CATALOGUE))
    services = CareServices.load(CARE, points)
    assert {points.known(service.point).staffed for service in services.every()} == {True}


def test_a_small_file_is_taken(tmp_path: Path) -> None:
    assert len(Points.load(written(tmp_path, "points", HUB, KIOSK)).every()) == 2


@pytest.mark.parametrize(
    ("kiosk", "twin", "loads"),
    [
        ({}, {"items": ["a"]}, False),
        ({}, {"kinds": ["instant"]}, False),
        ({"items": ["a", "b"]}, {"items": ["a"]}, False),
        ({"items": ["a"]}, {"items": ["a", "b"]}, True),
        ({"items": ["a"], "kinds": ["instant"]}, {}, True),
    ],
)
def test_a_kiosk_takes_nothing_that_its_twin_does_not(
    tmp_path: Path, kiosk: dict[str, Any], twin: dict[str, Any], loads: bool
) -> None:
    file = written(tmp_path, "points", {**HUB, **twin}, {**KIOSK, **kiosk})
    if loads:
        assert Points.load(file).known("kiosk").twin == "hub"
    else:
        with pytest.raises(EntryError, match="hub does not take all it takes"):
            Points.load(file)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"twin": None}, "kiosk: twin"),
        ({"twin": "nowhere"}, "kiosk: twin"),
        ({"twin": "kiosk"}, "kiosk: twin"),
        ({"around_the_clock": False}, "kiosk: hours"),
        ({"slots": 3}, "kiosk: slots"),
        ({"slots": -1}, "kiosk: slots"),
        ({"kind": "shop"}, "kiosk: kind"),
        ({"orgunit": "150602"}, "kiosk: orgunit"),
        ({"hours": {"mon": ["12:00-08:00"]}}, "kiosk: hours.mon"),
        ({"hours": {"monday": ["08:00-12:00"]}}, "kiosk: hours"),
        ({"hours": {"mon": ["08:00-12:00", "11:00-13:00"]}}, "kiosk: hours.mon"),
        ({"weekend": {"mon": ["08:00-12:00"]}}, "kiosk: weekend"),
        ({"colour": "red"}, "kiosk: colour"),
        ({"code": "hub", "kind": "point", "hours": HUB["hours"]}, "hub: "),
        ({"kind": "point", "hours": HUB["hours"], "around_the_clock": False}, "kiosk: twin"),
        ({"kind": "point", "hours": HUB["hours"], "twin": None}, "kiosk: around_the_clock"),
        ({"kind": "point", "around_the_clock": False, "twin": None}, "kiosk: hours"),
    ],
)
def test_a_wrong_point_is_named_with_its_field(
    tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    changed = {key: value for key, value in {**KIOSK, **changes}.items() if value is not None}
    with pytest.raises(EntryError, match=f"point {field}"):
        Points.load(written(tmp_path, "points", HUB, changed))


@pytest.mark.parametrize("time", [{"valid_to": "2020-12-31"}, {"valid_from": "2099-01-01"}])
def test_a_point_may_list_an_item_that_is_over_or_not_yet_in_force(
    tmp_path: Path, time: dict[str, str]
) -> None:
    catalogue = Catalogue.load(items_file(tmp_path / "items.json", row(**time)))
    assert catalogue.find("cold-allowance") is None
    points = Points.load(written(tmp_path, "points", {**HUB, "items": ["cold-allowance"]}))
    points.must_match(catalogue)


def test_a_point_for_an_item_that_nobody_lists_is_refused(tmp_path: Path) -> None:
    points = Points.load(written(tmp_path, "points", {**HUB, "items": ["moon-permit"]}))
    with pytest.raises(EntryError, match=r"hub: items: .*moon-permit"):
        points.must_match(Catalogue.load(CATALOGUE))


def test_a_point_that_an_item_s_guide_names_must_be_there(tmp_path: Path) -> None:
    points = Points.load(written(tmp_path, "points", {**HUB, "code": "centre"}))
    with pytest.raises(EntryError, match=r"item real-estate-registration: points: .*'hub'"):
        points.must_match(Catalogue.load(CATALOGUE))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"point": "kiosk"}, "point"),
        ({"point": "nowhere"}, "point"),
        ({"capacity": 0}, "capacity"),
        ({"times": {}}, "times"),
        ({"audience": "believers"}, "audience"),
    ],
)
def test_a_wrong_service_is_named_with_its_field(
    tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    points = Points.load(written(tmp_path, "points", HUB, KIOSK))
    with pytest.raises(EntryError, match=f"service class: {field}"):
        CareServices.load(written(tmp_path, "services", {**CLASS, **changes}), points)


def test_a_service_stands_once(tmp_path: Path) -> None:
    points = Points.load(written(tmp_path, "points", HUB))
    with pytest.raises(EntryError, match="class: code"):
        CareServices.load(written(tmp_path, "services", CLASS, CLASS), points)


@pytest.mark.parametrize("text", ["[", "points: 7", "points: []", "just words", "points: [7]"])
def test_what_is_no_list_of_points_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "points.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EntryError) as refused:
        Points.load(path)
    assert "\n" not in str(refused.value)


def test_an_unknown_point_is_invalid_for_a_writer_and_not_found_for_a_reader() -> None:
    points = Points.load(POINTS)
    with pytest.raises(Invalid):
        points.get("moon")
    with pytest.raises(NotFound):
        points.known("moon")
