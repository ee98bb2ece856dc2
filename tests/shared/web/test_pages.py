import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.values import Invalid
from shared.web.pages import (
    PageQuery,
    after,
    cursor_of,
    numbered_place_of,
    page_of,
    place_of,
)


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=60))
def test_a_cursor_brings_back_the_last_id(last_id: str) -> None:
    assert after(cursor_of(last_id)) == last_id


@settings(max_examples=50)
@given(st.text(max_size=20))
def test_any_text_is_a_cursor_of_ours_or_is_refused(text: str) -> None:
    with contextlib.suppress(Invalid):
        assert cursor_of(after(text)) == text


@pytest.mark.parametrize("cursor", ["", "!!", "abc", cursor_of("x") + "=", cursor_of("")])
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        after(cursor)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00-08:00"])
def test_a_place_at_the_end_of_time_is_refused(at: str) -> None:
    with pytest.raises(Invalid):
        place_of(PageQuery(f"{at}|case_a", 50))


def test_a_place_beyond_what_can_be_stored_is_refused() -> None:
    with pytest.raises(Invalid):
        numbered_place_of(PageQuery(f"{2**63}|case_a", 50))


def test_following_the_cursors_shows_every_row_once() -> None:
    rows = [f"id{n:02}" for n in range(7)]
    seen: list[str] = []
    query = PageQuery(None, 3)
    while True:
        found = [row for row in rows if row > (query.after or "")][: query.fetch]
        page = page_of(found, query, str.upper, str)
        seen += page.items
        if page.next is None:
            break
        query = PageQuery(after(page.next), 3)
    assert seen == [row.upper() for row in rows]


def test_a_full_last_page_has_no_next() -> None:
    assert page_of(["a", "b"], PageQuery(None, 2), str, str).next is None
