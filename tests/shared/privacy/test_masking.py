import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.privacy.masking import mask_address, mask_id_number, mask_name, mask_phone


def test_each_field_shows_what_the_clerk_needs_to_recognise_it() -> None:
    assert mask_name("张三") == "张*"
    assert mask_name("阿拉坦·乌云") == "阿*"
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("+86 13812341234") == "138****1234"
    assert mask_id_number("150602199001011234") == "1506**********1234"


def test_what_is_too_short_to_mask_is_hidden_whole() -> None:
    assert mask_name("张") == "*"
    assert mask_name("") == "*"
    assert mask_phone("110") == "***"
    assert mask_phone("0477-8321234") == "*********34"
    assert mask_id_number("12") == "**"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("宝日陶亥东街5号3单元502室", "宝日陶亥东街5号***"),
        ("民族街道安居小区12号楼2单元301", "民族街道安居小区12号楼***"),
        ("安居小区7栋1601", "安居小区7栋***"),
        ("安居小区502", "安居小区***"),
        ("万正广场二单元十层", "万正广场***"),
        ("鄂尔多斯大街5号", "鄂尔多斯大街5号"),
        ("老王家", "***"),
        ("", "***"),
    ],
)
def test_an_address_ends_at_the_building(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@given(st.text(max_size=30))
@settings(max_examples=50)
def test_any_text_can_be_masked(text: str) -> None:
    for mask in (mask_name, mask_phone, mask_id_number, mask_address):
        assert isinstance(mask(text), str)
