import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.privacy.sealing import Keyring, Unreadable

KEYRING = Keyring(b"m" * 32, b"i" * 32)


@given(st.binary(max_size=200), st.binary(max_size=20))
@settings(max_examples=50)
def test_what_was_sealed_opens_again(plain: bytes, context: bytes) -> None:
    key = Keyring.new_key()
    assert Keyring.open(key, Keyring.seal(key, plain, context), context) == plain


def test_the_same_text_is_sealed_differently_each_time() -> None:
    key = Keyring.new_key()
    assert Keyring.seal(key, b"a", b"") != Keyring.seal(key, b"a", b"")


@pytest.mark.parametrize("place", [0, 1, 20, -1])
def test_a_changed_byte_makes_it_unreadable(place: int) -> None:
    key = Keyring.new_key()
    sealed = bytearray(Keyring.seal(key, b"some plain text", b"c"))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        Keyring.open(key, bytes(sealed), b"c")


def test_a_field_moved_to_another_place_is_unreadable() -> None:
    key = Keyring.new_key()
    sealed = Keyring.seal(key, b"a", b"per_1:name")
    with pytest.raises(Unreadable):
        Keyring.open(key, sealed, b"per_2:name")


def test_nothing_at_all_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        KEYRING.open_raw(b"")


def test_a_data_key_is_wrapped_under_the_master_key() -> None:
    key = Keyring.new_key()
    wrapped = KEYRING.wrap(key, b"per_1")
    assert key not in wrapped
    assert KEYRING.unwrap(wrapped, b"per_1") == key
    with pytest.raises(Unreadable):
        Keyring(b"x" * 32, b"i" * 32).unwrap(wrapped, b"per_1")


def test_raw_bytes_and_data_keys_are_sealed_under_different_keys() -> None:
    with pytest.raises(Unreadable):
        KEYRING.unwrap(KEYRING.seal_raw(b"k" * 32), b"")
    assert KEYRING.open_raw(KEYRING.seal_raw(b"raw")) == b"raw"


def test_blind_values_are_equal_for_equal_values_of_one_field_only() -> None:
    assert KEYRING.blind("1", "phone") == KEYRING.blind("1", "phone")
    assert KEYRING.blind("1", "phone") != KEYRING.blind("1", "id_number")
    assert KEYRING.blind("1", "phone") != Keyring(b"m" * 32, b"j" * 32).blind("1", "phone")


def test_a_keyring_is_built_from_settings_text() -> None:
    master, index = Keyring.new_secret(), Keyring.new_secret()
    sealed = Keyring.from_text(master, index).seal_raw(b"raw")
    assert Keyring.from_text(f"{master}\n", index).open_raw(sealed) == b"raw"


@pytest.mark.parametrize("text", ["", "short", "c2hvcnQ=", "不是密钥", "!" * 44])
def test_a_wrong_key_text_is_named_with_its_mend_but_not_shown(text: str) -> None:
    with pytest.raises(ValueError, match="master key must be 32 bytes in base64") as told:
        Keyring.from_text(text, Keyring.new_secret())
    assert not text or text not in str(told.value)
