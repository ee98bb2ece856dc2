"""Words that are announced hold no mobile number, however it is written."""

import pytest
from pydantic import TypeAdapter

from services.intake.entrypoints.models import Reasons
from shared.values import Invalid

WORDS: TypeAdapter[str] = TypeAdapter(Reasons)


@pytest.mark.parametrize(
    "number",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "138.1234.5678",
        "+8613812345678",
        "0086 138 1234 5678",
        "１３８１２３４５６７８",
    ],
)
def test_a_mobile_number_is_found_in_each_of_its_spellings(number: str) -> None:
    with pytest.raises(Invalid) as refused:
        WORDS.validate_python(f"请致电{number}联系。")
    assert refused.value.code == "mobile-number"


@pytest.mark.parametrize("number", ["0477-8581234", "20261381234567890", "86138123456789"])
def test_an_offices_number_and_a_longer_number_may_be_named(number: str) -> None:
    assert number in WORDS.validate_python(f"见{number}。")
