"""Parking keeps order: shown on the store in memory and on a real one."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.messaging.fates import Behind
from shared.messaging.settling import By
from shared.storage.ports import Store, StoreAway
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from tests.shared.messaging.mending_toy import Town, place, serving

STAFF = By("stf_o0001", "checked with the sender")


async def test_what_follows_a_parked_event_of_its_aggregate_waits_and_others_do_not(
    town: Town,
) -> None:
    town.mood["b"] = "refuse"
    assert await town.hear("a", "b", "c", "d") == ["handled", "parked", "waiting", "waiting"]
    assert await town.hear("x", subject="order-2", first=10) == ["handled"]
    assert await town.hear("e", first=4) == ["waiting"]
    assert await town.order_of() == ["a"]
    assert [(await town.entry(n)).turn for n in (1, 2, 3, 4)] == [1, 2, 3, 4]


async def test_when_the_head_is_handled_the_others_follow_in_order_and_the_lane_goes(
    town: Town,
) -> None:
    town.mood["a"] = "refuse"
    await town.hear("a", "b", "c", "d")
    town.mood.clear()
    await town.later(1)
    assert await town.order_of() == ["a", "b", "c", "d"]
    assert [await town.fate(n) for n in range(4)] == ["replayed"] * 4
    assert await town.lanes() == 0
    assert await town.hear("e", first=4) == ["handled"]


async def test_a_rule_that_keeps_saying_no_is_given_up_and_the_next_one_moves_up(
    town: Town,
) -> None:
    town.mood |= {"a": "refuse", "c": "refuse"}
    await town.hear("a", "b", "c")
    for pause in (1, 5, 30, 120):
        await town.later(pause)
        assert await town.fate(0) == "parked"
    await town.later(600)
    given_up = await town.entry(0)
    assert (given_up.fate, given_up.code, given_up.tries) == ("refused", "not-yet", 6)
    assert given_up.acts[-1].who == "system"
    assert await town.order_of() == ["b"]
    assert await town.fate(2) == "parked"


async def test_our_own_fault_holds_its_lane_until_an_operator_acts(town: Town) -> None:
    town.mood["a"] = "break"
    assert await town.hear("a", "b") == ["parked", "waiting"]
    for pause in (1, 5, 30, 120, 600, 86_400):
        await town.later(pause)
    assert (await town.entry(0)).tries == 6
    assert (await town.fate(0), await town.fate(1)) == ("dead", "waiting")
    town.mood.clear()
    assert (await town.replays.one(place(0), STAFF)).outcome == "replayed"
    await town.later(0)
    assert await town.order_of() == ["a", "b"]


async def test_a_late_event_is_skipped_at_once_and_holds_nobody_up(town: Town) -> None:
    town.mood["a"] = "late"
    assert await town.hear("a", "b") == ["refused", "handled"]
    assert (await town.fate(0), await town.lanes()) == ("refused", 0)


async def test_one_that_was_handled_meanwhile_becomes_repeated_and_the_lane_moves_on(
    town: Town,
) -> None:
    town.mood["a"] = "refuse"
    await town.hear("a")
    await town.hear("a", "b", first=1)
    town.mood.clear()
    await town.later(1)
    await town.later(1)
    assert [await town.fate(n) for n in range(3)] == ["replayed", "repeated", "replayed"]
    assert await town.order_of() == ["a", "b"]


async def test_a_second_replay_is_told_that_it_was_replayed_and_does_nothing(town: Town) -> None:
    town.mood["a"] = "refuse"
    await town.hear("a")
    town.mood.clear()
    first = await town.replays.one(place(0), STAFF)
    second = await town.replays.one(place(0), STAFF)
    assert (first.outcome, second.outcome) == ("replayed", "replayed")
    assert await town.order_of() == ["a"]
    assert [act.who for act in (await town.entry(0)).acts] == ["stf_o0001"]


async def test_one_that_waits_is_not_replayed_before_its_head_which_is_named(town: Town) -> None:
    town.mood["a"] = "refuse"
    await town.hear("a", "b")
    with pytest.raises(Behind, match=place(0)):
        await town.replays.one(place(1), STAFF)
    assert await town.order_of() == []


async def test_a_dry_run_says_what_would_happen_and_changes_nothing(town: Town) -> None:
    town.mood |= {"a": "refuse", "x": "break"}
    await town.hear("a", "b")
    await town.hear("x", subject="order-2", first=5)
    before = await town.entry(0)
    assert (await town.replays.rehearse(place(0))).outcome == "parked"
    town.mood.clear()
    assert (await town.replays.rehearse(place(0))).outcome == "would-be-handled"
    assert (await town.replays.rehearse(place(1))).outcome == "waiting"
    assert await town.entry(0) == before
    assert (await town.order_of(), await town.store.count("tallies", {})) == ([], 0)


async def test_two_replicas_retry_the_same_lane_and_each_event_takes_effect_once(
    store: Store,
) -> None:
    clock, mood = SetClock(), {"a": "refuse"}
    towns = [Town(store, clock, mood) for _ in range(2)]
    async with serving(*towns):
        await towns[0].hear("a", "b", "c")
        mood.clear()
        await asyncio.gather(*(town.later(1) for town in towns))
        assert await towns[0].order_of() == ["a", "b", "c"]
        assert await towns[0].lanes() == 0
        assert [len((await towns[0].entry(n)).acts) for n in range(3)] == [1, 1, 1]


async def test_an_event_that_arrives_while_the_lane_is_closed_keeps_its_place(store: Store) -> None:
    clock, mood = SetClock(), dict[str, str]()
    consumer, retrier = Town(store, clock, mood), Town(store, clock, mood)
    async with serving(consumer, retrier):
        for first in range(0, 30, 3):
            ids = [str(first + n) for n in range(3)]
            subject = f"order-{first}"
            mood[ids[0]] = "refuse"
            await consumer.hear(ids[0], subject=subject, first=first)
            mood.clear()
            arriving = consumer.hear(*ids[1:], subject=subject, first=first + 1)
            await asyncio.gather(retrier.later(1), arriving)
            await retrier.later(1)
            assert await consumer.order_of(subject) == ids
        assert await consumer.lanes() == 0


async def test_while_the_store_is_away_a_replay_changes_nothing() -> None:
    store = MemoryStore()
    town = Town(store, mood={"a": "refuse"})
    await town.hear("a")
    town.mood.clear()
    store.away = True
    with pytest.raises(StoreAway):
        await town.replays.one(place(0), STAFF)
    store.away = False
    async with serving(town):
        assert (await town.replays.one(place(0), STAFF)).outcome == "replayed"


EVENTS = st.lists(
    st.tuples(st.sampled_from(["s1", "s2"]), st.sampled_from(["", "", "refuse", "break", "late"])),
    min_size=1,
    max_size=12,
)


@given(EVENTS, st.integers(1, 5))
@settings(max_examples=40)
async def test_whatever_fails_effects_come_in_order_once_all_is_well(
    events: list[tuple[str, str]], every: int
) -> None:
    town = Town(MemoryStore())
    async with serving(town):
        for offset, (subject, mood) in enumerate(events):
            town.mood[str(offset)] = mood
            await town.hear(str(offset), subject=subject, first=offset)
            if offset % every == 0:
                await town.later(1)
        late = {key for key, mood in town.mood.items() if mood == "late"}
        town.mood = dict.fromkeys(late, "late")
        await town.later(600)
        await town.later(600)
        for subject in ("s1", "s2"):
            wanted = [str(n) for n, (s, _) in enumerate(events) if s == subject]
            assert await town.order_of(subject) == [n for n in wanted if n not in late]
        assert await town.lanes() == 0
