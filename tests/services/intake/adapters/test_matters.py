from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.bundle.matters import Matters
from services.intake.adapters.catalogue.catalogue import Catalogue
from services.intake.adapters.entries import EntryError
from services.intake.application.bundle.guide_matter import fill_one_form
from services.intake.settings import Settings
from shared.values import Invalid, NotFound
from tests.services.intake.adapters.test_points import written
from tests.services.intake.desk import CATALOGUE

ITEMS = Catalogue.load(CATALOGUE)
SHIPPED = Catalogue.load(CATALOGUE, *Settings.model_construct().lists)
HOME = Path("services/intake/adapters/matters.yaml")
MATTER: dict[str, Any] = {
    "code": "old-age",
    "name": "老年一件事",
    "members": [{"item": "elder-allowance"}, {"item": "elder-card", "mandatory": False}],
}


def test_the_shipped_matters_fit_the_shipped_catalogue() -> None:
    matters = Matters.load(HOME, SHIPPED)
    assert len(matters.every()) == 5
    assert {matter.joint for matter in matters.every()} == {True, False}


def test_of_each_shipped_matter_the_one_form_asks_for_fewer_papers_than_its_items_do() -> None:
    matters = Matters.load(HOME, SHIPPED)
    for matter in matters.every():
        codes = [member.item for member in matter.members]
        filling = fill_one_form(matter.code, codes, {}, matters, SHIPPED)
        apart = sum(len(item.asking({}).papers) for item in filling.items)
        assert len(filling.papers) < apart, matter.code


def test_without_a_file_there_are_no_matters() -> None:
    matters = Matters.load(None, ITEMS)
    assert matters.every() == ()
    with pytest.raises(NotFound):
        matters.known("old-age")
    with pytest.raises(Invalid, match="GET /matters"):
        matters.get("old-age")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"members": [{"item": "elder-allowance"}, {"item": "gone"}]}, "no item 'gone'"),
        ({"members": [{"item": "elder-card"}]}, "two items at the least"),
        ({"code": "OldAge"}, "small letters"),
    ],
)
def test_a_matter_that_breaks_a_rule_is_named(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(EntryError, match=told):
        Matters.load(written(tmp_path, "matters", {**MATTER, **changes}), ITEMS)


def test_a_matter_that_is_there_twice_or_has_an_unknown_member_is_named(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match="matter old-age: code: it is there 2 times"):
        Matters.load(written(tmp_path, "matters", MATTER, MATTER), ITEMS)
    with pytest.raises(EntryError, match="matter old-age: colour"):
        Matters.load(written(tmp_path, "matters", {**MATTER, "colour": "red"}), ITEMS)
