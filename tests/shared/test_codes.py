import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.codes import (
    id_check_character,
    is_id_number,
    is_mobile,
    is_occupation,
    is_org_code,
    is_uscc,
    normal_id_number,
    normal_phone,
)
from tests import needs


@pytest.mark.parametrize("text", ["11010519491231002X", "11010519491231002x"])
def test_an_id_number_with_its_check_character_passes(text: str) -> None:
    assert is_id_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # another check character
        "11010519490230002X",  # 30 February
        "1101051949123100２X",  # a full-width digit
        "11010519491231002X ",
        "11010519491231002",
        "",
    ],
)
def test_a_wrong_id_number_is_refused(text: str) -> None:
    assert not is_id_number(text)


def test_a_day_that_never_was_is_refused_even_with_its_check_character() -> None:
    body = "11010519490230002"
    assert not is_id_number(body + id_check_character(body))


def test_an_order_number_that_begins_with_a_date_is_not_a_person() -> None:
    body = "26090719491231002"
    assert not is_id_number(body + id_check_character(body))


@given(st.text(max_size=20))
@settings(max_examples=50)
def test_any_text_gets_an_answer(text: str) -> None:
    checks = (is_id_number, is_uscc, is_mobile, is_occupation, is_org_code)
    assert all(check(text) in (True, False) for check in checks)


@given(st.text("0123456789+ -()转", max_size=20))
@settings(max_examples=50)
def test_a_normal_telephone_number_stays_as_it_is(text: str) -> None:
    assert normal_phone(normal_phone(text)) == normal_phone(text)


def test_letters_may_stand_in_the_first_two_places_of_a_uscc() -> None:
    assert is_uscc("91150602MA0N8E5W0K") is False
    assert is_uscc("121200004013590816")
    body = "N1150602MA0N8E5W0"
    assert sum(is_uscc(body + check) for check in "0123456789ABCDEFGHJKLMNPQRTUWXY") == 1


def test_every_real_uscc_passes_and_every_wrong_one_is_refused() -> None:
    codes = json.loads(needs.real_data("uscc_codes.json").read_text(encoding="utf-8"))
    assert len(codes["valid"]) == 100
    assert all(is_uscc(code) for code in codes["valid"])
    assert not any(is_uscc(code) for code in codes["invalid"])


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("13812341234", True),
        ("+8613812341234", True),
        ("+86 13812341234", True),
        ("12812341234", False),
        ("138123412345", False),
        ("0477-8321234", False),
    ],
)
def test_a_mobile_number_begins_with_1_and_3_to_9(text: str, *, holds: bool) -> None:
    assert is_mobile(text) is holds


def test_the_pilot_is_an_organisation_code() -> None:
    assert is_org_code("150602013000")
    assert not is_org_code("15060201300")
    assert not is_org_code("150602-13000")


def test_the_religious_profession_is_no_occupation_here() -> None:
    assert is_occupation("4-10-08-01")
    assert not is_occupation("2-07-09-00")
    assert not is_occupation("4-10-08-1")


def test_one_number_has_one_spelling() -> None:
    assert normal_phone(" +86 138-1234-1234 ") == "13812341234"
    assert normal_phone("（0477）8321234") == "04778321234"
    assert normal_id_number("110105 19491231 002x") == "11010519491231002X"
