"""Ids read as base32 and depend on their parts, each by itself."""

import base64
import hashlib

from hypothesis import given
from hypothesis import strategies as st

from shared.ids import derive, mint


@given(st.lists(st.text(max_size=9), max_size=4))
def test_a_derived_id_is_the_base32_of_its_parts_digest(parts: list[str]) -> None:
    text = "".join(f"{len(part)}:{part}" for part in parts)
    digest = hashlib.sha256(text.encode()).digest()
    assert derive(*parts) == base64.b32encode(digest).decode().lower()[:26]


def test_parts_that_join_to_the_same_text_give_different_ids() -> None:
    assert derive("ab", "c") != derive("a", "bc")


def test_a_minted_id_has_the_same_form_and_comes_once() -> None:
    minted = {mint() for _ in range(100)}
    assert len(minted) == 100
    assert all(len(id_) == 26 and id_.isascii() and id_.islower() for id_ in minted)
