"""Whose turn it is."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.storage.kinds import Timer
from shared.storage.outbox import OUTBOX
from shared.testing.clock import MONDAY_MORNING, SetClock
from shared.testing.memory import MemoryStore
from shared.timers.turns import turns
from tests.shared.timers.house import Replica, on_due, set_timer

MINUTES = st.lists(st.integers(0, 50).map(float), max_size=30).map(sorted)


def timer(kind: str, number: int, minutes: float) -> Timer:
    due_at = MONDAY_MORNING + timedelta(minutes=minutes)
    return Timer(f"{kind}:{number}", 1, kind, str(number), due_at, "c", "c", "150602013000")


@settings(max_examples=50)
@given(st.lists(MINUTES, max_size=4), st.integers(1, 12))
def test_each_kind_has_its_share_of_a_batch_and_all_are_in_due_order(
    dues: list[list[float]], size: int
) -> None:
    by_kind = [[timer(f"k{k}", n, m) for n, m in enumerate(some)] for k, some in enumerate(dues)]
    batches = list(turns(by_kind, size))
    every = [one for batch in batches for one in batch]
    assert sorted(one.id for one in every) == sorted(one.id for some in by_kind for one in some)
    for some in by_kind:
        assert [one for one in every if one.kind == some[0].kind] == some if some else True
    for batch in batches:
        assert [one.due_at for one in batch] == sorted(one.due_at for one in batch)
    if batches and len(batches[0]) == size:
        share = size // len(by_kind)
        for some in by_kind:
            first = sum(1 for one in batches[0] if one in some)
            assert first >= min(share, len(some))


class Ticking(SetClock):
    """Moves a little whenever it is looked at, so that each transaction has its own time."""

    def now(self) -> datetime:
        self.advance(timedelta(milliseconds=1))
        return super().now()


async def announced(store: MemoryStore) -> list[str]:
    """Return whose events were committed, in their order."""
    rows = await store.earliest(OUTBOX, "_id", 1000)
    return [event["key"] for row in rows for event in row["events"]]


async def test_after_a_downtime_all_fire_once_in_due_order_and_a_flood_lets_others_in() -> None:
    clock = Ticking()
    store = MemoryStore(clock)
    replica = Replica(store, clock, flood=on_due, rare=on_due)
    for n in range(450):
        at = clock.now() + timedelta(seconds=n)
        await set_timer(replica, f"f{n:03}", at, "flood")
    await set_timer(replica, "r0", clock.now() + timedelta(seconds=440), "rare")
    clock.advance(timedelta(hours=1))
    async with replica.running():
        while not await replica.timers.fire_due():
            assert (await announced(store)).index("r0") < 200
    fired = await announced(store)
    floods = [key for key in fired if key != "r0"]
    assert floods == [f"f{n:03}" for n in range(450)]
    assert len(fired) == 451
