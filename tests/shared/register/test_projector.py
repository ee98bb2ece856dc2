"""The projector: each record counts once, whoever dies at whatever moment."""

from datetime import timedelta

import pytest

from shared.messaging.bus import BusAway
from shared.register.state import State
from shared.storage.ports import Conflict, StoreAway
from shared.testing.memory import MemoryStore
from tests.shared.register.house import STREET, House, event, minute, stories


def read_up_to(state: State) -> int:
    return sum(state.serving.positions.values())


async def test_each_matter_has_one_row_with_its_last_event(house: House) -> None:
    stories(house.log, matters=12)
    state = await house.caught_up()
    rows = await house.rows()
    assert sorted(rows) == [f"inc-{n:03d}" for n in range(12)]
    assert {(r.sequence, r.since, r.opened) for r in rows.values()} == {(3, minute(3), minute(1))}
    assert (state.serving.lag, state.serving.missed, read_up_to(state)) == (0, 0, 36)


async def test_resent_and_older_events_change_nothing(house: House) -> None:
    stories(house.log, matters=4)
    await house.caught_up()
    before = await house.kept()
    house.log.append(*(event("inc-000", sequence) for sequence in (2, 1, 3, 3)))
    state = await house.caught_up()
    assert await house.kept() == before
    assert read_up_to(state) == 16


async def test_nothing_is_written_while_nothing_arrives(house: House) -> None:
    stories(house.log, matters=2)
    before = await house.caught_up()
    await house.replica().round()
    assert (await house.register.state()).version == before.version
    house.clock.advance(timedelta(seconds=10))
    await house.replica().round()
    after = await house.register.state()
    assert (after.version, after.seen_at) == (before.version + 1, house.clock.now())


async def test_a_crash_between_reading_and_writing_loses_and_doubles_nothing(
    house: House,
) -> None:
    stories(house.log, matters=6)

    class Killed(BaseException):
        pass

    async def killed() -> None:
        raise Killed

    for _ in range(12):
        house.log.meanwhile = None
        await house.replica().round()
        before = await house.register.state()
        house.log.meanwhile = killed
        with pytest.raises(Killed):
            await house.replica().round()
        assert await house.register.state() == before
    house.log.meanwhile = None
    state = await house.caught_up()
    assert {row.sequence for row in (await house.rows()).values()} == {3}
    assert read_up_to(state) == 18


async def test_of_two_that_take_themselves_for_leader_one_writes(house: House) -> None:
    stories(house.log, matters=6)
    other = house.replica(house.log)

    async def the_other_writes() -> None:
        house.log.meanwhile = None
        await other.round()

    house.log.meanwhile = the_other_writes
    with pytest.raises(Conflict):
        await house.replica().round()
    assert read_up_to(await house.register.state()) == house.batch
    await house.caught_up(other)
    assert {row.sequence for row in (await house.rows()).values()} == {3}


async def test_what_is_no_event_of_the_service_is_counted_and_passed(house: House) -> None:
    house.log.append(event("inc-1", 1), b"{broken", event("x", 1, service="jobs"))
    house.log.append(event("inc-1", 2))
    state = await house.caught_up()
    assert {s: r.sequence for s, r in (await house.rows()).items()} == {"inc-1": 2}
    assert read_up_to(state) == 4


async def test_a_log_without_its_beginning_is_said_with_since_when(house: House) -> None:
    stories(house.log, matters=2)
    house.log.forget(partition=0, before=1)
    await house.caught_up()
    serving = (await house.register.summary()).serving
    assert (serving.complete, serving.missed, serving.since) == (False, 1, minute(2))
    rows = await house.rows()
    assert (rows["inc-000"].opened, rows["inc-001"].opened) == (None, minute(1))


async def test_records_dropped_while_nobody_read_are_said(house: House) -> None:
    stories(house.log, matters=2)
    await house.caught_up()
    stories(house.log, matters=2)
    house.log.forget(partition=0, before=6)
    state = await house.caught_up()
    assert (state.serving.missed, state.serving.since) == (3, house.clock.now())
    assert state.serving.lag == 0


async def test_another_log_in_place_of_the_old_one_is_read_and_said(house: House) -> None:
    stories(house.log, matters=2)
    await house.caught_up()
    house.log.parts[0] = [event("inc-new", 1)]
    state = await house.caught_up()
    assert "inc-new" in await house.rows()
    assert state.serving.missed == 2


async def test_a_store_or_a_bus_that_is_away_is_waited_for() -> None:
    store = MemoryStore()
    house = House(store)
    stories(house.log, matters=2)
    one = house.replica()
    store.away = True
    with pytest.raises(StoreAway):
        await one.round()
    store.away, house.log.away = False, True
    with pytest.raises(BusAway):
        await one.round()
    house.log.away = False
    await house.caught_up(one)
    assert len(await house.rows()) == 2


async def test_a_scope_sees_its_own_matters(house: House) -> None:
    community, elsewhere = "150602013001", "150602014000"
    house.log.append(event("a", 1), event("b", 1, community), event("c", 1, elsewhere))
    await house.caught_up()

    async def seen(scope: str, orgunit: str | None = None) -> list[str]:
        rows = await house.register.matters(scope, type_=None, orgunit=orgunit, after=None, limit=9)
        return [row.subject for row in rows]

    assert await seen("150602000000") == ["a", "b", "c"]
    assert await seen(STREET) == ["a", "b"]
    assert await seen(STREET, community) == ["b"]
    assert await seen(community, STREET) == ["b"]
    assert await seen(STREET, elsewhere) == []
