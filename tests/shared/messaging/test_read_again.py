"""What was read before and stands in the ledger is known again, and nothing else is."""

from shared.messaging.lanes import LANES
from shared.messaging.settling import By
from shared.testing.memory import MemoryStore
from tests.shared.messaging.mending_toy import Town, place
from tests.shared.messaging.toy import fates, hearing, record

STAFF = By("stf_o0001", "checked with the sender")


async def test_what_was_given_up_stays_so_when_it_is_read_again(town: Town) -> None:
    town.mood["a"] = "refuse"
    await town.hear("a", "b")
    for pause in (1, 5, 30, 120, 600):
        await town.later(pause)
    town.mood.clear()
    await town.later(0)
    assert await town.hear("a", "b", "c") == ["repeated", "repeated", "handled"]
    assert await town.order_of() == ["b", "c"]
    assert await town.fate(0) == "refused"
    assert (await town.replays.one(place(0), STAFF)).outcome == "replayed"


async def test_what_was_discarded_stays_so_when_it_is_read_again(town: Town) -> None:
    town.mood["a"] = "refuse"
    await town.hear("a")
    await town.discard(0)
    town.mood.clear()
    assert await town.hear("a", "b") == ["repeated", "handled"]
    assert await town.order_of() == ["b"]


async def test_a_topic_that_was_made_anew_loses_nothing_to_the_entries_of_the_old_one(
    town: Town,
) -> None:
    town.mood["a"] = "late"
    assert await town.hear("a") == ["refused"]
    assert await town.hear("b") == ["handled"]
    town.mood |= {"c": "refuse"}
    assert await town.hear("c") == ["parked"]
    await town.hear("c")
    assert await town.store.count("ledger", {}) == 2
    town.mood.clear()
    await town.later(1)
    assert await town.order_of() == ["b", "c"]
    beside = await town.entries.one(f"{place(0)}~2")
    assert (beside.event_id, beside.fate) == ("c", "replayed")
    assert await town.fate(0) == "refused"


async def test_a_redelivered_batch_changes_neither_lane_nor_entries(town: Town) -> None:
    town.mood["a"] = "refuse"
    await town.hear("a", "b")
    await town.hear("a", "b")
    (lane,) = [LANES.decode(row) for row in await town.store.page("lanes", {}, after=None, limit=9)]
    assert (lane.head, lane.tail, await town.store.count("ledger", {})) == (1, 2, 2)


async def test_what_cannot_be_read_is_known_again_by_its_bytes_not_by_its_place_alone() -> None:
    store = MemoryStore()
    listener = hearing(store)
    for value in (b"{one", b"{one", b"{other", b"{one", b"{other"):
        await listener.hear([record(value)])
    assert await fates(store) == {
        "0": ("quarantined", "not-json"),
        "0~2": ("quarantined", "not-json"),
    }
