"""How events become a row: whatever their order, and however often they come."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.register.rows import Row, read, told
from tests.shared.register.house import STREET, event, minute


def fold(sequences: list[int], batch: int = 1) -> Row | None:
    said = [read("grid", event("inc-1", sequence)) for sequence in sequences]
    row = None
    for first in range(0, len(said), batch):
        row = told(1, row, [one for one in said[first : first + batch] if one is not None])
    return row


@settings(max_examples=50)
@given(st.integers(1, 8), st.integers(1, 5), st.data())
def test_any_order_and_any_repetition_of_events_gives_the_same_row(
    last: int, batch: int, data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.integers(1, last), max_size=8))
    mixed = data.draw(st.permutations([*range(1, last + 1), *again]))
    assert fold(list(mixed), batch) == fold(list(range(1, last + 1)))


def test_a_row_tells_the_last_event_and_when_the_matter_was_opened() -> None:
    assert fold([1, 2, 3]) == Row(
        id="00000001:inc-1",
        generation=1,
        subject="inc-1",
        sequence=3,
        type="jiedao.grid.incident.closed.v1",
        orgunit=STREET,
        since=minute(3),
        opened=minute(1),
        correlation="cor-inc-1",
    )


def test_when_a_matter_was_opened_is_not_guessed_from_a_later_event() -> None:
    row = fold([2, 3])
    assert row is not None
    assert row.opened is None


@pytest.mark.parametrize(
    "value",
    [b"", None, b"{", b"[]", b"{}", event("a", 1, service="jobs"), event("a", 1)[:-1], b"\xff"],
)
def test_what_is_none_of_the_services_events_is_passed_over(value: bytes | None) -> None:
    assert read("grid", value) is None
