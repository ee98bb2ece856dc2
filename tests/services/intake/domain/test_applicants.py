"""What an applicant is, by who registered it (GB/T 39046 A.4, GB 32100)."""

import pytest

from services.intake.domain.catalogue.guide import ServiceObject
from services.intake.domain.people.applicants import object_of
from tests.services.intake.desk import PROFILES


@pytest.mark.parametrize(
    ("uscc", "applies_as"),
    [
        ("91152201078377449P", ServiceObject.COMPANY),
        ("121200004013590816", ServiceObject.INSTITUTION),
        ("51150000MJX0000001", ServiceObject.ASSOCIATION),
        ("11150602MB1A7K2N59", ServiceObject.AGENCY),
        ("92150602MA0N000001", ServiceObject.OTHER),
        (None, ServiceObject.PERSON),
    ],
)
def test_an_organisation_is_what_its_register_says_and_anybody_else_a_person(
    uscc: str | None, applies_as: ServiceObject
) -> None:
    assert object_of(uscc, named=True) is applies_as


def test_of_whom_nothing_is_known_nothing_is_said() -> None:
    assert object_of(None, named=False) is None


def test_each_kind_has_its_code_in_the_exchange() -> None:
    codes = PROFILES.get("national").codes["applyer_type"]
    assert codes == {kind.name.lower(): kind.value for kind in ServiceObject}
