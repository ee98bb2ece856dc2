from datetime import timedelta

import pytest

from services.notify.domain.inbox import Entry, Mailbox, entry_id, number_of
from services.notify.domain.rules import Priority
from shared.testing.clock import MONDAY_MORNING
from shared.values import Invalid, NotAllowed

LATER = MONDAY_MORNING + timedelta(hours=1)


def entry() -> Entry:
    return Entry(
        id=entry_id("stf_a1", 7),
        version=1,
        recipient="stf_a1",
        number=7,
        notification="ntf_a",
        rule="r",
        about="inc_a",
        orgunit="150602013000",
        title="t",
        body="b",
        priority=Priority.NORMAL,
        event_time=MONDAY_MORNING,
        delivered_at=MONDAY_MORNING,
    )


def test_read_is_not_acted() -> None:
    read = entry().read_now(LATER)
    assert (read.read_at, read.acted_at) == (LATER, None)


def test_who_acts_has_read() -> None:
    acted = entry().acted_now(LATER)
    assert acted.read
    assert acted.acted_at == LATER


def test_a_second_time_changes_nothing() -> None:
    acted = entry().acted_now(MONDAY_MORNING)
    assert acted.acted_now(LATER) is acted
    assert acted.read_now(LATER) is acted


def test_nobody_opens_another_persons_entry() -> None:
    assert entry().opened_by("stf_a1") == entry()
    with pytest.raises(NotAllowed):
        entry().opened_by("stf_a2")


def test_ids_sort_by_number() -> None:
    assert entry_id("stf_a1", 9) < entry_id("stf_a1", 10)
    assert number_of(entry_id("stf_a1", 10), "stf_a1") == 10
    assert Mailbox("stf_a1", 0).next().last == 1


@pytest.mark.parametrize("id_", ["", "x", "stf_a2:000000000001", "stf_a1:1", "stf_a1:00000000000x"])
def test_an_id_of_no_entry_of_ones_own_is_refused(id_: str) -> None:
    with pytest.raises(Invalid):
        number_of(id_, "stf_a1")
