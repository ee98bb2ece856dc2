import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.grid.domain.matter import MOST_REPORTS, Dossier, OpenMatter, matter_keys, normal_place
from services.grid.domain.numbering import DayCounter, day_of
from shared.testing.clock import MONDAY_MORNING
from shared.values import Point, Refusal


def test_blanks_case_and_width_do_not_make_another_place() -> None:
    assert normal_place(" Ａ座  3 号 ") == normal_place("a座 3 号")


def test_a_spot_is_eleven_metres_wide() -> None:
    one = matter_keys("noise", Point(109.98720, 39.82160), None)
    same = matter_keys("noise", Point(109.98722, 39.82158), None)
    other = matter_keys("noise", Point(109.98740, 39.82160), None)
    assert one == same
    assert one != other
    assert one != matter_keys("street-light", Point(109.98720, 39.82160), None)


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_one_spelling_stays_as_it_is(place: str) -> None:
    assert normal_place(normal_place(place)) == normal_place(place)


def test_equal_words_in_another_cell_are_another_matter() -> None:
    matter = OpenMatter("m", 1, "inc_1", "150602013001001")
    assert matter.holds("150602013001001")
    assert matter.holds(None)
    assert not matter.holds("150602013002001")


def test_a_full_dossier_says_so() -> None:
    full = Dossier("inc_1", 1, tuple(f"rep_{n}" for n in range(MOST_REPORTS)))
    with pytest.raises(Refusal) as told:
        full.joined("rep_x")
    assert told.value.code == "too-many-reports"


def test_numbers_begin_anew_each_local_day() -> None:
    assert day_of(MONDAY_MORNING) == "20260907"
    assert DayCounter("20260907", 0, 30).raised().number == "G20260907000031"
