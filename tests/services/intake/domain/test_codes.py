from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from services.intake.domain.catalogue.codes import (
    Level,
    catalog_code_of,
    check_catalog_code,
    check_handling_code,
    check_task_code,
    check_uscc,
    level_of,
    type_of,
    uscc_check,
)
from shared.values import Invalid
from tests.services.intake.items import USCC

REAL = "11370883MB2857374H"
SEEN = f"{REAL}4370114011007"
PLACES = st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY")


def test_a_code_that_was_seen_in_production_passes_all_checks() -> None:
    check_uscc(REAL)
    check_task_code(SEEN)
    check_handling_code(f"{SEEN}01")
    check_catalog_code(catalog_code_of(SEEN))
    assert (catalog_code_of(SEEN), type_of(catalog_code_of(SEEN))) == ("370114011007", "01")


@pytest.mark.parametrize("level", Level)
def test_the_level_is_place_19_of_the_code_and_without_a_code_there_is_none(level: Level) -> None:
    assert level_of(f"{USCC}{level}150501099000") is level
    assert level_of("") is None


@pytest.mark.parametrize("code", ["150501001000", "152001002000", "151101001000", "159901001001"])
def test_types_and_their_extensions_make_basic_codes(code: str) -> None:
    check_catalog_code(code)


@pytest.mark.parametrize(
    "code",
    ["", "12", "15050100100", "1505010010000", "15050100100a", "150001001000", "９50501001000"],
)
def test_what_is_not_province_type_number_and_sub_item_is_no_basic_code(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_catalog_code(code)
    assert (refused.value.code, refused.value.field) == ("catalog-code", "catalog_code")


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        (SEEN[:-1], "task-code"),
        (f"{SEEN}0", "task-code"),
        (f"{REAL}8370114011007", "task-level"),
        (f"{REAL}0370114011007", "task-level"),
        (f"{REAL}4370014011007", "catalog-code"),
        (f"11370883MB2857374J{SEEN[18:]}", "uscc-check"),
        (f"11370883MB285737IH{SEEN[18:]}", "uscc-shape"),
    ],
)
def test_each_part_of_an_implementation_code_is_checked(code: str, slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_task_code(code)
    assert (refused.value.code, refused.value.field) == (slug, "task_code")


@pytest.mark.parametrize("code", [SEEN, f"{SEEN}1", f"{SEEN}1a", f"{SEEN}001", f"{SEEN[:-1]}x01"])
def test_a_handling_code_is_an_implementation_code_with_two_digits(code: str) -> None:
    with pytest.raises(Invalid):
        check_handling_code(code)


def test_a_wrong_check_character_is_told_with_the_right_one() -> None:
    with pytest.raises(Invalid, match=f"give '{USCC[17]}'"):
        check_uscc(f"{USCC[:17]}A")


@given(st.text(PLACES, min_size=9, max_size=9))
def test_the_check_character_agrees_with_another_reckoning(organisation: str) -> None:
    first = f"91150602{organisation}"
    assert uscc_check(first) == uscc.calc_check_digit(first)


@given(st.integers(0, 16), PLACES)
def test_one_mistyped_place_of_a_credit_code_is_always_found(place: int, typed: str) -> None:
    mistyped = f"{USCC[:place]}{typed}{USCC[place + 1 :]}"
    found = accepts(check_uscc, mistyped)
    assert found == (mistyped == USCC)


def accepts(check: Callable[[str], None], code: str) -> bool:
    try:
        check(code)
    except Invalid:
        return False
    return True
