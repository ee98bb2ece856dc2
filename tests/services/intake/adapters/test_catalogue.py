from pathlib import Path
from typing import Any

import pytest
import yaml

from services.intake.adapters.catalogue.catalogue import Catalogue, CatalogueError
from services.intake.domain.catalogue.item import NOBODY, ItemKind
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy, ReviewStep
from shared.calendar import Limit, Threshold, Unit
from shared.values import Invalid, NotFound
from tests.services.intake.desk import CATALOGUE, PARTNERS

GIVEN: dict[str, Any] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))


def written(tmp_path: Path, **changes: Any) -> Path:
    """Write the shipped catalogue with its first item changed."""
    first, *rest = GIVEN["items"]
    changed = {key: value for key, value in {**first, **changes}.items() if value != "gone"}
    path = tmp_path / "catalogue.yaml"
    path.write_text(yaml.safe_dump({**GIVEN, "items": [changed, *rest]}), encoding="utf-8")
    return path


def test_the_shipped_catalogue_has_what_the_sub_district_needs() -> None:
    catalogue = Catalogue.load(CATALOGUE)
    items = catalogue.every()
    assert len(items) >= 12
    assert {item.kind for item in items} == set(ItemKind)
    assert any(p.deficiency_allowed for item in items for p in item.papers)
    assert catalogue.get("employment-registration").decided_by == NOBODY
    assert catalogue.get("real-estate-registration").partner == "real-estate"
    assert catalogue.get("business-loan-referral").partner == "bank-ordos"
    assert {item.code for item in items} >= {"elder-allowance", "temporary-relief"}
    catalogue.must_know(PARTNERS.by_id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "gone"}, "name"),
        ({"kind": "sometimes"}, "kind"),
        ({"catalog_code": "12"}, "catalog_code"),
        ({"promised": {"days": 99, "unit": "G"}}, "promised"),
        ({"legal": {"days": 30, "unit": "W"}}, "unit"),
        ({"legal": {"days": -1, "unit": "G"}}, "legal"),
        ({"legal": {"days": 99999, "unit": "G"}}, "amount"),
        ({"legal": {"days": 0}, "promised": {"days": 3}}, "promised"),
        ({"correction_limit": 10}, "correction_limit"),
        ({"extension": -1}, "extension"),
        ({"yellow": {"share": 2}}, "threshold"),
        ({"colour": "red"}, "colour"),
        ({"lapse_policy": "forgiven"}, "lapse_policy"),
        ({"correction_lapse": "rejected"}, "correction_lapse"),
        ({"review_steps": ["examine", "handle"]}, "review_steps"),
        ({"review_steps": ["handle"], "decided_by": "nobody"}, "review_steps"),
        ({"papers": [{"code": "a", "name": "甲"}, {"code": "a", "name": "乙"}]}, "papers"),
        ({"papers": [{"code": "a", "name": "甲", "deficiency_allowed": True}]}, "papers"),
    ],
)
def test_a_wrong_entry_is_named_with_its_field(
    tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(CatalogueError, match=f"elder-allowance: .*{field}"):
        Catalogue.load(written(tmp_path, **changes))


def test_an_item_may_set_its_own_policy_for_clocks(tmp_path: Path) -> None:
    own = {"correction_limit": {"days": 30, "unit": "Z"}, "red": {"left": 3}, "extension": 15}
    item = Catalogue.load(written(tmp_path, **own)).get("elder-allowance")
    assert item.correction_limit == Limit(30, Unit.CALENDAR_DAYS)
    assert (item.red, item.yellow) == (Threshold(left=3), Threshold(share=0.5))
    assert (item.extension, item.legal) == (15, Limit(30, Unit.WORKING_DAYS))


def test_an_item_may_set_how_it_is_screened_reviewed_and_lapses() -> None:
    catalogue = Catalogue.load(CATALOGUE)
    housing = catalogue.get("public-rental-housing")
    assert (housing.review_steps, housing.onsite_review) == (tuple(ReviewStep), True)
    assert {item.lapse_policy for item in catalogue.every()} == set(LapsePolicy)
    subsidy = catalogue.get("flexible-employment-subsidy")
    assert (subsidy.pre_acceptance, subsidy.correction_lapse) == (
        True,
        CorrectionLapse.DEEMED_WITHDRAWN,
    )


def test_what_is_done_on_the_spot_has_no_limit() -> None:
    assert Catalogue.load(CATALOGUE).get("employment-registration").legal is None


def test_two_items_with_one_code_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="elder-card is there 2 times"):
        Catalogue.load(written(tmp_path, code="elder-card"))


def test_a_catalogue_without_the_employment_registration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    rest = [item for item in GIVEN["items"] if item["code"] != "employment-registration"]
    path.write_text(yaml.safe_dump({"items": rest}), encoding="utf-8")
    with pytest.raises(CatalogueError, match="employment-registration"):
        Catalogue.load(path)


@pytest.mark.parametrize("text", ["[", "items: 7", "just words", "items: [7]"])
def test_what_is_no_catalogue_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError):
        Catalogue.load(path)


def test_an_item_decided_by_an_unregistered_partner_is_refused() -> None:
    with pytest.raises(CatalogueError, match="real-estate"):
        Catalogue.load(CATALOGUE).must_know({"bank-ordos"})


def test_an_unknown_item_is_invalid_for_a_writer_and_not_found_for_a_reader() -> None:
    catalogue = Catalogue.load(CATALOGUE)
    with pytest.raises(Invalid):
        catalogue.get("moon-permit")
    with pytest.raises(NotFound):
        catalogue.known("moon-permit")
